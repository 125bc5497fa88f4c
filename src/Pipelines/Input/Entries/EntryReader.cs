namespace FunctionsPipeline.Pipelines.Input;

/// <summary>How the entries of a file are written down.</summary>
public enum EntryFormat
{
    /// <summary>An entry a line; lines that start with <c>#</c> and empty ones are skipped.</summary>
    Text,

    /// <summary>A JSON string or object a line.</summary>
    JsonLines,

    /// <summary>One JSON array of strings or objects.</summary>
    Json,

    /// <summary>One YAML list of strings or maps.</summary>
    Yaml,

    /// <summary>Comma-separated, with a header.</summary>
    Csv,
}

/// <summary>Reads the entries of a file one after the other, with memory for one.</summary>
internal static class EntryReader
{
    /// <summary>The endings that files may have, for messages.</summary>
    public const string Endings = ".txt, .jsonl, .ndjson, .json, .yaml, .yml or .csv";

    /// <summary>Format by file name ending; null when the ending is not one of <see cref="Endings"/>.</summary>
    public static EntryFormat? FormatOf(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".txt" => EntryFormat.Text,
        ".jsonl" or ".ndjson" => EntryFormat.JsonLines,
        ".json" => EntryFormat.Json,
        ".yaml" or ".yml" => EntryFormat.Yaml,
        ".csv" => EntryFormat.Csv,
        _ => null,
    };

    /// <summary>YAML is the only format whose scalars cannot be bounded while they are read.</summary>
    public static long BytesMax(EntryFormat format) => format == EntryFormat.Yaml ? InputLimits.YamlBytesMax : long.MaxValue;

    /// <summary>The entries, as far as they can be told apart; what is wrong with the file goes to <paramref name="problems"/>.</summary>
    /// <exception cref="InputException">The file cannot be read on.</exception>
    public static IAsyncEnumerable<DocumentNode> ReadAsync(CheckedUtf8Stream bytes, EntryFormat format, CsvColumns columns, InputProblems problems) => format switch
    {
        EntryFormat.Text => LineEntries.ReadTextAsync(bytes, problems),
        EntryFormat.JsonLines => LineEntries.ReadJsonAsync(bytes, problems),
        EntryFormat.Json => JsonArrayEntries.ReadAsync(bytes, problems),
        EntryFormat.Csv => CsvEntries.ReadAsync(bytes, columns, problems),
        EntryFormat.Yaml => ReadYaml(bytes, problems).ToAsyncEnumerable(),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "No such format."),
    };

    private static IEnumerable<DocumentNode> ReadYaml(CheckedUtf8Stream bytes, InputProblems problems)
    {
        using var text = new StreamReader(bytes, leaveOpen: true);
        foreach (var node in YamlDocuments.ReadList(text, problems)) yield return node;
    }
}
