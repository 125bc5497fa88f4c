using System.Text.Json;
using System.Text.Json.Nodes;

namespace FunctionsPipeline.Providers.Gemini;

/// <summary>
/// The form that an answer must have. Models from 2.5 on take JSON Schema; older ones only know the part of OpenAPI that Google calls
/// <c>responseSchema</c>: types in capitals, <c>nullable</c> in place of a type <c>null</c>, nothing about further properties. Pure.
/// </summary>
internal static class GeminiSchema
{
    private static readonly string[] OlderModels = ["gemini-1.", "gemini-2.0"];

    /// <summary>Puts the schema where the model looks for it.</summary>
    public static void Put(JsonObject config, string model, JsonElement schema)
    {
        config["responseMimeType"] = "application/json";
        if (OlderModels.Any(older => model.StartsWith(older, StringComparison.Ordinal))) config["responseSchema"] = ToOpenApi(schema);
        else config["responseJsonSchema"] = JsonNode.Parse(schema.GetRawText());
    }

    /// <summary>The schema in Google's part of OpenAPI.</summary>
    public static JsonNode? ToOpenApi(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object) return JsonNode.Parse(schema.GetRawText());
        var converted = new JsonObject();
        foreach (var field in schema.EnumerateObject()) Convert(field, converted);

        // Without an order given, older models write the properties sorted by name.
        if (converted["properties"] is JsonObject properties)
        {
            converted["propertyOrdering"] = new JsonArray([.. properties.Select(property => (JsonNode)property.Key)]);
        }

        return converted;
    }

    private static void Convert(JsonProperty field, JsonObject converted)
    {
        switch (field.Name)
        {
            case "type":
                PutType(field.Value, converted);
                break;
            case "properties":
                var properties = new JsonObject();
                foreach (var property in field.Value.EnumerateObject()) properties[property.Name] = ToOpenApi(property.Value);
                converted["properties"] = properties;
                break;
            case "items":
                converted["items"] = ToOpenApi(field.Value);
                break;
            case "anyOf" or "oneOf":
                converted["anyOf"] = new JsonArray([.. field.Value.EnumerateArray().Select(ToOpenApi)]);
                break;
            case "const":
                converted["enum"] = new JsonArray(JsonNode.Parse(field.Value.GetRawText()));
                break;
            case "additionalProperties" or "$schema" or "$id" or "uniqueItems":
                break;
            default:
                converted[field.Name] = JsonNode.Parse(field.Value.GetRawText());
                break;
        }
    }

    private static void PutType(JsonElement type, JsonObject converted)
    {
        var names = type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(name => name.GetString()).ToList() : [type.GetString()];
        if (names.Remove("null")) converted["nullable"] = true;
        if (names.Count > 0) converted["type"] = names[0]?.ToUpperInvariant();
    }
}
