using System.Text.Json;
using System.Text.Json.Nodes;

namespace FunctionsPipeline.Pipelines.Input;

/// <summary>
/// The JSON schema of a specification, for completion and checks in editors. Made from the fields that the reader goes by.
/// </summary>
internal static class InputSchema
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n" };

    /// <summary>The schema of a file of fields.</summary>
    /// <param name="title">What the file describes.</param>
    /// <param name="fields">Every field it may have.</param>
    /// <param name="required">Those that it must have.</param>
    public static string Document(string title, IReadOnlyList<InputField> fields, params InputField[] required)
    {
        var schema = Object(fields);
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", title);
        schema["required"] = new JsonArray([.. required.Select(field => (JsonNode)field.Name)]);
        return schema.ToJsonString(Indented) + "\n";
    }

    public static JsonObject Object(IReadOnlyList<InputField> fields)
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
