using System.Text;
using System.Text.Json;

namespace FunctionsPipeline.Durable;

/// <summary>Values to JSON text and back, within the limit that both hosts hold.</summary>
public static class Payload
{
    /// <summary>A value as JSON.</summary>
    /// <param name="value">The value.</param>
    /// <param name="what">What it is, for the message.</param>
    /// <exception cref="PayloadTooLargeException">The text is over <see cref="Limits.PayloadBytesMax"/>.</exception>
    public static string Write<T>(T value, string what) => Within(JsonSerializer.Serialize(value, DurableJson.Options), what);

    /// <inheritdoc cref="Write{T}"/>
    public static string Write(object? value, Type type, string what) =>
        Within(JsonSerializer.Serialize(value, type, DurableJson.Options), what);

    /// <summary>A value from its JSON.</summary>
    public static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, DurableJson.Options)!;

    /// <inheritdoc cref="Read{T}"/>
    public static object? Read(string json, Type type) => JsonSerializer.Deserialize(json, type, DurableJson.Options);

    private static string Within(string json, string what)
    {
        // A UTF-16 unit is at most three bytes: most payloads need no count.
        if (json.Length <= Limits.PayloadBytesMax / 3) return json;
        var sizeBytes = Encoding.UTF8.GetByteCount(json);
        return sizeBytes <= Limits.PayloadBytesMax ? json : throw new PayloadTooLargeException(what, sizeBytes);
    }
}
