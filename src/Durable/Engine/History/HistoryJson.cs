using System.Text.Json;
using System.Text.Json.Serialization;

namespace FunctionsPipeline.Durable.Engine;

/// <summary>The history of one execution with the names that a replay needs. What a frozen history file holds.</summary>
public sealed record InstanceHistory(string InstanceId, string Name, string? ParentInstanceId, IReadOnlyList<HistoryEvent> Events);

/// <summary>Histories as JSON, for people and for files that tests replay for ever.</summary>
public static class HistoryJson
{
    private static readonly JsonSerializerOptions s_options = new(DurableJson.Options) { WriteIndented = true };

    /// <summary>Writes a history.</summary>
    public static string Write(InstanceHistory history) => JsonSerializer.Serialize(history, s_options);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="JsonException">The text is no history.</exception>
    public static InstanceHistory Read(string json) =>
        JsonSerializer.Deserialize<InstanceHistory>(json, s_options) ?? throw new JsonException("A history cannot be null.");
}

/// <summary>Shows a payload, which is JSON text, as the JSON it is instead of as a quoted string.</summary>
internal sealed class RawJsonConverter : JsonConverter<string>
{
    public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return JsonSerializer.Serialize(document.RootElement);
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options)
    {
        using var document = JsonDocument.Parse(value);
        document.RootElement.WriteTo(writer);
    }
}
