using System.Text.Json;
using FunctionsPipeline.Simulator.Http;
using FunctionsPipeline.Simulator.Language;

namespace FunctionsPipeline.Simulator.OpenAi;

/// <summary>The field <c>response_format</c>, with the rules that OpenAI holds a strict schema to.</summary>
internal static class OpenAiAnswerForm
{
    private const string Field = "response_format";
    private const int NameCharactersMax = 64;
    private const int DepthMax = 32;

    private static readonly JsonElement AnyObject = JsonElement.Parse("""{"type":"object","properties":{"answer":{"type":"string"}}}""");

    /// <summary>Reads the schema that the answer has to fit; null for text.</summary>
    public static OpenAiProblem? TryRead(JsonElement body, OpenAiAccount account, IReadOnlyList<LanguageMessage> messages, out JsonElement? schema)
    {
        schema = null;
        if (body.Field(Field) is not { } format) return null;
        format.TryText("type", out var type);
        switch (type)
        {
            case "text":
                return null;
            case "json_object":
                schema = AnyObject;
                return messages.Any(message => message.Text.Contains("json", StringComparison.OrdinalIgnoreCase))
                    ? null
                    : new OpenAiProblem(400, "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.") { Field = "messages" };
            case "json_schema":
                return Schema(format, account, out schema);
            default:
                return OpenAiProblem.WrongValue($"{Field}.type", "one of text, json_object, json_schema");
        }
    }

    private static OpenAiProblem? Schema(JsonElement format, OpenAiAccount account, out JsonElement? schema)
    {
        schema = format.Field("json_schema")?.Field("schema");
        if (format.Field("json_schema") is not { ValueKind: JsonValueKind.Object } order) return OpenAiProblem.Missing($"{Field}.json_schema");
        if (schema is not { ValueKind: JsonValueKind.Object } given) return OpenAiProblem.Missing($"{Field}.json_schema.schema");
        if (account.IsOwnServer) return null;

        if (!order.TryText("name", out var name) || name is null) return OpenAiProblem.Missing($"{Field}.json_schema.name");
        if (name.Length is 0 or > NameCharactersMax || !name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-'))
        {
            return OpenAiProblem.WrongValue($"{Field}.json_schema.name", "1 to 64 letters, digits, underscores and hyphens");
        }

        var isStrict = order.Field("strict") is { ValueKind: JsonValueKind.True };
        return isStrict && Fault(given, "()", DepthMax) is { } fault
            ? new OpenAiProblem(400, $"Invalid schema for {Field} '{name}': {fault}") { Field = Field }
            : null;
    }

    // Every object lists all its properties as required and allows no others.
    private static string? Fault(JsonElement schema, string context, int depth)
    {
        if (depth == 0) return $"In context={context}, the schema is nested too deep.";
        if (schema.Field("properties") is { ValueKind: JsonValueKind.Object } properties)
        {
            if (schema.Field("additionalProperties") is not { ValueKind: JsonValueKind.False })
            {
                return $"In context={context}, 'additionalProperties' is required to be supplied and to be false.";
            }

            foreach (var property in properties.EnumerateObject())
            {
                if (!IsRequired(schema, property.Name)) return $"In context={context}, 'required' must include every property. Missing '{property.Name}'.";
                if (Fault(property.Value, $"{context[..^1]}'{property.Name}',)", depth - 1) is { } inner) return inner;
            }
        }

        if (schema.Field("items") is { } items && Fault(items, $"{context[..^1]}'items',)", depth - 1) is { } inItems) return inItems;
        if (schema.Field("anyOf") is not { ValueKind: JsonValueKind.Array } any) return null;
        return any.EnumerateArray().Select(choice => Fault(choice, context, depth - 1)).FirstOrDefault(fault => fault is not null);
    }

    private static bool IsRequired(JsonElement schema, string name) =>
        schema.Field("required") is { ValueKind: JsonValueKind.Array } required
        && required.EnumerateArray().Any(entry => entry.ValueKind == JsonValueKind.String && entry.ValueEquals(name));
}
