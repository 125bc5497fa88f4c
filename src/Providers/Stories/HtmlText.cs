using System.Net;
using System.Text;

namespace FunctionsPipeline.Providers.Stories;

/// <summary>What a person reads of a piece of HTML: no tags, scripts or styles, paragraphs on lines of their own. Pure; linear in the length.</summary>
internal static class HtmlText
{
    private static readonly string[] Lines = ["p", "br", "div", "li", "h1", "h2", "h3", "h4", "tr", "pre", "blockquote"];

    /// <summary>The text, at most <see cref="Limits.StoryCharactersMax"/> characters.</summary>
    public static string Of(string html)
    {
        var text = new StringBuilder(html.Length);
        for (var at = 0; at < html.Length;)
        {
            var end = html[at] == '<' ? html.IndexOf('>', at) : -1;
            if (end < 0)
            {
                text.Append(html[at++]);
                continue;
            }

            var name = NameOf(html.AsSpan(at + 1, end - at - 1));
            at = end + 1;
            if (Lines.Contains(name)) text.Append('\n');
            if (name is "script" or "style")
            {
                var close = html.IndexOf("</" + name, at, StringComparison.OrdinalIgnoreCase);
                at = close < 0 ? html.Length : close;
            }
        }

        var lines = WebUtility.HtmlDecode(text.ToString()).Split('\n')
            .Select(line => string.Join(' ', line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))
            .Where(line => line.Length > 0);
        var clean = string.Join('\n', lines);
        return clean.Length <= Limits.StoryCharactersMax ? clean : clean[..Limits.StoryCharactersMax];
    }

    private static string NameOf(ReadOnlySpan<char> tag)
    {
        var name = tag.TrimStart('/');
        var length = name.IndexOfAny(" \t\r\n/");
        return (length < 0 ? name : name[..length]).ToString().ToLowerInvariant();
    }
}
