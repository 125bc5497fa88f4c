using FunctionsPipeline.Analysis;
using FunctionsPipeline.Pipelines.VideoBatch;
using FunctionsPipeline.Pipelines.VideoBatch.Input;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.VideoBatch.Reporting;

/// <summary>A line of <c>items.jsonl</c>: what was asked, what came of it.</summary>
public sealed record ItemLine
{
    /// <summary>Run.</summary>
    public required string RunId { get; init; }

    /// <summary>Position in the plan.</summary>
    public required int Index { get; init; }

    /// <summary>Id.</summary>
    public required string Id { get; init; }

    /// <summary>How it ended.</summary>
    public required ItemStatus Status { get; init; }

    /// <summary>Stage in which it failed.</summary>
    public string? FailedStage { get; init; }

    /// <summary>Why it did not succeed.</summary>
    public ItemError? Error { get; init; }

    /// <summary>Paid attempts.</summary>
    public required int Attempts { get; init; }

    /// <summary>Prompt it was made from.</summary>
    public required string PromptId { get; init; }

    /// <summary>Variant.</summary>
    public required string VariantId { get; init; }

    /// <summary>How the text was made.</summary>
    public required string Formula { get; init; }

    /// <summary>What was sent.</summary>
    public required string Text { get; init; }

    /// <summary>Traps in it.</summary>
    public required IReadOnlyList<string> Traps { get; init; }

    /// <summary>Defects aimed at.</summary>
    public required IReadOnlyList<string> TargetDefects { get; init; }

    /// <summary>Number among the repeats, from 1.</summary>
    public required int Repeat { get; init; }

    /// <summary>Priority.</summary>
    public required ItemPriority Priority { get; init; }

    /// <summary>Recorded fallbacks.</summary>
    public required IReadOnlyList<Degradation> Degradations { get; init; }

    /// <summary>What it gave.</summary>
    public ItemResult? Result { get; init; }

    /// <summary>Last change, UTC.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Joins an item with its line of the plan.</summary>
    internal static ItemLine Of(ItemRecord item, PlannedItem planned) => new()
    {
        RunId = item.RunId.Value,
        Index = item.Index,
        Id = item.ItemId,
        Status = item.Status,
        FailedStage = item.FailedStage,
        Error = item.Error,
        Attempts = item.Attempts,
        PromptId = planned.PromptId,
        VariantId = planned.VariantId,
        Formula = planned.Formula,
        Text = planned.Text,
        Traps = planned.Traps,
        TargetDefects = planned.TargetDefects,
        Repeat = planned.Repeat,
        Priority = planned.Priority,
        Degradations = item.Degradations,
        Result = ItemRecords.ReadResult(item) is { } result ? InFolder(result) : null,
        UpdatedAt = item.UpdatedAt,
    };

    /// <summary>A run's folder may be moved as a whole, so its files name each other from inside it.</summary>
    private static ItemResult InFolder(ItemResult result) => result with
    {
        Clip = result.Clip with { Path = InFolder(result.Clip.Path, "clips/") },
        Pictures = [.. result.Pictures.Select(picture => picture with { Path = InFolder(picture.Path, "frames/") })],
    };

    private static string InFolder(string path, string folder) => path[(path.IndexOf("/" + folder, StringComparison.Ordinal) + 1)..];
}

/// <summary>A line of <c>hits.jsonl</c>: one defect found in one clip.</summary>
public sealed record HitLine(
    string RunId,
    string ItemId,
    string PromptId,
    IReadOnlyList<string> Traps,
    string Defect,
    double Score,
    IReadOnlyList<DetectorFinding> Findings,
    string Clip);
