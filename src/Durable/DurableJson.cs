using System.Text.Json;
using System.Text.Json.Serialization;

namespace FunctionsPipeline.Durable;

/// <summary>The one JSON form of payloads: camelCase, enums by name, nulls left out.</summary>
public static class DurableJson
{
    /// <summary>Shared options; read only.</summary>
    public static JsonSerializerOptions Options { get; } = CreateOptions();

    private static JsonSerializerOptions CreateOptions()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
