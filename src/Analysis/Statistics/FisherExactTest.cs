namespace FunctionsPipeline.Analysis;

/// <summary>Fisher's exact test: whether two shares differ, for counts too small for a normal curve.</summary>
public static class FisherExactTest
{
    // Tables that are equally likely on paper differ in the last digits; without the slack one of them would be left out.
    private const double Slack = 1 + 1e-9;

    /// <summary>
    /// Two-sided p value: the probability, both totals given, of all tables that are at most as likely as the one seen. Exact, so its false
    /// findings stay at or below the level asked for.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">There are no trials, or more found than tried.</exception>
    public static double TwoSidedP(ShareCount first, ShareCount second)
    {
        first.RefuseUnusable();
        second.RefuseUnusable();
        var found = first.Found + second.Found;
        var all = BetaFunction.LogChoose(first.Trials + second.Trials, found);
        var seen = Probability(first.Found);
        var sum = 0.0;
        for (var k = Math.Max(0, found - second.Trials); k <= Math.Min(found, first.Trials); k++)
        {
            var probability = Probability(k);
            if (probability <= seen * Slack) sum += probability;
        }

        return Math.Min(1, sum);

        double Probability(long inFirst) => Math.Exp(
            BetaFunction.LogChoose(first.Trials, inFirst) + BetaFunction.LogChoose(second.Trials, found - inFirst) - all);
    }
}
