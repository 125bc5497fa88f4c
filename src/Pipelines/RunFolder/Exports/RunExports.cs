using System.Text;
using System.Text.Json;

namespace FunctionsPipeline.Pipelines.RunFolder.Exports;

/// <summary>A run as a file for other programs and people. The ending of a file's name says the format.</summary>
public static class RunExports
{
    private const string Json = "json";
    private const string JsonLines = "jsonl";
    private const string Csv = "csv";
    private const string Junit = "junit";
    private const string Html = "html";
    private const string Yaml = "yaml";

    private static readonly (string Ending, string Format)[] Known =
    [
        (".json", Json), (".jsonl", JsonLines), (".csv", Csv), (".junit.xml", Junit), (".xml", Junit), (".html", Html), (".yaml", Yaml), (".yml", Yaml),
    ];

    /// <summary>The endings that <see cref="FormatOf"/> knows.</summary>
    public static IEnumerable<string> Endings => Known.Select(known => known.Ending);

    /// <summary>The format that a file's name asks for, in either case; null when its ending is none of <see cref="Endings"/>.</summary>
    public static string? FormatOf(string path) =>
        Known.FirstOrDefault(known => path.EndsWith(known.Ending, StringComparison.OrdinalIgnoreCase)).Format;

    /// <summary>Writes a run. The items are read once and never gathered: memory does not grow with their number.</summary>
    /// <param name="format">
    /// <c>json</c> and <c>yaml</c>: the summary with its tasks, as in <c>run.json</c>. <c>jsonl</c>: the items, as in <c>items.jsonl</c>.
    /// <c>csv</c>: a row an item. <c>junit</c>: a test suite a variant, a test case an item. <c>html</c>: the report page.
    /// </param>
    /// <param name="summary">The run, with its tasks.</param>
    /// <param name="items">Its items, in the order of the plan.</param>
    /// <param name="destination">Gets UTF-8 without a byte order mark; stays open.</param>
    /// <param name="cancellationToken">Ends the writing; what was written until then is not whole.</param>
    /// <exception cref="ArgumentException">There is no such format.</exception>
    public static Task WriteAsync(
        string format, RunSummary summary, IAsyncEnumerable<ItemLine> items, Stream destination, CancellationToken cancellationToken) => format switch
    {
        Json => JsonSerializer.SerializeAsync(destination, summary, RunFolderJson.Pretty, cancellationToken),
        JsonLines => WriteLinesAsync(items, destination, cancellationToken),
        Csv => CsvExport.WriteAsync(items, destination, cancellationToken),
        Junit => JunitExport.WriteAsync(summary, items, destination, cancellationToken),
        Html => WritePageAsync(summary, items, destination, cancellationToken),
        Yaml => YamlExport.WriteAsync(summary, destination, cancellationToken),
        _ => throw new ArgumentException($"There is no export format '{format}'.", nameof(format)),
    };

    private static async Task WriteLinesAsync(IAsyncEnumerable<ItemLine> items, Stream destination, CancellationToken cancellationToken)
    {
        await foreach (var item in items.WithCancellation(cancellationToken))
        {
            await JsonSerializer.SerializeAsync(destination, item, RunFolderJson.Lines, cancellationToken);
            destination.WriteByte((byte)'\n');
        }
    }

    private static async Task WritePageAsync(
        RunSummary summary, IAsyncEnumerable<ItemLine> items, Stream destination, CancellationToken cancellationToken)
    {
        var report = await VideoBatchReport.CreateAsync(summary, items, cancellationToken);

        // The clips stay where they are, so a page that lies elsewhere has to name their folder in full.
        var folder = Uri.TryCreate(summary.RunFolder.TrimEnd('/') + "/", UriKind.Absolute, out var address) ? address.AbsoluteUri : "";
        await destination.WriteAsync(Encoding.UTF8.GetBytes(ReportPage.Render(report, folder)), cancellationToken);
    }
}
