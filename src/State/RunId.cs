using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace FunctionsPipeline.State;

/// <summary>Id of a run: <c>20261121-095538-7f3a2c</c>, sortable by time, safe in paths and table keys.</summary>
[JsonConverter(typeof(RunIdJsonConverter))]
public readonly partial record struct RunId
{
    private RunId(string value) => Value = value;

    /// <summary>The id as text.</summary>
    public string Value { get; }

    /// <summary>A new id: UTC seconds and six random hexadecimal digits.</summary>
    public static RunId Create(TimeProvider clock, Random random) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{clock.GetUtcNow():yyyyMMdd-HHmmss}-{random.Next(0x1000000):x6}"));

    /// <summary>Reads an id that came from outside.</summary>
    /// <exception cref="FormatException">The text is not an id; the message shows the form.</exception>
    public static RunId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException($"'{text}' is not a run id; one looks like 20261121-095538-7f3a2c.");

    /// <summary>Reads an id that came from outside.</summary>
    public static bool TryParse(string? text, out RunId id)
    {
        var isValid = text is not null && Form().IsMatch(text);
        id = isValid ? new RunId(text!) : default;
        return isValid;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;

    [GeneratedRegex(@"\A\d{8}-\d{6}-[0-9a-f]{6}\z")]
    private static partial Regex Form();
}

/// <summary>A run id is its text in JSON.</summary>
public sealed class RunIdJsonConverter : JsonConverter<RunId>
{
    /// <inheritdoc/>
    public override RunId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        RunId.TryParse(reader.GetString(), out var id) ? id : throw new JsonException("Not a run id; one looks like 20261121-095538-7f3a2c.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, RunId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
