namespace FunctionsPipeline.Analysis;

/// <summary>So many of so many.</summary>
/// <param name="Found">0 to <paramref name="Trials"/>.</param>
/// <param name="Trials">0 or more.</param>
public readonly record struct ShareCount(long Found, long Trials)
{
    /// <summary>0 to 1; not a number without trials.</summary>
    public double Share => (double)Found / Trials;

    /// <summary>The variance of <see cref="Share"/> under the binomial law, estimated from the share itself.</summary>
    internal double Variance => Share * (1 - Share) / Trials;

    /// <summary>One more clip.</summary>
    public ShareCount With(bool isFound) => new(Found + (isFound ? 1 : 0), Trials + 1);

    /// <summary>Both counts together.</summary>
    public static ShareCount operator +(ShareCount left, ShareCount right) => new(left.Found + right.Found, left.Trials + right.Trials);

    /// <exception cref="ArgumentOutOfRangeException">There are no trials, or more found than tried.</exception>
    internal void RefuseUnusable()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Trials, 1, nameof(Trials));
        ArgumentOutOfRangeException.ThrowIfNegative(Found, nameof(Found));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Found, Trials, nameof(Found));
    }
}
