namespace FunctionsPipeline.Analysis;

/// <summary>
/// Compares two shares within blocks, one block (a prompt) after the other, without keeping them: the Mantel-Haenszel difference with the
/// variance of Sato (1989, Biometrics 45:1323), which holds for few large blocks and for many small ones alike, and the test of Cochran,
/// Mantel and Haenszel. With one clip on either side of each block they are the difference and the test of McNemar. Not for several threads.
/// </summary>
public sealed class BlockedShares
{
    private double _weight;
    private double _difference;
    private double _p;
    private double _q;
    private double _excess;
    private double _excessVariance;

    /// <summary>Clips with the trap, in blocks that compare.</summary>
    public ShareCount With { get; private set; }

    /// <summary>Clips without the trap, in blocks that compare.</summary>
    public ShareCount Without { get; private set; }

    /// <summary>Blocks that compare: those with clips on both sides.</summary>
    public int Blocks { get; private set; }

    /// <summary>Share with the trap minus share without it, each block weighted by what it can tell; not a number without blocks.</summary>
    public double Difference => _difference / _weight;

    /// <summary>Estimated variance of <see cref="Difference"/>.</summary>
    public double Variance => ((Difference * _p) + _q) / (_weight * _weight);

    /// <summary>The 95 % interval of <see cref="Difference"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No block compares.</exception>
    public ConfidenceInterval Interval => ShareDifference.Newcombe(Difference, Variance, With, Without);

    /// <summary>True when <see cref="PValue"/> and <see cref="Interval"/> use exact methods.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No block compares.</exception>
    public bool IsSparse => ShareDifference.IsSparse(With, Without);

    /// <summary>
    /// Two-sided p value of "no difference in any block": Fisher's exact test over all blocks when the counts are sparse, which errs on the
    /// cautious side by leaving the blocks out of account, otherwise that of Cochran, Mantel and Haenszel.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">No block compares.</exception>
    public double PValue
    {
        get
        {
            if (IsSparse) return FisherExactTest.TwoSidedP(With, Without);

            // Nothing varies within the blocks: they tell nothing.
            return _excessVariance > 0 ? NormalDistribution.TwoSidedP(_excess / Math.Sqrt(_excessVariance)) : 1;
        }
    }

    /// <summary>Adds a block; one with clips on one side only compares nothing and is passed over.</summary>
    public void Add(ShareCount with, ShareCount without)
    {
        if (with.Trials == 0 || without.Trials == 0) return;

        Blocks++;
        With += with;
        Without += without;
        double n1 = with.Trials, n0 = without.Trials, x1 = with.Found, x0 = without.Found;
        var n = n1 + n0;
        var found = x1 + x0;
        _weight += n1 * n0 / n;
        _difference += ((x1 * n0) - (x0 * n1)) / n;
        _p += ((n1 * n1 * x0) - (n0 * n0 * x1) + (n1 * n0 * (n0 - n1) / 2)) / (n * n);
        _q += ((x1 * (n0 - x0)) + (x0 * (n1 - x1))) / (2 * n);
        _excess += x1 - (n1 * found / n);
        _excessVariance += n1 * n0 * found * (n - found) / (n * n * (n - 1));
    }
}
