using FunctionsPipeline.Analysis;

namespace FunctionsPipeline.Pipelines.VideoBatch.Reporting;

/// <summary>Counts one detector's answers.</summary>
internal sealed class DetectorTally(string id)
{
    private const string OtherReasons = "other reasons";

    private readonly Dictionary<string, int> _reasons = new(StringComparer.Ordinal);
    private int _measured;
    private int _found;
    private int _abstained;

    public void Add(DetectorResult result)
    {
        if (!result.Abstained)
        {
            _measured++;
            if (result.Detected) _found++;
            return;
        }

        _abstained++;
        var reason = result.Reason ?? "no reason given";
        if (_reasons.Count >= ReportLimits.ReasonsMax && !_reasons.ContainsKey(reason)) reason = OtherReasons;
        _reasons[reason] = _reasons.GetValueOrDefault(reason) + 1;
    }

    public DetectorRow ToRow() => new(
        id,
        ReportShare.Of(_measured, _found),
        _abstained,
        [.. _reasons.Select(pair => new ReportCount(pair.Key, pair.Value)).OrderByDescending(count => count.Items).ThenBy(count => count.Id, StringComparer.Ordinal)]);
}
