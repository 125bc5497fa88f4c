using System.Globalization;
using System.Runtime.CompilerServices;
using CsvHelper;
using CsvHelper.Configuration;

namespace FunctionsPipeline.Pipelines.VideoBatch.Input;

/// <summary>Prompts in comma-separated rows under a header. <c>expects</c> holds names divided by blanks.</summary>
internal static class CsvPrompts
{
    public static async IAsyncEnumerable<DocumentNode> ReadAsync(
        CheckedUtf8Stream bytes, InputProblems problems, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var text = new StreamReader(bytes, leaveOpen: true);
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            TrimOptions = TrimOptions.Trim,
            MaxFieldSize = InputLimits.EntryBytesMax,
            BadDataFound = null,
            IgnoreBlankLines = true,
        };
        using var parser = new CsvParser(text, configuration);
        if (!await NextAsync(parser, problems, cancellationToken)) yield break;

        var header = parser.Record!;
        CheckHeader(header, parser.RawRow, problems);
        while (await NextAsync(parser, problems, cancellationToken))
        {
            if (Row(header, parser, problems) is { } row) yield return row;
        }
    }

    private static async Task<bool> NextAsync(CsvParser parser, InputProblems problems, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return await parser.ReadAsync();
        }
        catch (MaxFieldSizeException)
        {
            throw problems.Fatal(
                FirstLine(parser),
                null,
                "a field is too long, or a quote is not closed",
                null,
                $"at most {InputLimits.EntryBytesMax:N0} characters in a field");
        }
    }

    private static void CheckHeader(string[] header, int line, InputProblems problems)
    {
        // The fields themselves are checked with every row; this says it once and stops where no row can be right.
        if (header.Contains(PromptFields.Text.Name) || header.Contains(PromptFields.Prompt.Name)) return;
        throw problems.Fatal(
            line,
            null,
            "the header has no column 'prompt' or 'text'",
            "the columns " + DocumentNode.Shorten(string.Join(", ", header)),
            string.Join(", ", PromptFields.All.Select(field => field.Name)));
    }

    private static DocumentNode? Row(string[] header, CsvParser parser, InputProblems problems)
    {
        var line = FirstLine(parser);
        var cells = parser.Record!;
        if (cells.Length != header.Length)
        {
            problems.Add(
                line,
                null,
                null,
                "the row does not fit the header",
                $"{cells.Length} cells",
                $"{header.Length}; a comma inside a cell needs quotes around the cell");
            return null;
        }

        var members = new List<DocumentMember>(cells.Length);
        for (var i = 0; i < cells.Length; i++) members.Add(new DocumentMember(header[i], line, 1, Cell(header[i], cells[i], line)));
        return new DocumentNode(DocumentKind.Map, "", line, 1) { Members = members };
    }

    private static DocumentNode Cell(string name, string value, int line)
    {
        if (value.Length == 0) return new DocumentNode(DocumentKind.Nothing, "", line, 1);
        if (name != PromptFields.Expects.Name) return new DocumentNode(DocumentKind.Text, value, line, 1);

        var entries = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new DocumentNode(DocumentKind.List, "", line, 1)
        {
            Items = [.. entries.Select(entry => new DocumentNode(DocumentKind.Text, entry, line, 1))],
        };
    }

    /// <summary>A row with line ends in quotes is counted by its last line.</summary>
    private static int FirstLine(CsvParser parser) => parser.RawRow - parser.RawRecord.AsSpan().TrimEnd("\r\n").Count('\n');
}
