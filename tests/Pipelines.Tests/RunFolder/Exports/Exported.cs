using System.Text;
using System.Xml.Linq;
using FunctionsPipeline.Pipelines.RunFolder;
using FunctionsPipeline.Pipelines.RunFolder.Exports;
using static FunctionsPipeline.Pipelines.Tests.RunFolder.ReportData;

namespace FunctionsPipeline.Pipelines.Tests.RunFolder.Exports;

/// <summary>Writes items in a format and reads the bytes back.</summary>
internal static class Exported
{
    /// <summary>Tests that make temporary files do not run beside those that look for them.</summary>
    public const string TemporaryFiles = "Temporary files of exports";

    public static Task<string> TextAsync(string format, params ItemLine[] items) => TextAsync(format, Summary(items), items);

    public static async Task<string> TextAsync(string format, RunSummary summary, IReadOnlyCollection<ItemLine> items)
    {
        using var file = new MemoryStream();
        await RunExports.WriteAsync(format, summary, items.ToAsyncEnumerable(), file, CancellationToken.None);
        var bytes = file.ToArray();
        bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble).ShouldBeFalse("There must be no byte order mark.");
        return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
    }

    public static async Task<XElement> JunitAsync(params ItemLine[] items) => XDocument.Parse(await TextAsync("junit", items)).Root!;
}
