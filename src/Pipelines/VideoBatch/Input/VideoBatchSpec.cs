using FunctionsPipeline.Pipelines.Input;
using FunctionsPipeline.Pipelines.Publishing;

namespace FunctionsPipeline.Pipelines.VideoBatch.Input;

/// <summary>What a video batch is to do: the specification file, checked, with every default filled in.</summary>
/// <remarks>Only <see cref="VideoBatchSpecReader"/> makes one from a file; whatever it makes is within all limits.</remarks>
public sealed record VideoBatchSpec
{
    /// <summary>Where the prompts come from.</summary>
    public required PromptSource Prompts { get; init; }

    /// <summary>Provider id. Default <c>xai</c>.</summary>
    public string Provider { get; init; } = "xai";

    /// <summary>The provider's model; null takes the provider's default.</summary>
    public string? Model { get; init; }

    /// <summary>
    /// Variants named by the traps they are made of: a trap id, a combination id, or trap ids joined by <c>+</c>.
    /// Default: each of the six traps.
    /// </summary>
    public IReadOnlyList<string> Traps { get; init; } = [.. TrapCatalog.All.Select(trap => trap.Id)];

    /// <summary>Which variants are made of the traps. Default <see cref="VariantDesign.Each"/>.</summary>
    public VariantDesign Variants { get; init; } = VariantDesign.Each;

    /// <summary>True when every prompt also runs unchanged, as its own control. Default true.</summary>
    public bool IncludePlain { get; init; } = true;

    /// <summary>Clips of every variant, 1 to 1000. Repeats are real: each is generated and paid. Default 1.</summary>
    public int Repeat { get; init; } = 1;

    /// <summary>Length asked for, seconds; null takes the model's default.</summary>
    public int? DurationSeconds { get; init; }

    /// <summary>For example <c>480p</c>; null takes the model's default.</summary>
    public string? Resolution { get; init; }

    /// <summary>For example <c>16:9</c>; null takes the model's default.</summary>
    public string? AspectRatio { get; init; }

    /// <summary>Cap of the run, US dollars; null sets none. Caps of the day, the project and the provider apply besides.</summary>
    public decimal? BudgetUsd { get; init; }

    /// <summary>Items under way at once, 1 to 1000. Default 50.</summary>
    public int Concurrency { get; init; } = 50;

    /// <summary>Drawn delay before each item. Default 1 s to 5 s.</summary>
    public JitterRange Jitter { get; init; } = new(1, 5);

    /// <summary>Project whose caps and ledger apply. Default <c>default</c>.</summary>
    public string Project { get; init; } = "default";

    /// <summary>Priority of prompts that name none. Default <see cref="ItemPriority.Normal"/>.</summary>
    public ItemPriority Priority { get; init; } = ItemPriority.Normal;

    /// <summary>How long an accepted generation may take, seconds. Default 300.</summary>
    public int TimeoutSeconds { get; init; } = 300;

    /// <summary>How often an item may be tried.</summary>
    public RetrySpec Retries { get; init; } = new();

    /// <summary>Submits allowed in a minute; null keeps the provider's data file.</summary>
    public int? RequestsPerMinute { get; init; }

    /// <summary>Seed of phrasings and of every draw of the run. Default 1, so that the same files give the same plan.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>What prompts that say nothing expect to see, for example <c>ballistic</c>. Default: nothing.</summary>
    public IReadOnlyList<string> Expects { get; init; } = [];

    /// <summary>What is made ready to be posted on X; null for nothing, the default.</summary>
    public PostTerms? Post { get; init; }
}

/// <summary>Which variants a prompt is given.</summary>
public enum VariantDesign
{
    /// <summary>One for each entry of <c>traps</c>.</summary>
    Each,

    /// <summary>One for each entry of <c>traps</c>, and one for each known combination of listed traps.</summary>
    Combinations,

    /// <summary>
    /// The runs of a factorial design over the entries of <c>traps</c>, at most 16, in an order drawn anew for each prompt. The plain prompt
    /// is one of them.
    /// </summary>
    Factorial,
}

/// <summary>How soon an item starts. Items of a higher priority start earlier, but no priority waits for another to be used up.</summary>
public enum ItemPriority
{
    /// <summary>Four of seven starts while all three have items left.</summary>
    High,

    /// <summary>Two of seven.</summary>
    Normal,

    /// <summary>One of seven.</summary>
    Low,
}

/// <summary>How often an item may be tried.</summary>
/// <param name="Attempts">Paid attempts when the provider fails after accepting, 1 to 10. Default 3.</param>
/// <param name="SubmitAttempts">Sends of one paid attempt that may be turned away before the item fails, 1 to 100. Default 8.</param>
public sealed record RetrySpec(int Attempts = 3, int SubmitAttempts = 8);
