using System.Text.Json.Serialization;
using FunctionsPipeline.Pipelines.Batches;

namespace FunctionsPipeline.Pipelines.VideoBatch.Input;

/// <summary>One clip to be made: a line of the plan. Formula and text are both kept, so that the text can be traced and re-made.</summary>
public sealed record PlannedItem : IPlannedItem
{
    /// <summary>Position in the plan, from 0. Priorities are already interleaved: items start in this order.</summary>
    [JsonPropertyOrder(-1)]
    public required int Index { get; init; }

    /// <summary>For example <c>p0001.zero-gravity.r1</c>: safe in paths, unique in the plan, the same for the same input.</summary>
    public required string Id { get; init; }

    /// <summary>Id of the prompt.</summary>
    public required string PromptId { get; init; }

    /// <summary>Id of the variant: <c>plain</c>, a trap, a combination, or trap ids joined by <c>_</c>.</summary>
    public required string VariantId { get; init; }

    /// <summary>
    /// How the text was made from the prompt: <c>plain</c>, or for example <c>zero-gravity:3+texture-bleeding:0</c> (trap and phrasing).
    /// </summary>
    public required string Formula { get; init; }

    /// <summary>Ids of the traps in it, none for the plain prompt.</summary>
    public required IReadOnlyList<string> Traps { get; init; }

    /// <summary>Families of these traps, each once.</summary>
    public required IReadOnlyList<TrapFamily> Families { get; init; }

    /// <summary>Ids of the defects aimed at.</summary>
    public required IReadOnlyList<string> TargetDefects { get; init; }

    /// <summary>Number of the clip among those of the same variant, from 1.</summary>
    public required int Repeat { get; init; }

    /// <summary>Priority.</summary>
    public required ItemPriority Priority { get; init; }

    /// <summary>What the prompt expects to see.</summary>
    public required IReadOnlyList<string> Expects { get; init; }

    /// <summary>What is sent to the provider.</summary>
    public required string Text { get; init; }
}

/// <summary>What a plan holds.</summary>
/// <param name="Items">Items.</param>
/// <param name="Prompts">Prompts.</param>
/// <param name="Variants">Variants of each prompt, the plain one included.</param>
/// <param name="HighPriority">Items of high priority.</param>
/// <param name="NormalPriority">Items of normal priority.</param>
/// <param name="LowPriority">Items of low priority.</param>
/// <param name="PlanSha256">Of the plan's bytes, lower-case hexadecimal.</param>
/// <param name="PromptsSha256">Of the prompt file's bytes, or of the inline prompts, lower-case hexadecimal.</param>
public sealed record PlanSummary(
    int Items, int Prompts, int Variants, int HighPriority, int NormalPriority, int LowPriority, string PlanSha256, string PromptsSha256);
