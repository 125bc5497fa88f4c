using System.Text.Json;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.RunFolder;

/// <summary>A run as a file for other programs and people. The ending of a file's name says the format.</summary>
public static class RunExports
{
    internal const string Json = "json";
    internal const string JsonLines = "jsonl";
    internal const string Csv = "csv";
    internal const string Junit = "junit";
    internal const string Html = "html";
    internal const string Yaml = "yaml";
    internal const string Markdown = "markdown";

    private static readonly (string Ending, string Format)[] Known =
    [
        (".json", Json), (".jsonl", JsonLines), (".csv", Csv), (".junit.xml", Junit), (".xml", Junit), (".html", Html), (".yaml", Yaml), (".yml", Yaml), (".md", Markdown),
    ];

    /// <summary>The endings that <see cref="FormatOf"/> knows.</summary>
    public static IEnumerable<string> Endings => Known.Select(known => known.Ending);

    /// <summary>The format that a file's name asks for, in either case; null when its ending is none of <see cref="Endings"/>.</summary>
    public static string? FormatOf(string path) =>
        Known.FirstOrDefault(known => path.EndsWith(known.Ending, StringComparison.OrdinalIgnoreCase)).Format;

    /// <summary>Writes a run.</summary>
    /// <param name="format">
    /// <c>json</c> and <c>yaml</c>: the summary with its tasks, as in <c>run.json</c>. The others as the run's pipeline has them.
    /// </param>
    /// <param name="run">The run.</param>
    /// <param name="summary">Its summary, with its tasks.</param>
    /// <param name="stores">Where it is kept.</param>
    /// <param name="destination">Gets UTF-8 without a byte order mark; stays open.</param>
    /// <param name="cancellationToken">Ends the writing; what was written until then is not whole.</param>
    /// <exception cref="ArgumentException">The pipeline has no such format; the message lists those it has.</exception>
    public static Task WriteAsync(
        string format, RunRecord run, RunSummary summary, RunStores stores, Stream destination, CancellationToken cancellationToken)
    {
        var reader = PipelineCatalog.Readers[run.Pipeline];
        return format switch
        {
            Json => JsonSerializer.SerializeAsync(destination, summary, RunFolderJson.Pretty, cancellationToken),
            Yaml => YamlExport.WriteAsync(summary, destination, cancellationToken),
            _ when reader.Formats.Contains(format) => reader.WriteAsync(format, run, summary, stores, destination, cancellationToken),
            _ => throw new ArgumentException(
                $"A run of {run.Pipeline} cannot be written as '{format}'; it can as: {string.Join(", ", [Json, Yaml, .. reader.Formats])}.", nameof(format)),
        };
    }
}
