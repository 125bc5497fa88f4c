using FunctionsPipeline.Analysis;
using FunctionsPipeline.Pipelines.RunFolder;
using FunctionsPipeline.Pipelines.VideoBatch;
using FunctionsPipeline.Pipelines.VideoBatch.Input;
using FunctionsPipeline.Pipelines.VideoBatch.Reporting;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.Tests.RunFolder;

/// <summary>Items and summaries to make reports of.</summary>
internal static class ReportData
{
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 30, 0, TimeSpan.Zero);

    private const long PriceTicks = 3_000_000_000;

    /// <summary>An item without an end; tests say how it ended.</summary>
    public static ItemLine Item(int index, string variant = "plain") => new()
    {
        RunId = "run-1",
        Index = index,
        Id = $"p{index:0000}.{variant}.r1",
        Status = ItemStatus.Pending,
        Attempts = 1,
        PromptId = $"p{index:0000}",
        VariantId = variant,
        Formula = variant,
        Text = $"Prompt {index}.",
        Traps = variant == "plain" ? [] : [variant],
        TargetDefects = TrapCatalog.Find(variant) is { } trap ? [trap.TargetDefect] : [],
        Repeat = 1,
        Priority = ItemPriority.Normal,
        Degradations = [],
        UpdatedAt = Start,
    };

    public static ItemLine Analysed(this ItemLine item, params DetectorResult[] detectors)
    {
        var scores = VideoScoring.Score(detectors);
        var clip = new ClipFile($"runs/run-1/clips/{item.Id}.mp4", 1000, "00", 4);
        return item with
        {
            Status = ItemStatus.Succeeded,
            Result = new ItemResult(clip, scores, detectors, RoastText.Write(item.Id, detectors, scores, new FrameBox(0, 0, 320, 180)), 96, 24, 100, "worker"),
        };
    }

    public static ItemLine Ended(this ItemLine item, ItemStatus status, string code, string message = "It broke.", string? hint = null, bool retryable = false) =>
        item with { Status = status, FailedStage = ItemStages.Generate, Error = new ItemError(code, message, hint, retryable) };

    public static DetectorResult Found(string id, double score, double start = 1, double end = 2) =>
        DetectorResult.Measured(id, score, [new DetectorFinding(start, end, score)]);

    public static DetectorResult Clean(string id) => DetectorResult.Measured(id, 0, []);

    public static DetectorResult Abstained(string id, string reason = "too short") => DetectorResult.Abstain(id, reason);

    /// <summary>A summary that counts these items.</summary>
    public static RunSummary Summary(IEnumerable<ItemLine> items, RunStatus status = RunStatus.Succeeded)
    {
        var counts = items.CountBy(item => item.Status).ToDictionary();
        var paid = items.Count(item => item.Result is not null);
        return new RunSummary
        {
            RunId = "run-1",
            Pipeline = "video-batch",
            Project = "default",
            Provider = "xai",
            Status = status,
            CreatedAt = Start,
            EndedAt = Start.AddMinutes(3),
            Total = counts.Values.Sum(),
            Succeeded = counts.GetValueOrDefault(ItemStatus.Succeeded),
            Failed = counts.GetValueOrDefault(ItemStatus.Failed),
            Skipped = counts.GetValueOrDefault(ItemStatus.Skipped),
            Degraded = counts.GetValueOrDefault(ItemStatus.Degraded),
            Unknown = counts.GetValueOrDefault(ItemStatus.Unknown),
            Cancelled = counts.GetValueOrDefault(ItemStatus.Cancelled),
            Unfinished = counts.GetValueOrDefault(ItemStatus.Pending),
            Cost = new RunCost(PriceTicks * counts.Values.Sum(), PriceTicks * counts.GetValueOrDefault(ItemStatus.Unknown), PriceTicks * paid),
            RunFolder = "/home/user/outputs/runs/run-1",
        };
    }

    public static Task<VideoBatchReport> ReportAsync(IReadOnlyCollection<ItemLine> items, RunStatus status = RunStatus.Succeeded) =>
        VideoBatchReport.CreateAsync(Summary(items, status), items.ToAsyncEnumerable(), CancellationToken.None);
}
