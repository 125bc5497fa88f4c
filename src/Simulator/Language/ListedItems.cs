using System.Text.Json;
using System.Text.RegularExpressions;
using FunctionsPipeline.Simulator.Http;

namespace FunctionsPipeline.Simulator.Language;

/// <summary>One of the things that a request lists.</summary>
/// <param name="Key">Its number, id or name.</param>
/// <param name="Text">What stands there.</param>
internal sealed record ListedItem(string Key, string Text);

/// <summary>Finds lists in a request: numbered lines, bullets, or JSON.</summary>
internal static partial class ListedItems
{
    private const int ItemsMax = 200;

    private static readonly string[] Keys = ["id", "name", "check", "key", "index", "number"];
    private static readonly string[] Texts = ["text", "content", "post", "comment", "suggestion", "reply", "description", "question", "title"];

    /// <summary>The items of the last list; empty when there is none.</summary>
    public static IReadOnlyList<ListedItem> Of(string text)
    {
        var json = InJson(text);
        return json.Count > 0 ? json : InLines(text);
    }

    private static List<ListedItem> InJson(string text)
    {
        var (start, end) = (text.IndexOf('['), text.LastIndexOf(']'));
        if (start < 0 || end < start) return [];
        try
        {
            using var document = JsonDocument.Parse(text.AsMemory(start, end - start + 1));
            return [.. document.RootElement.EnumerateArray().Take(ItemsMax).Select(ItemOf)];
        }
        catch (JsonException)
        {
            // Brackets of a text; no list.
            return [];
        }
    }

    private static ListedItem ItemOf(JsonElement element, int index)
    {
        var position = (index + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (element.ValueKind != JsonValueKind.Object)
        {
            var value = element.ToString();
            return value.Contains(' ') ? new ListedItem(position, value) : new ListedItem(value, value);
        }

        return new ListedItem(FirstOf(element, Keys) ?? position, FirstOf(element, Texts) ?? element.GetRawText());
    }

    private static string? FirstOf(JsonElement element, string[] names) =>
        names.Select(name => element.Field(name)?.ToString()).FirstOrDefault(value => !string.IsNullOrEmpty(value));

    private static List<ListedItem> InLines(string text)
    {
        var items = new List<ListedItem>();
        foreach (Match match in Line().Matches(text))
        {
            if (items.Count == ItemsMax) break;
            var content = match.Groups["text"].Value.Trim();
            var named = Named().Match(content);
            var mark = match.Groups["key"];
            items.Add(mark.Success
                ? new ListedItem(mark.Value, content)
                : new ListedItem(named.Success ? named.Groups["name"].Value : content, content));
        }

        return items;
    }

    [GeneratedRegex(@"(?m)^\s*(?:[-*\u2022]|\[(?<key>[\w.-]+)\]:?|(?<key>\d{1,4})[.):])\s+(?<text>[^\r\n]+)")]
    private static partial Regex Line();

    [GeneratedRegex(@"^[`*""']*(?<name>[\w ./-]{1,60}?)[`*""']*\s*(?:\(|:|\s[-\u2013\u2014]\s)")]
    private static partial Regex Named();
}
