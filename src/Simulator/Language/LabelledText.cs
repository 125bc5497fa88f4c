using System.Text.Json;
using System.Text.RegularExpressions;

namespace FunctionsPipeline.Simulator.Language;

/// <summary>Finds in a message the part that it is about: what stands behind a label, in a tag or in quotation marks.</summary>
internal static partial class LabelledText
{
    private static readonly string[] PostLabels = ["post", "tweet", "comment", "message", "text", "caption"];
    private static readonly string[] PromptLabels = ["prompt", "brief"];

    /// <summary>The prompt of a picture that a request speaks of; null when none can be told.</summary>
    public static string? Prompt(string text) => Find(text, PromptLabels);

    /// <summary>The post that a request speaks of; the whole text when none can be told.</summary>
    public static string Post(string text) => Find(text, PostLabels) ?? text;

    private static string? Find(string text, IReadOnlyList<string> labels)
    {
        foreach (var label in labels)
        {
            if ((InTag(text, label) ?? InField(text, label) ?? BehindLabel(text, label)) is { } found) return found;
        }

        // The longest quotation, when there is one that is more than a word.
        return Quotation().Matches(text).Select(match => match.Groups["text"].Value.Trim()).Where(quote => quote.Contains(' ')).MaxBy(quote => quote.Length);
    }

    private static string? InTag(string text, string label)
    {
        var open = text.LastIndexOf($"<{label}>", StringComparison.OrdinalIgnoreCase);
        if (open < 0) return null;
        var start = open + label.Length + 2;
        var close = text.IndexOf($"</{label}>", start, StringComparison.OrdinalIgnoreCase);
        return close < 0 ? null : Clean(text[start..close]);
    }

    // A field of a JSON object within the text, also with a longer name that ends with the label.
    private static string? InField(string text, string label)
    {
        var match = JsonField().Matches(text).LastOrDefault(match => IsLabel(match.Groups["name"].Value, label));
        if (match is null) return null;
        try
        {
            using var document = JsonDocument.Parse($"\"{match.Groups["text"].Value}\"");
            return Clean(document.RootElement.GetString()!);
        }
        catch (JsonException)
        {
            // Looks like a field and is none.
            return null;
        }
    }

    // "Prompt: ..." to the end of the line; of the next line when there is nothing on it.
    private static string? BehindLabel(string text, string label)
    {
        var match = Label().Matches(text).LastOrDefault(match => IsLabel(match.Groups["label"].Value, label));
        return match is null ? null : Clean(match.Groups["text"].Value);
    }

    // "Current prompt", "image_prompt" and "currentPrompt", but not "context" for "text".
    private static bool IsLabel(string name, string label)
    {
        if (!name.EndsWith(label, StringComparison.OrdinalIgnoreCase)) return false;
        var before = name.Length - label.Length;
        return before == 0 || !char.IsLetter(name[before - 1]) || char.IsUpper(name[before]);
    }

    private static string? Clean(string text)
    {
        var clean = text.Trim().Trim('"', '\u201c', '\u201d', '`').Trim();
        return clean.Length == 0 ? null : clean;
    }

    [GeneratedRegex(""" "(?<name>[A-Za-z_\ ]{2,40})"\s*:\s*"(?<text>(?:[^"\\]|\\.)*)" """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex JsonField();

    [GeneratedRegex(@"(?m)^[#*\s]*(?<label>[A-Za-z][A-Za-z ()]{0,40}?)[*\s]*:[*\s]*(?<text>[^\r\n]+)")]
    private static partial Regex Label();

    [GeneratedRegex("[\"\u201c](?<text>[^\"\u201c\u201d\\r\\n]{3,4000})[\"\u201d]")]
    private static partial Regex Quotation();
}
