using System.Globalization;
using System.Text.Json;
using CsvHelper;
using CsvHelper.Configuration;

namespace FunctionsPipeline.Pipelines.VideoBatch.Reporting;

/// <summary>
/// A row an item under a header, as in RFC 4180. A cell that a spreadsheet would take for a formula gets an apostrophe in front: prompts
/// and providers' codes come from outside.
/// </summary>
internal static class CsvExport
{
    private static readonly string[] Header =
    [
        "id", "promptId", "variant", "traps", "status", "failedStage", "errorCode", "attempts", "photorealism", "physics", "defects", "clip",
    ];

    public static async Task WriteAsync(IAsyncEnumerable<ItemLine> items, Stream destination, CancellationToken cancellationToken)
    {
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\r\n", InjectionOptions = InjectionOptions.Escape };
        await using var text = new StreamWriter(destination, leaveOpen: true);
        await using var csv = new CsvWriter(text, configuration, leaveOpen: true);
        await WriteRowAsync(csv, Header);
        await foreach (var item in items.WithCancellation(cancellationToken)) await WriteRowAsync(csv, Cells(item));
    }

    private static async Task WriteRowAsync(CsvWriter csv, IEnumerable<string?> cells)
    {
        foreach (var cell in cells) csv.WriteField(cell);
        await csv.NextRecordAsync();
    }

    private static string?[] Cells(ItemLine item) =>
    [
        item.Id,
        item.PromptId,
        item.VariantId,
        string.Join('+', item.Traps),
        JsonNamingPolicy.CamelCase.ConvertName(item.Status.ToString()),
        item.FailedStage,
        item.Error?.Code,
        item.Attempts.ToString(CultureInfo.InvariantCulture),
        item.Result?.Scores.Photorealism?.ToString(CultureInfo.InvariantCulture),
        item.Result?.Scores.Physics?.ToString(CultureInfo.InvariantCulture),
        string.Join('+', item.Result?.Defects ?? []),
        item.Result?.Clip.Path,
    ];
}
