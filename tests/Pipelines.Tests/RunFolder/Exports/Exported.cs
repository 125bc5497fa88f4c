using System.Text;
using System.Xml.Linq;
using FunctionsPipeline.Pipelines.RunFolder;
using FunctionsPipeline.Pipelines.VideoBatch.Reporting;
using FunctionsPipeline.State;
using FunctionsPipeline.State.Runs;
using static FunctionsPipeline.Pipelines.Tests.RunFolder.ReportData;

namespace FunctionsPipeline.Pipelines.Tests.RunFolder.Exports;

/// <summary>Writes items in a format and reads the bytes back.</summary>
internal static class Exported
{
    /// <summary>Tests that make temporary files do not run beside those that look for them.</summary>
    public const string TemporaryFiles = "Temporary files of exports";

    private static readonly RunRecord Run = new()
    {
        RunId = RunId.Parse("20261101-120000-000001"),
        Pipeline = "video-batch",
        Project = "test",
        Status = RunStatus.Succeeded,
        Total = 0,
        CreatedAt = DateTimeOffset.UnixEpoch,
    };

    public static Task<string> TextAsync(string format, params ItemLine[] items) => TextAsync(format, Summary(items), items);

    public static async Task<string> TextAsync(string format, RunSummary summary, IReadOnlyCollection<ItemLine> items)
    {
        using var file = new MemoryStream();
        await (format is "json" or "yaml"
            ? RunExports.WriteAsync(format, Run, summary, stores: null!, file, CancellationToken.None)
            : VideoBatchReader.WriteAsync(format, summary, items.ToAsyncEnumerable(), file, CancellationToken.None));
        var bytes = file.ToArray();
        bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble).ShouldBeFalse("There must be no byte order mark.");
        return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
    }

    /// <summary>As a command asks for it.</summary>
    public static Task RunAsync(string format) => RunExports.WriteAsync(format, Run, Summary([]), stores: null!, Stream.Null, CancellationToken.None);

    public static async Task<XElement> JunitAsync(params ItemLine[] items) => XDocument.Parse(await TextAsync("junit", items)).Root!;
}
