namespace FunctionsPipeline.Pipelines.Images.Iteration;

/// <summary>When an image is good enough, and what may be spent to get there. Scores are 0 to 1, money is ticks of 1e-10 USD.</summary>
public sealed record IterationSettings
{
    /// <summary>Most iterations that may be allowed: their records stay below the 16 KiB of a payload.</summary>
    public const int IterationsLimit = 20;

    /// <summary>Most scores of one iteration that may be allowed, for the same reason.</summary>
    public const int ScoresLimit = 8;

    /// <summary>More money than this is a mistake; up to here no sum of prices overflows.</summary>
    public const long TicksLimit = long.MaxValue / 1000;

    /// <summary>A judge is never taken to be steadier than this: scores are rounded.</summary>
    public const double JudgeSdLeast = 0.001;

    /// <summary>The version of the rule that runs begin with now.</summary>
    public const int NewestRule = 2;

    /// <summary>
    /// Version of the rule of decisions, 1 or 2. A run keeps the one that it began with, so that it goes on and is replayed as it was. From 2 on
    /// a gain is made sure of before it keeps a run going, and an overlooked one before patience ends it. Default 1: what a record was decided by
    /// that does not say.
    /// </summary>
    public int Rule { get; init; } = 1;

    /// <summary>The run ends when the chosen image has this score. Default 0.9.</summary>
    public double TargetScore { get; init; } = 0.9;

    /// <summary>Images made at most, 1 to 20. Default 10.</summary>
    public int IterationsMax { get; init; } = 10;

    /// <summary>The run ends after so many iterations in a row without a gain, at least 1. Default 2.</summary>
    public int Patience { get; init; } = 2;

    /// <summary>A smaller difference of scores is no gain, 0 to 1. Default 0.02.</summary>
    public double GainMin { get; init; } = 0.02;

    /// <summary>How often the judge is asked about one image at most, the first time included, 1 to 8. Default 6.</summary>
    public int ScoresMax { get; init; } = 6;

    /// <summary>Standard deviation of the judge's scores of one image, as far as is known before the run, 0.001 to 1. Default 0.05.</summary>
    public double JudgeSd { get; init; } = 0.05;

    /// <summary>How many re-scores <see cref="JudgeSd"/> is worth, at least 1. Default 2: a few re-scores outweigh it.</summary>
    public int JudgeSdWeight { get; init; } = 2;

    /// <summary>An image whose local checks score less is not chosen in place of the first, 0 to 1; 0 allows all. Default 0.65.</summary>
    public double LocalScoreMin { get; init; } = 0.65;

    /// <summary>Never passed as long as nothing costs more than the two prices below.</summary>
    public required long BudgetTicks { get; init; }

    /// <summary>The worst price of one more image with its first score.</summary>
    public required long IterationCostTicks { get; init; }

    /// <summary>The worst price of one more score.</summary>
    public required long ScoreCostTicks { get; init; }

    /// <summary>
    /// A difference is clear when this many standard errors do not change what is made of it: some 1 % of those that are none seem clear by
    /// chance, 2 % by the older rule, which costs a run an iteration.
    /// </summary>
    internal double ClearErrors => MakesSure ? 2.25 : 2;

    /// <summary>Whether the rule asks again where a gain may be luck.</summary>
    internal bool MakesSure => Rule >= 2;

    /// <exception cref="ArgumentException">A setting is out of range; the message says which, what it is and what is allowed.</exception>
    public void Validate()
    {
        Require(Rule, 1, NewestRule, nameof(Rule));
        Require(TargetScore, 0, 1, nameof(TargetScore));
        Require(IterationsMax, 1, IterationsLimit, nameof(IterationsMax));
        Require(Patience, 1, IterationsLimit, nameof(Patience));
        Require(GainMin, 0, 1, nameof(GainMin));
        Require(ScoresMax, 1, ScoresLimit, nameof(ScoresMax));
        Require(JudgeSd, JudgeSdLeast, 1, nameof(JudgeSd));
        Require(JudgeSdWeight, 1, 1000, nameof(JudgeSdWeight));
        Require(LocalScoreMin, 0, 1, nameof(LocalScoreMin));
        Require(BudgetTicks, 0, TicksLimit, nameof(BudgetTicks));
        Require(IterationCostTicks, 0, TicksLimit, nameof(IterationCostTicks));
        Require(ScoreCostTicks, 0, TicksLimit, nameof(ScoreCostTicks));
    }

    private static void Require<T>(T value, T least, T most, string name)
        where T : IComparable<T>
    {
        // What is not a number compares as less than everything.
        if (value.CompareTo(least) >= 0 && value.CompareTo(most) <= 0) return;
        throw new ArgumentException(FormattableString.Invariant($"{name} is {value}; it is from {least} to {most}."), name);
    }
}
