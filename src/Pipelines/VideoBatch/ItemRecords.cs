using System.Text.Json;
using FunctionsPipeline.Analysis;
using FunctionsPipeline.Durable;
using FunctionsPipeline.Pipelines.FrameJobs;
using FunctionsPipeline.State;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.VideoBatch;

/// <summary>Makes the records of items.</summary>
internal static class ItemRecords
{
    // The most severe ones tell the story; the record has to stay far below a table property's 64 KiB.
    private const int FindingsPerDetectorMax = 5;

    public static ItemRecord Ended(ItemEnding ending, FrameResult? frames, DateTimeOffset now)
    {
        var item = ending.Item.Item;
        IReadOnlyList<Degradation> damages = frames?.Analysis?.Warning is { } warning
            ? [new Degradation("clip_damaged", "What could be decoded was analysed.", warning, now, "Scores rest on a part of the clip.")]
            : [];
        IReadOnlyList<Degradation> degradations = [.. damages, .. frames?.Degradations ?? []];
        return new ItemRecord
        {
            RunId = RunId.Parse(ending.Item.RunId),
            Index = item.Index,
            ItemId = item.ItemId,
            Status = ending.Status == ItemStatus.Succeeded && degradations.Count > 0 ? ItemStatus.Degraded : ending.Status,
            Degradations = degradations,
            FailedStage = ending.Error is null ? null : ending.Stage,
            Error = ending.Error,
            Attempts = ending.PaidAttempt + (ending.Status is ItemStatus.Skipped or ItemStatus.Cancelled ? 0 : 1),
            NextPaidAttempt = ending.PaidAttempt,
            ResultJson = Result(ending, frames) is { } result ? JsonSerializer.Serialize(result, DurableJson.Options) : null,
        };
    }

    public static ItemResult? ReadResult(ItemRecord item) =>
        item.ResultJson is null ? null : JsonSerializer.Deserialize<ItemResult>(item.ResultJson, DurableJson.Options);

    /// <summary>Heat maps would fill the record; the frame result has them.</summary>
    private static DetectorFinding Short(DetectorFinding finding) => finding with { Heat = null };

    private static ItemResult? Result(ItemEnding ending, FrameResult? frames)
    {
        if (ending.Clip is null || frames?.Analysis is not { } analysis) return null;

        var scores = VideoScoring.Score(analysis.Detectors);
        var detectors = analysis.Detectors
            .Select(detector => detector with { Findings = [.. detector.Findings.OrderByDescending(finding => finding.Severity).Take(FindingsPerDetectorMax).Select(Short)] })
            .ToArray();
        return new ItemResult(
            ending.Clip,
            scores,
            detectors,
            RoastText.Write(ending.Item.Item.ItemId, detectors, scores, new FrameBox(0, 0, analysis.Width, analysis.Height)),
            analysis.Frames,
            analysis.FramesPerSecond,
            analysis.Sharpness,
            frames.Worker)
        {
            Device = frames.Device,
            Pictures = frames.Pictures,
        };
    }
}
