using FunctionsPipeline.Pipelines.Input;

namespace FunctionsPipeline.Pipelines.Comments.Input;

/// <summary>What suggestions are wanted for: the specification, checked, with every default filled in.</summary>
internal sealed record CommentsSpec
{
    public required EntrySource Candidates { get; init; }
    public string Project { get; init; } = "default";
    public IReadOnlyList<string> Models { get; init; } = [];
    public IReadOnlyList<string> Embedders { get; init; } = [];
    public double? DedupThreshold { get; init; }
    public int Suggestions { get; init; } = 3;
    public bool UseGate { get; init; } = true;
    public double GateThreshold { get; init; } = 0.5;
    public bool SkipLowScores { get; init; } = true;
    public double QualityThreshold { get; init; } = 0.5;
    public int MinFollowers { get; init; }
    public int? HoursBack { get; init; }
    public int? MaxCandidates { get; init; }
    public string Voice { get; init; } = "friendly, plain, brief.";
    public int BatchSize { get; init; } = 5;
    public int RequestsPerMinute { get; init; } = 15;
    public decimal? BudgetUsd { get; init; }
    public int Seed { get; init; } = 1;
}
