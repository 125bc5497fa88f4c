using System.Globalization;
using System.Runtime.CompilerServices;
using CsvHelper;
using CsvHelper.Configuration;

namespace FunctionsPipeline.Pipelines.Input;

/// <summary>What the columns of a CSV file may be.</summary>
/// <param name="Fields">A column each.</param>
/// <param name="OneOf">Of these columns at least one must be there.</param>
/// <param name="Lists">Columns whose cells hold names divided by blanks.</param>
internal sealed record CsvColumns(IReadOnlyList<InputField> Fields, IReadOnlyList<InputField> OneOf, IReadOnlyList<InputField> Lists);

/// <summary>Comma-separated rows under a header.</summary>
internal static class CsvEntries
{
    public static async IAsyncEnumerable<DocumentNode> ReadAsync(
        CheckedUtf8Stream bytes, CsvColumns columns, InputProblems problems, [EnumeratorCancellation] CancellationToken cancellationToken = default)
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
        CheckHeader(header, columns, parser.RawRow, problems);
        while (await NextAsync(parser, problems, cancellationToken))
        {
            if (Row(header, columns, parser, problems) is { } row) yield return row;
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

    private static void CheckHeader(string[] header, CsvColumns columns, int line, InputProblems problems)
    {
        // The fields themselves are checked with every row; this says it once and stops where no row can be right.
        if (columns.OneOf.Any(field => header.Contains(field.Name))) return;
        throw problems.Fatal(
            line,
            null,
            $"the header has no column {string.Join(" or ", columns.OneOf.Select(field => $"'{field.Name}'"))}",
            "the columns " + DocumentNode.Shorten(string.Join(", ", header)),
            string.Join(", ", columns.Fields.Select(field => field.Name)));
    }

    private static DocumentNode? Row(string[] header, CsvColumns columns, CsvParser parser, InputProblems problems)
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
        for (var i = 0; i < cells.Length; i++) members.Add(new DocumentMember(header[i], line, 1, Cell(header[i], columns, cells[i], line)));
        return new DocumentNode(DocumentKind.Map, "", line, 1) { Members = members };
    }

    private static DocumentNode Cell(string name, CsvColumns columns, string value, int line)
    {
        if (value.Length == 0) return new DocumentNode(DocumentKind.Nothing, "", line, 1);
        if (!columns.Lists.Any(field => field.Name == name)) return new DocumentNode(DocumentKind.Text, value, line, 1);

        var entries = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new DocumentNode(DocumentKind.List, "", line, 1)
        {
            Items = [.. entries.Select(entry => new DocumentNode(DocumentKind.Text, entry, line, 1))],
        };
    }

    /// <summary>A row with line ends in quotes is counted by its last line.</summary>
    private static int FirstLine(CsvParser parser) => parser.RawRow - parser.RawRecord.AsSpan().TrimEnd("\r\n").Count('\n');
}
