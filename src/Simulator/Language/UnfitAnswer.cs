using System.Text.Json;
using System.Text.Json.Nodes;

namespace FunctionsPipeline.Simulator.Language;

/// <summary>
/// Makes of an answer one of the same form that cannot be used: a list that is too short, a name that nobody has, a text that is empty.
/// The same answer and chance give the same one.
/// </summary>
internal static class UnfitAnswer
{
    private const string Stranger = "nobody-knows-whom";

    /// <summary>The answer spoilt; as it was when it is no JSON object, or has nothing that can be spoilt.</summary>
    public static string Of(string text, Draw draw)
    {
        JsonNode? root;
        try
        {
            root = JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return text;
        }

        if (root is not JsonObject answer) return text;
        var lists = answer.Select(property => property.Value).OfType<JsonArray>().Where(list => list.Count > 0 && list[0] is JsonObject).ToList();
        if (lists.Count == 0) return WithoutText(answer);
        var list = lists[draw.Index(lists.Count)];
        var item = (JsonObject)list[draw.For("item").Index(list.Count)]!;
        var name = item.Select(property => property.Key).FirstOrDefault(key => key.EndsWith("_id", StringComparison.Ordinal));
        switch (draw.For("way").Index(3))
        {
            case 0 when name is not null:
                item[name] = Stranger;
                break;
            case 1:
                WithoutText(item);
                break;
            default:
                // One item is below every least number that a list of more has.
                while (list.Count > 1) list.RemoveAt(list.Count - 1);
                if (list[0] is JsonObject left) WithoutText(left);
                break;
        }

        return answer.ToJsonString();
    }

    private static string WithoutText(JsonObject item)
    {
        var text = item.LastOrDefault(property => property.Value?.GetValueKind() == JsonValueKind.String).Key;
        if (text is not null) item[text] = "";
        return item.ToJsonString();
    }
}
