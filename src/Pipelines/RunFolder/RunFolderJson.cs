using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FunctionsPipeline.Pipelines.RunFolder;

/// <summary>The JSON of a run's files and exports: camelCase, enums by name, nulls left out.</summary>
internal static class RunFolderJson
{
    /// <summary>For a record a line.</summary>
    public static JsonSerializerOptions Lines { get; } = CreateOptions(isIndented: false);

    /// <summary>For a file that people open.</summary>
    public static JsonSerializerOptions Pretty { get; } = CreateOptions(isIndented: true);

    private static JsonSerializerOptions CreateOptions(bool isIndented) => new(JsonSerializerDefaults.Web)
    {
        WriteIndented = isIndented,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };
}
