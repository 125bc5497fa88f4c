using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsPipeline.Simulator.Http;

namespace FunctionsPipeline.Simulator.Language;

/// <summary>
/// Writes JSON of the form that was asked for. Knows types (also in capitals and in lists), properties, items, enum, const, anyOf, oneOf, $ref,
/// minimum, maximum, minItems, maxItems and maxLength. What it fills in comes from <see cref="AnswerMaterial"/>. For one answer.
/// </summary>
internal sealed class SchemaWriter(JsonElement root, AnswerMaterial material)
{
    private const int DepthMax = 12;
    private const int ItemsMax = 3;
    private const int LettersMin = 4;

    /// <summary>JSON that fits the schema.</summary>
    public string Json(Draw draw) => Node(root, new AnswerPlace("", draw, 0)) is { } node ? node.ToJsonString() : "null";

    private JsonNode? Node(JsonElement schema, AnswerPlace place)
    {
        if (place.Depth == DepthMax) return null;
        if (schema.Field("$ref") is { ValueKind: JsonValueKind.String } reference) return Node(Referenced(reference.GetString()!), place.Deeper());
        if (schema.Field("const") is { } constant) return JsonNode.Parse(constant.GetRawText());
        if (schema.Field("enum") is { ValueKind: JsonValueKind.Array } choices && choices.GetArrayLength() > 0) return Choice(choices, place);
        if (AnyOf(schema) is { } one) return Node(one, place.Deeper());
        return TypeOf(schema) switch
        {
            "object" => Object(schema, place),
            "array" => Array(schema, place),
            "string" => Text(schema, place),
            "integer" => (long)Math.Round(Number(schema, place, isWhole: true)),
            "number" => Math.Round(Number(schema, place, isWhole: false), 3),
            "boolean" => material.Flag(place),
            _ => null,
        };
    }

    private JsonObject Object(JsonElement schema, AnswerPlace place)
    {
        var node = new JsonObject();
        if (schema.Field("properties") is not { ValueKind: JsonValueKind.Object } properties) return node;
        foreach (var property in properties.EnumerateObject()) node[property.Name] = Node(property.Value, place.Under(property.Name));
        return node;
    }

    // Items that carry a name or an id are one each of what the request lists; others are as many as chance wants.
    private JsonArray Array(JsonElement schema, AnswerPlace place)
    {
        var node = new JsonArray();
        if (schema.Field("items") is not { } items) return node;
        items = Resolved(items);
        var most = Whole(schema, "maxItems") ?? int.MaxValue;
        var listed = material.ItemsOf(place, new ItemForm(NamesIn(items), PropertiesOf(items), Names(items)));
        var least = Whole(schema, "minItems") ?? (listed is null ? 1 : 0);
        var wanted = listed?.Count ?? material.CountAsked(place) ?? (most <= ItemsMax ? most : least + place.Draw.For("length").Index(ItemsMax));
        var length = Math.Min(most, Math.Max(wanted, least));
        for (var index = 0; index < length; index++)
        {
            node.Add(Node(items, place.At(index, listed is not null && index < listed.Count ? listed[index] : null)));
        }

        return node;
    }

    // The names that an item may have: the enum of its name property, or nothing when the name is free; null when it has no such property.
    private IReadOnlyList<string>? NamesIn(JsonElement items)
    {
        if (PropertiesOf(items).FirstOrDefault(AnswerMaterial.IsName) is not { } name) return null;
        return Names(Resolved(items.GetProperty("properties").GetProperty(name))) ?? [];
    }

    private static IReadOnlyList<string> PropertiesOf(JsonElement items) => items.Field("properties") is { ValueKind: JsonValueKind.Object } properties
        ? [.. properties.EnumerateObject().Select(property => property.Name)]
        : [];

    private static IReadOnlyList<string>? Names(JsonElement schema) =>
        schema.Field("enum") is { ValueKind: JsonValueKind.Array } names ? [.. names.EnumerateArray().Select(name => name.ToString())] : null;

    private JsonNode? Choice(JsonElement choices, AnswerPlace place)
    {
        var texts = choices.EnumerateArray().Select(choice => choice.ToString()).ToList();
        return JsonNode.Parse(choices[material.Choice(texts, place)].GetRawText());
    }

    private string Text(JsonElement schema, AnswerPlace place)
    {
        var text = material.Text(place);
        if (Whole(schema, "minLength") is { } least && text.Length < least) text = text.PadRight(least, '.');
        return Whole(schema, "maxLength") is { } most && text.Length > most ? Shortened(text, most) : text;
    }

    // Between words where that leaves something.
    private static string Shortened(string text, int most)
    {
        var cut = text.LastIndexOf(' ', Math.Max(0, most - 1));
        return cut >= LettersMin ? text[..cut].TrimEnd(',', ';') : text[..most];
    }

    private double Number(JsonElement schema, AnswerPlace place, bool isWhole)
    {
        var low = Value(schema, "minimum");
        var high = Value(schema, "maximum");
        if (low is null && high is null && NumberRange.In(Description(schema)) is { } range) (low, high) = (range.Low, range.High);
        if (material.Score(place) is { } score)
        {
            var from = low ?? 0;
            return from + (score * ((high ?? from + (isWhole ? 10 : 1)) - from));
        }

        if (material.Position(place) is { } position && position >= (low ?? position) && position <= (high ?? position)) return position;
        var least = low ?? Math.Min(0, high ?? 0);
        return least + (place.Draw.Share * ((high ?? least + 10) - least));
    }

    private static string Description(JsonElement schema) => schema.Field("description") is { ValueKind: JsonValueKind.String } text ? text.GetString()! : "";

    private static JsonElement? AnyOf(JsonElement schema)
    {
        var any = schema.Field("anyOf") ?? schema.Field("oneOf");
        if (any is not { ValueKind: JsonValueKind.Array } choices || choices.GetArrayLength() == 0) return null;
        return choices.EnumerateArray().FirstOrDefault(choice => TypeOf(choice) != "null", choices[0]);
    }

    // References within the schema only.
    private JsonElement Referenced(string reference)
    {
        var element = root;
        foreach (var step in reference.TrimStart('#').Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (element.Field(step) is not { } inner) return default;
            element = inner;
        }

        return element;
    }

    private JsonElement Resolved(JsonElement schema)
    {
        for (var step = 0; step < DepthMax && schema.Field("$ref") is { ValueKind: JsonValueKind.String } reference; step++)
        {
            schema = Referenced(reference.GetString()!);
        }

        return schema;
    }

    private static double? Value(JsonElement schema, string name) =>
        schema.Field(name) is { ValueKind: JsonValueKind.Number } value ? value.GetDouble() : null;

    // One provider writes whole numbers as text.
    private static int? Whole(JsonElement schema, string name) =>
        schema.Field(name) is { } value && int.TryParse(value.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var whole) ? whole : null;

    // A type may be a list such as ["string", "null"].
    private static string? TypeOf(JsonElement schema) => schema.Field("type") switch
    {
        { ValueKind: JsonValueKind.String } type => type.GetString()!.ToLowerInvariant(),
        { ValueKind: JsonValueKind.Array } types when types.GetArrayLength() > 0 => types[0].ToString().ToLowerInvariant(),
        _ => schema.Field("properties") is not null ? "object" : schema.Field("items") is not null ? "array" : null,
    };
}
