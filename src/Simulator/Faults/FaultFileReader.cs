using System.Text.Json;

namespace FunctionsPipeline.Simulator.Faults;

/// <summary>
/// Reads a fault script: a list of <c>{"match": {...}, "fault": {...}}</c>. What it does not know it refuses, with the line and a suggestion:
/// a fault that is quietly not played would make a test pass that tests nothing.
/// </summary>
internal ref struct FaultFileReader
{
    private static readonly string[] RuleFields = ["match", "fault"];
    private static readonly string[] MatchFields = ["operation", "provider", "nth", "every", "probability"];
    private static readonly string[] Providers = ["xai", "fal", "openai", "openai-compatible", "gemini", "huggingface", "comfyui", "x", "youtube", "elevenlabs", "did", "heygen", "hackernews", "feeds"];

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly string _name;
    private Utf8JsonReader _json;

    private FaultFileReader(ReadOnlySpan<byte> bytes, string name)
    {
        _bytes = bytes;
        _name = name;
        _json = new Utf8JsonReader(bytes, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
    }

    /// <summary>Reads a script.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <exception cref="StartException">It is not understood; the message names the line.</exception>
    public static IReadOnlyList<FaultRule> Read(ReadOnlySpan<byte> bytes, string name)
    {
        var reader = new FaultFileReader(bytes, name);
        try
        {
            return reader.ReadRules();
        }
        catch (JsonException exception)
        {
            throw new StartException($"{name}, line {(exception.LineNumber ?? 0) + 1}: not JSON. {exception.Message}");
        }
    }

    private IReadOnlyList<FaultRule> ReadRules()
    {
        _json.Read();
        Expect(JsonTokenType.StartArray, "a list of rules: [ {\"match\": {...}, \"fault\": {...}} ]");
        var rules = new List<FaultRule>();
        while (_json.Read() && _json.TokenType != JsonTokenType.EndArray) rules.Add(ReadRule());

        // Throws when something comes after the list.
        _json.Read();
        return rules;
    }

    private FaultRule ReadRule()
    {
        Expect(JsonTokenType.StartObject, "a rule: {\"match\": {...}, \"fault\": {...}}");
        FaultRule? match = null;
        Fault? fault = null;
        while (NextField() is { } field)
        {
            if (field == "match") match = ReadMatch();
            else if (field == "fault") fault = ReadFault();
            else throw Unknown("field", field, RuleFields);
        }

        if (match is null) throw At("the rule has no \"match\".");
        if (fault is null) throw At("the rule has no \"fault\".");
        var possible = FaultForm.Of(fault.Kind).Operations;
        if (!possible.Contains(match.Operation))
        {
            var names = possible.Select(operation => FaultNames.Of(operation));
            throw At($"'{FaultNames.Of(fault.Kind)}' cannot befall '{FaultNames.Of(match.Operation)}'; it befalls {string.Join(", ", names)}.");
        }

        return match with { Fault = fault };
    }

    // The fault is put in once the whole rule has been read.
    private FaultRule ReadMatch()
    {
        Expect(JsonTokenType.StartObject, "an object");
        FaultOperation? operation = null;
        var rule = new FaultRule(default, new Fault(default));
        while (NextField() is { } field)
        {
            switch (field)
            {
                case "operation":
                    operation = Named(FaultNames.AllOperations, "operation");
                    break;
                case "provider":
                    var provider = Text();
                    rule = rule with { Provider = Providers.Contains(provider) ? provider : throw Unknown("provider", provider, Providers) };
                    break;
                case "nth":
                    rule = rule with { Nth = (int)Whole(1, int.MaxValue) };
                    break;
                case "every":
                    rule = rule with { Every = (int)Whole(1, int.MaxValue) };
                    break;
                case "probability":
                    rule = rule with { Probability = Number(0, 1) };
                    break;
                default:
                    throw Unknown("field", field, MatchFields);
            }
        }

        return rule with { Operation = operation ?? throw At("\"match\" has no \"operation\".") };
    }

    private Fault ReadFault()
    {
        Expect(JsonTokenType.StartObject, "an object");
        if (NextField() is not "kind") throw At("\"kind\" must be the first field of \"fault\".");
        var fault = new Fault(Named(FaultNames.AllKinds, "kind"));
        var fields = FaultForm.Of(fault.Kind).Fields;
        while (NextField() is { } field)
        {
            if (!fields.Contains(field)) throw Unknown("field", field, [.. fields, "kind"]);
            fault = field switch
            {
                "status" => fault with { Status = (int)Whole(400, 599) },
                "retryAfterSeconds" => fault with { RetryAfterSeconds = (int)Whole(0, 86_400) },
                "accepted" => fault with { Accepted = Flag() },
                "seconds" => fault with { Seconds = Number(0, 3600) },
                "bytesPerSecond" => fault with { BytesPerSecond = (int)Whole(1, 1 << 30) },
                "part" => fault with { Part = Number(0, 1) },
                "bytes" => fault with { Bytes = Whole(1, 1L << 40) },
                "declared" => fault with { Declared = Flag() },
                _ => fault with { Times = Times() },
            };
        }

        return fault;
    }

    private string? NextField()
    {
        _json.Read();
        return _json.TokenType == JsonTokenType.EndObject ? null : Advance(_json.GetString()!);
    }

    private string Advance(string field)
    {
        _json.Read();
        return field;
    }

    private readonly T Named<T>(IReadOnlyDictionary<string, T> names, string what) =>
        names.TryGetValue(Text(), out var value) ? value : throw Unknown(what, Text(), [.. names.Keys]);

    private readonly string Text()
    {
        Expect(JsonTokenType.String, "a text");
        return _json.GetString()!;
    }

    private readonly bool Flag() => _json.TokenType is JsonTokenType.True or JsonTokenType.False ? _json.GetBoolean() : throw At("expected true or false.");

    private readonly int? Times() =>
        _json.TokenType == JsonTokenType.String && _json.ValueTextEquals("always"u8) ? null : (int)Whole(1, int.MaxValue);

    private readonly long Whole(long low, long high) =>
        _json.TokenType == JsonTokenType.Number && _json.TryGetInt64(out var value) && value >= low && value <= high
            ? value
            : throw At($"expected a whole number from {low} to {high}.");

    private readonly double Number(double low, double high) =>
        _json.TokenType == JsonTokenType.Number && _json.TryGetDouble(out var value) && value >= low && value <= high
            ? value
            : throw At($"expected a number from {low} to {high}.");

    private readonly void Expect(JsonTokenType type, string expected)
    {
        if (_json.TokenType != type) throw At($"expected {expected}.");
    }

    private readonly StartException Unknown(string what, string name, IReadOnlyCollection<string> known)
    {
        var nearest = Suggestion.Nearest(name, known);
        return At($"unknown {what} '{name}'; {(nearest is null ? "one of: " + string.Join(", ", known) : $"did you mean '{nearest}'?")}");
    }

    private readonly StartException At(string problem)
    {
        var line = _bytes[..(int)_json.TokenStartIndex].Count((byte)'\n') + 1;
        return new StartException($"{_name}, line {line}: {problem}");
    }
}
