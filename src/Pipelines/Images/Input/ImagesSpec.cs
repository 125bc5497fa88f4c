using FunctionsPipeline.Pipelines.Input;

namespace FunctionsPipeline.Pipelines.Images.Input;

/// <summary>What images are wanted: the specification, checked, with every default filled in.</summary>
internal sealed record ImagesSpec
{
    public required ImagePromptSource Prompts { get; init; }
    public string Project { get; init; } = "default";
    public IReadOnlyList<string> Images { get; init; } = [];
    public IReadOnlyList<string> Judges { get; init; } = [];
    public IReadOnlyList<string> Improvers { get; init; } = [];
    public double TargetScore { get; init; } = 0.85;
    public int IterationsMax { get; init; } = 4;
    public int Patience { get; init; } = 2;
    public int Rescores { get; init; } = 2;
    public int TriesMax { get; init; } = 3;
    public double ValidationThreshold { get; init; } = 0.65;
    public string? AspectRatio { get; init; }
    public string? Resolution { get; init; }
    public int Seed { get; init; } = 1;
    public int BatchSize { get; init; } = 5;
    public int? RequestsPerMinute { get; init; }
    public decimal? BudgetUsd { get; init; }
    public int? Baseline { get; init; }
    public IReadOnlyList<string> Formats { get; init; } = ["json", "yaml"];
}

/// <summary>Where the prompts come from: a file, or the specification itself.</summary>
/// <param name="Name">Name in messages.</param>
/// <param name="Path">Absolute path; null when the prompts stand in the specification.</param>
/// <param name="Inline">The prompts that stand there.</param>
internal sealed record ImagePromptSource(string Name, string? Path, IReadOnlyList<DocumentNode> Inline);
