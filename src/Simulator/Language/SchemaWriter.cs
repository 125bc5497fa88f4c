using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsPipeline.Simulator.Http;

namespace FunctionsPipeline.Simulator.Language;

/// <summary>Makes up answers: sentences, or JSON of the form that was asked for. The same chance gives the same answer.</summary>
internal static class SchemaWriter
{
    private const int DepthMax = 12;
    private const int ItemsMax = 3;

    private static readonly string[] Subjects = ["The camera", "A quiet street", "The old lighthouse", "A red balloon", "The crowd", "Morning light"];
    private static readonly string[] Verbs = ["follows", "reveals", "drifts past", "remembers", "circles", "waits for"];
    private static readonly string[] Objects = ["the last train", "an open window", "a forgotten letter", "the rising tide", "two strangers", "a paper boat"];

    /// <summary>One to five sentences.</summary>
    public static string Sentences(Draw draw)
    {
        var text = new StringBuilder();
        var count = 1 + draw.For("count").Index(5);
        for (var index = 0; index < count; index++)
        {
            if (index > 0) text.Append(' ');
            text.Append(Sentence(draw.For(index)));
        }

        return text.ToString();
    }

    /// <summary>JSON that fits a schema. Knows types, properties, items, enum, const, anyOf, minimum, maximum and minItems.</summary>
    public static string Json(JsonElement schema, Draw draw) => Node(schema, draw, DepthMax)?.ToJsonString() ?? "null";

    private static string Sentence(Draw draw) =>
        $"{Pick(Subjects, draw.For("subject"))} {Pick(Verbs, draw.For("verb"))} {Pick(Objects, draw.For("object"))}.";

    private static JsonNode? Node(JsonElement schema, Draw draw, int depth)
    {
        if (depth == 0) return null;
        if (schema.Field("const") is { } constant) return JsonNode.Parse(constant.GetRawText());
        if (schema.Field("enum") is { ValueKind: JsonValueKind.Array } choices)
        {
            return JsonNode.Parse(choices[draw.Index(choices.GetArrayLength())].GetRawText());
        }

        if (schema.Field("anyOf") is { ValueKind: JsonValueKind.Array } any) return Node(any[0], draw, depth - 1);
        return TypeOf(schema) switch
        {
            "object" => Object(schema, draw, depth),
            "array" => Array(schema, draw, depth),
            "string" => Sentence(draw),
            "integer" => (long)Math.Round(Number(schema, draw)),
            "number" => Math.Round(Number(schema, draw), 3),
            "boolean" => draw.Happens(0.5),
            _ => null,
        };
    }

    private static JsonObject Object(JsonElement schema, Draw draw, int depth)
    {
        var node = new JsonObject();
        if (schema.Field("properties") is not { ValueKind: JsonValueKind.Object } properties) return node;
        foreach (var property in properties.EnumerateObject()) node[property.Name] = Node(property.Value, draw.For(property.Name), depth - 1);
        return node;
    }

    private static JsonArray Array(JsonElement schema, Draw draw, int depth)
    {
        var node = new JsonArray();
        if (schema.Field("items") is not { } items) return node;
        var least = schema.Field("minItems") is { ValueKind: JsonValueKind.Number } min && min.TryGetInt32(out var count) ? count : 1;
        var most = schema.Field("maxItems") is { ValueKind: JsonValueKind.Number } max && max.TryGetInt32(out count) ? count : Math.Max(least, ItemsMax);
        var length = Math.Min(most, least + draw.For("length").Index(ItemsMax));
        for (var index = 0; index < length; index++) node.Add(Node(items, draw.For(index), depth - 1));
        return node;
    }

    private static double Number(JsonElement schema, Draw draw)
    {
        var low = schema.Field("minimum") is { ValueKind: JsonValueKind.Number } min ? min.GetDouble() : 0;
        var high = schema.Field("maximum") is { ValueKind: JsonValueKind.Number } max ? max.GetDouble() : low + 10;
        return low + (draw.Share * (high - low));
    }

    // A type may be a list such as ["string", "null"].
    private static string? TypeOf(JsonElement schema) => schema.Field("type") switch
    {
        { ValueKind: JsonValueKind.String } type => type.GetString(),
        { ValueKind: JsonValueKind.Array } types when types.GetArrayLength() > 0 => types[0].GetString(),
        _ => schema.Field("properties") is null ? null : "object",
    };

    private static string Pick(string[] words, Draw draw) => words[draw.Index(words.Length)];
}
