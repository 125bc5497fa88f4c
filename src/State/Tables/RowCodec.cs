using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace FunctionsPipeline.State.Tables;

/// <summary>
/// Properties of a row as one JSON object, readable with any SQLite tool. The first letter of a name is the type of the value:
/// s string, b bool, i int, l long, d double, t time, x bytes.
/// </summary>
internal static class RowCodec
{
    private const string TimeForm = "yyyy-MM-ddTHH:mm:ss.fffffffZ";

    public static byte[] Encode(IReadOnlyDictionary<string, object> properties)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true }))
        {
            json.WriteStartObject();
            foreach (var (name, value) in properties) Write(json, name, value);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    public static IReadOnlyDictionary<string, object> Decode(ReadOnlySpan<byte> encoded)
    {
        var properties = new Dictionary<string, object>(StringComparer.Ordinal);
        var json = new Utf8JsonReader(encoded);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.GetString()!;
            json.Read();
            properties[name[1..]] = Value(name[0], ref json);
        }

        return properties;
    }

    private static void Write(Utf8JsonWriter json, string name, object value)
    {
        switch (value)
        {
            case string text: json.WriteString("s" + name, text); break;
            case bool flag: json.WriteBoolean("b" + name, flag); break;
            case int number: json.WriteNumber("i" + name, number); break;
            case long number: json.WriteNumber("l" + name, number); break;
            case double number: json.WriteNumber("d" + name, number); break;
            case DateTimeOffset time: json.WriteString("t" + name, time.UtcDateTime.ToString(TimeForm, CultureInfo.InvariantCulture)); break;
            case byte[] bytes: json.WriteBase64String("x" + name, bytes); break;
            default: throw new ArgumentException($"'{name}' is of type {value.GetType().Name}, which the store cannot hold.");
        }
    }

    private static object Value(char type, ref Utf8JsonReader json) => type switch
    {
        's' => json.GetString()!,
        'b' => json.GetBoolean(),
        'i' => json.GetInt32(),
        'l' => json.GetInt64(),
        'd' => json.GetDouble(),
        't' => json.GetDateTimeOffset(),
        'x' => json.GetBytesFromBase64(),
        _ => throw new InvalidDataException($"A stored property has the unknown type '{type}'."),
    };
}
