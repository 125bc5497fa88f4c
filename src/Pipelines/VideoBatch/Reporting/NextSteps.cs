using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.VideoBatch.Reporting;

/// <summary>What a person can do after a run, with the commands.</summary>
internal static class NextSteps
{
    public static IReadOnlyList<NextStep> Of(string runId, RunStatus status, ReportCounts counts, IReadOnlyList<ErrorGroup> failures)
    {
        var steps = new List<NextStep>();
        if (counts.Unknown > 0)
        {
            steps.Add(new NextStep(
                "Settle the unknown calls: look for each on the provider's bill, then say whether it was charged. Until then its price stays reserved, and nothing is sent again. With the request id from the bill, the retry fetches the clip instead of buying it again.",
                [
                    $"./pipeline ledger list {runId} --state unknown",
                    "./pipeline ledger resolve CALL-ID --charged-usd AMOUNT [--request-id ID]",
                    "./pipeline ledger resolve CALL-ID --not-charged",
                    $"./pipeline retry {runId} --only unknown",
                ]));
        }

        if (status == RunStatus.BudgetStopped)
        {
            steps.Add(new NextStep("Raise the cap and go on with the items that were not started.", [$"./pipeline resume {runId} --max-usd AMOUNT"]));
        }
        else if (counts.Unfinished > 0)
        {
            steps.Add(new NextStep("Go on with the items that have not ended.", [$"./pipeline resume {runId}"]));
        }
        else if (counts.Skipped > 0)
        {
            steps.Add(new NextStep("Once the reason is gone, run the items that were not started.", [$"./pipeline retry {runId} --only skipped"]));
        }

        var retryable = failures.Where(group => group.Retryable).Sum(group => group.Items);
        if (retryable > 0)
        {
            steps.Add(new NextStep(
                "Try the failed items again. A clip that was paid and delivered is not paid again; a generation that ended without a clip is bought anew.", [$"./pipeline retry {runId} --only failed"]));
        }

        return steps;
    }
}
