using System.Text.Json;
using System.Text.Json.Nodes;

namespace FunctionsPipeline.Simulator.Gemini;

/// <summary>Reads a schema in Google's part of OpenAPI, which writes types in capitals, as JSON Schema.</summary>
internal static class GeminiAnswerSchema
{
    /// <summary>The schema with its types in small letters; one that has them is left as it is.</summary>
    public static JsonElement Plain(JsonElement schema)
    {
        using var document = JsonDocument.Parse(Converted(schema)?.ToJsonString() ?? "{}");
        return document.RootElement.Clone();
    }

    private static JsonNode? Converted(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var converted = new JsonObject();
                foreach (var field in element.EnumerateObject())
                {
                    converted[field.Name] = field is { Name: "type", Value.ValueKind: JsonValueKind.String }
                        ? field.Value.GetString()!.ToLowerInvariant()
                        : Converted(field.Value);
                }

                return converted;
            case JsonValueKind.Array:
                var list = new JsonArray();
                foreach (var item in element.EnumerateArray()) list.Add(Converted(item));
                return list;
            default:
                return JsonNode.Parse(element.GetRawText());
        }
    }
}
