using System.Text.Json;
using System.Text.Json.Nodes;

namespace FunctionsPipeline.Pipelines.VideoBatch.Input;

/// <summary>
/// The JSON schema of a specification, for completion and checks in editors. Made from the fields that the reader goes by.
/// </summary>
public static class InputSchema
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n" };

    /// <summary>The text of <c>docs/schemas/video-batch.schema.json</c>.</summary>
    public static string VideoBatch()
    {
        var schema = Object(VideoBatchFields.All);
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", "FunctionsPipeline video batch");
        schema["required"] = new JsonArray(VideoBatchFields.Pipeline.Name, VideoBatchFields.Prompts.Name);
        return schema.ToJsonString(Indented) + "\n";
    }

    internal static JsonObject Object(IReadOnlyList<InputField> fields)
    {
        var properties = new JsonObject();
        foreach (var field in fields)
        {
            var schema = field.Schema;
            schema.Insert(0, "description", field.Description);
            properties[field.Name] = schema;
        }

        return new JsonObject { ["type"] = "object", ["additionalProperties"] = false, ["properties"] = properties };
    }
}
