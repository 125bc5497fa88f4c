namespace FunctionsPipeline.Pipelines.VideoBatch.Reporting;

/// <summary>Orders the variants and holds each against the plain prompts.</summary>
internal static class VariantRanking
{
    public static IReadOnlyList<VariantRow> Rank(IReadOnlyList<VariantTally> tallies)
    {
        var rows = tallies.Select(tally => tally.ToRow()).ToArray();
        var plain = rows.FirstOrDefault(row => row.Traps.Count == 0)?.Defective;
        return
        [
            .. rows
                .Select(row => row with { Standing = Standing(row, plain) })
                .OrderBy(row => row.Traps.Count == 0)
                .ThenByDescending(row => row.Defective.Share ?? -1)
                .ThenByDescending(row => row.Defective.Lower)
                .ThenBy(row => row.VariantId, StringComparer.Ordinal),
        ];
    }

    /// <remarks>
    /// Two 95 % intervals that do not touch are a much rarer accident than one in twenty: about one in two hundred, so that a handful of
    /// variants may be held against the plain prompts at once. It is a cautious reading, not a test with a p value.
    /// </remarks>
    private static VariantStanding Standing(VariantRow row, ReportShare? plain)
    {
        if (row.Traps.Count == 0) return VariantStanding.Baseline;
        if (plain?.Share is null || row.Defective.Share is null) return VariantStanding.NotMeasured;
        if (row.Defective.Lower > plain.Upper) return VariantStanding.AbovePlain;
        return row.Defective.Upper < plain.Lower ? VariantStanding.BelowPlain : VariantStanding.NotToldApart;
    }
}
