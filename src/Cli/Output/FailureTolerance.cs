using System.Globalization;
using FunctionsPipeline.Pipelines.RunFolder;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Cli.Output;

/// <summary>How many items may fail before a run counts as failed: a share of all, or a number.</summary>
internal sealed class FailureTolerance
{
    private readonly string _text;
    private readonly decimal? _share;
    private readonly int _count;

    private FailureTolerance(string text, decimal? share, int count) => (_text, _share, _count) = (text, share, count);

    /// <summary>Reads <c>0.1</c> as a share, and <c>5</c> as a number of items.</summary>
    /// <returns>Null when it is neither a share from 0.0 to 1.0 nor a whole number.</returns>
    public static FailureTolerance? Parse(string text)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count)) return new FailureTolerance(text, null, count);
        return decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share) && share <= 1
            ? new FailureTolerance(text, share, 0)
            : null;
    }

    /// <summary>
    /// True when the run failed, and only by items that failed or are unknown, and they are few enough. Items that were not run are
    /// never forgiven: nobody knows how they would have ended.
    /// </summary>
    public bool Forgives(RunSummary summary)
    {
        if (summary.Status != RunStatus.Failed || summary.Skipped + summary.Cancelled + summary.Unfinished > 0) return false;

        var failed = summary.Failed + summary.Unknown;
        return _share is { } share ? failed <= share * summary.Total : failed <= _count;
    }

    public override string ToString() => _text;
}
