using FunctionsPipeline.Analysis;
using FunctionsPipeline.Pipelines.Forecasting;
using FunctionsPipeline.Pipelines.Input;
using FunctionsPipeline.Pipelines.VideoBatch.Input;
using FunctionsPipeline.State;

namespace FunctionsPipeline.Pipelines.VideoBatch.Attribution;

/// <summary>What a person wants to be able to find.</summary>
/// <param name="Detect">Rise of the share of clips with a defect that must not be missed, above 0.</param>
/// <param name="Baseline">Share without a trap, at least 0; with the rise at most 1.</param>
/// <param name="Power">Chance to find the rise.</param>
/// <param name="Traps">Traps in question, each single.</param>
/// <param name="Pairs">Pairs of them whose joint effect is asked for too.</param>
public sealed record DesignQuestion(
    double Detect, double Baseline, double Power, IReadOnlyList<string> Traps, IReadOnlyList<(string First, string Second)> Pairs);

/// <summary>What finding it takes: two ways to lay out the batch, each for a single test and for the strictest step of Holm's adjustment.</summary>
/// <param name="Question">What was asked.</param>
/// <param name="Tests">Tests that share the allowance of 5 %: a trap each, and a pair each.</param>
/// <param name="Prompts">Prompts of the spec.</param>
/// <param name="Factorial">Every clip tells about every trap; null when no design can be made of the traps.</param>
/// <param name="OneAtATime">One trap a clip, and plain clips to compare with.</param>
/// <param name="Pairs">What can be known of pairs; only a factorial design knows it.</param>
public sealed record BatchDesign(
    DesignQuestion Question, int Tests, int Prompts, DesignLayout? Factorial, DesignLayout OneAtATime, IReadOnlyList<DesignPair> Pairs)
{
    /// <summary>Plans both ways.</summary>
    /// <param name="question">What is to be found.</param>
    /// <param name="prompts">Prompts of the spec, at least 1.</param>
    /// <param name="forecast">A forecast of any run of the spec; only its number of items is replaced.</param>
    /// <exception cref="ArgumentOutOfRangeException">The shares or the power are outside their ranges.</exception>
    public static BatchDesign Of(DesignQuestion question, int prompts, ForecastInput forecast)
    {
        var traps = question.Traps.Count;
        var tests = traps + question.Pairs.Count;
        var single = PerArm(question, 1);
        var strictest = PerArm(question, tests);
        var oneAtATime = new DesignLayout(
            traps + 1,
            DesignSize.Of(single, (traps + 1) * single, traps + 1, prompts, forecast),
            DesignSize.Of(strictest, (traps + 1) * strictest, traps + 1, prompts, forecast));
        if (FactorialVariants.Refusal(question.Traps) is not null) return new BatchDesign(question, tests, prompts, null, oneAtATime, []);

        var design = FactorialDesign.Of(traps);
        var factorial = new DesignLayout(
            design.Runs.Count,
            DesignSize.Of(single, 2 * single, design.Runs.Count, prompts, forecast),
            DesignSize.Of(strictest, 2 * strictest, design.Runs.Count, prompts, forecast));
        return new BatchDesign(question, tests, prompts, factorial, oneAtATime, [.. question.Pairs.Select(pair => Pair(question, design, pair))]);
    }

    private static long PerArm(DesignQuestion question, int tests) =>
        SampleSize.PerArm(question.Baseline, question.Baseline + question.Detect, question.Power, SampleSize.Level / tests);

    private static DesignPair Pair(DesignQuestion question, FactorialDesign design, (string First, string Second) pair)
    {
        var traps = question.Traps.ToList();
        var aliases = design.Aliases(traps.IndexOf(pair.First), traps.IndexOf(pair.Second));

        // A difference of two differences has four times the variance of one, so the same clips find one twice as large.
        return new DesignPair($"{pair.First}+{pair.Second}", 2 * question.Detect, [.. aliases.Select(alias => $"{traps[alias.First]}+{traps[alias.Second]}")]);
    }
}

/// <summary>One way to lay out a batch.</summary>
/// <param name="Variants">Variants of each prompt, the plain one included.</param>
/// <param name="Single">For one test alone.</param>
/// <param name="Strictest">For the strictest step of Holm's adjustment over all tests.</param>
public sealed record DesignLayout(int Variants, DesignSize Single, DesignSize Strictest);

/// <summary>Size and price of a batch.</summary>
/// <param name="PerArm">Clips to be compared on either side.</param>
/// <param name="ClipsNeeded">Clips that this takes.</param>
/// <param name="Clips">The same, rounded up to whole rounds of all variants.</param>
/// <param name="Rounds">Rounds of all variants: prompts times repeats.</param>
/// <param name="Repeat">The field <c>repeat</c> that makes at least so many rounds of the spec's prompts.</param>
/// <param name="TicksP50">Median cost of <paramref name="Clips"/>, ticks of 1e-10 USD.</param>
/// <param name="TicksP95">Upper end of the 90 % range.</param>
/// <param name="SecondsP50">Median time, seconds.</param>
public sealed record DesignSize(
    long PerArm, long ClipsNeeded, long Clips, long Rounds, long Repeat, long TicksP50, long TicksP95, double SecondsP50)
{
    /// <summary><see cref="TicksP50"/> in dollars.</summary>
    public decimal UsdP50 => UsdTicks.ToUsd(TicksP50);

    /// <summary><see cref="TicksP95"/> in dollars.</summary>
    public decimal UsdP95 => UsdTicks.ToUsd(TicksP95);

    internal static DesignSize Of(long perArm, long clipsNeeded, int variants, int prompts, ForecastInput forecast)
    {
        var rounds = (clipsNeeded + variants - 1) / variants;
        var clips = rounds * variants;
        if (clips > InputLimits.ItemsMax)
        {
            throw new ArgumentOutOfRangeException(nameof(perArm), clips, $"That takes {clips:N0} clips, more than a run may have ({InputLimits.ItemsMax:N0}); ask for a larger difference.");
        }

        var cost = RunForecaster.Create(forecast with { Items = (int)clips });
        return new DesignSize(perArm, clipsNeeded, clips, rounds, (rounds + prompts - 1) / prompts, cost.TicksP50, cost.TicksP95, cost.SecondsP50);
    }
}

/// <summary>What a factorial design tells of a pair of traps.</summary>
/// <param name="Pair">Both, joined by <c>+</c>.</param>
/// <param name="SmallestJointEffect">Rise beyond the sum of both effects that the planned clips find.</param>
/// <param name="Aliases">Pairs that the same clips show in the same way: which of them it was, the batch cannot tell.</param>
public sealed record DesignPair(string Pair, double SmallestJointEffect, IReadOnlyList<string> Aliases);
