using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using CsvHelper;
using FunctionsPipeline.Pipelines.RunFolder;
using FunctionsPipeline.State;

namespace FunctionsPipeline.Pipelines.Comments.Reporting;

/// <summary>A suggestion for a person to use or not: a line of <c>suggestions.jsonl</c>, a row of <c>suggestions.csv</c>.</summary>
public sealed record SuggestionLine(string Id, string? Author, string? Url, string Post, double? GateScore, int Number, string Suggestion, double Score, SuggestionState State);

/// <summary>The suggestions that were kept, in the forms that people work with. The items are read once and never gathered.</summary>
internal static class SuggestionExports
{
    /// <summary>The kept suggestions, in the order of the plan.</summary>
    public static async IAsyncEnumerable<SuggestionLine> LinesAsync(IAsyncEnumerable<CommentLine> items, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var item in items.WithCancellation(cancellationToken))
        {
            foreach (var suggestion in item.Suggestions.Where(suggestion => suggestion.IsKept))
            {
                yield return new SuggestionLine(item.Id, item.Author, item.Url, item.Text, item.GateScore, suggestion.Number, suggestion.Text, suggestion.Score, suggestion.State);
            }
        }
    }

    /// <summary>Comma-separated, with a header. A cell that a spreadsheet would take for a formula begins with an apostrophe.</summary>
    public static async Task WriteCsvAsync(IAsyncEnumerable<CommentLine> items, Stream destination, CancellationToken cancellationToken)
    {
        await using var text = new StreamWriter(destination, leaveOpen: true) { NewLine = "\n" };
        await using var csv = new CsvWriter(text, CultureInfo.InvariantCulture);
        foreach (var name in new[] { "id", "author", "url", "post", "gateScore", "number", "suggestion", "score", "state" }) csv.WriteField(name);
        await csv.NextRecordAsync();
        await foreach (var line in LinesAsync(items, cancellationToken))
        {
            foreach (var cell in new[] { line.Id, line.Author, line.Url, line.Post }) csv.WriteField(Plain(cell));
            csv.WriteField(line.GateScore);
            csv.WriteField(line.Number);
            csv.WriteField(Plain(line.Suggestion));
            csv.WriteField(line.Score);
            csv.WriteField(line.State == SuggestionState.Kept ? "kept" : "kept-low");
            await csv.NextRecordAsync();
        }
    }

    /// <summary>For reading, with a box to tick for each suggestion.</summary>
    public static async Task WriteMarkdownAsync(RunSummary summary, IAsyncEnumerable<CommentLine> items, Stream destination, CancellationToken cancellationToken)
    {
        await using var text = new StreamWriter(destination, leaveOpen: true) { NewLine = "\n" };
        await text.WriteLineAsync($"# Suggested replies of run {summary.RunId}\n");
        await text.WriteLineAsync($"Cost {UsdTicks.Format(summary.Cost.SpentTicks)}. Drafted by a language model: read, change, and post them yourself, or not at all.\n");
        await foreach (var item in items.WithCancellation(cancellationToken))
        {
            var kept = item.Suggestions.Where(suggestion => suggestion.IsKept).ToList();
            if (kept.Count == 0) continue;
            await text.WriteLineAsync($"## {Line(item.Author ?? item.Id)}\n\n> {Line(item.Text)}\n");
            if (item.Url is { } url) await text.WriteLineAsync(Link(url) + "\n");
            foreach (var suggestion in kept) await text.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"- [ ] {Line(suggestion.Text)} *({suggestion.Score:0.00})*"));
            await text.WriteLineAsync();
        }
    }

    // The wide forms are formulas to spreadsheets of East Asia.
    private static string? Plain(string? cell) =>
        cell is { Length: > 0 } && cell[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '＝' or '＋' or '－' or '＠' ? "'" + cell : cell;

    /// <summary>A link to a page; anything else is only text. Inside a link nothing can be escaped by a backslash, so it is percent-encoded.</summary>
    private static string Link(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? $"<{address.AbsoluteUri}>" : Line(url);

    /// <summary>One line of text in which nothing is markup.</summary>
    private static string Line(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (character is '\r' or '\n' or '\t') line.Append(' ');
            else if (character is '\\' or '`' or '*' or '_' or '[' or ']' or '<' or '>' or '#' or '|' or '!') line.Append('\\').Append(character);
            else line.Append(character);
        }

        return line.ToString();
    }
}
