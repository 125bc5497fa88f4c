using System.Runtime.CompilerServices;
using FunctionsPipeline.State.Ledger;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.Images.Reporting;

/// <summary>A line of <c>audit.jsonl</c>: what was done when, by the id of the call.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Event">What: <c>held</c> (the money, before the call), how the call stands, <c>taken_over</c> from another run, or <c>ended</c>, the prompt.</param>
/// <param name="ItemId">The prompt.</param>
/// <param name="Step">The step.</param>
/// <param name="Repeat">Which of several times.</param>
/// <param name="Attempt">Number of the paid attempt.</param>
/// <param name="Model"><c>provider/model</c>.</param>
/// <param name="CallId">Row of the ledger.</param>
/// <param name="RequestId">The provider's id.</param>
/// <param name="Ticks">Money held or charged, ticks of 1e-10 USD.</param>
/// <param name="Note">What was said of it.</param>
public sealed record AuditLine(
    DateTimeOffset At,
    string Event,
    string ItemId,
    string? Step = null,
    int? Repeat = null,
    int? Attempt = null,
    string? Model = null,
    string? CallId = null,
    string? RequestId = null,
    long? Ticks = null,
    string? Note = null);

/// <summary>The audit trail of a run: by prompt in the order of the plan, and of each in the order of time.</summary>
internal static class AuditTrail
{
    /// <summary>Reads it; the calls of the run are gathered, because the ledger knows no order of time.</summary>
    public static async IAsyncEnumerable<AuditLine> ReadAsync(
        PipelineServices services, RunRecord run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var calls = new Dictionary<string, List<LedgerEntry>>(StringComparer.Ordinal);
        await foreach (var call in services.Ledger.ListAsync(run.Project, run.RunId, null, cancellationToken))
        {
            if (!calls.TryGetValue(call.ItemId, out var own)) calls[call.ItemId] = own = [];
            own.Add(call);
        }

        await foreach (var item in services.Runs.ListItemsAsync(run.RunId, null, cancellationToken))
        {
            var lines = new List<AuditLine>();
            foreach (var call in calls.GetValueOrDefault(item.ItemId) ?? []) lines.AddRange(LinesOf(call));
            await foreach (var step in services.Steps.ListAsync(run.RunId, item.Index, cancellationToken))
            {
                if (step.TakenFrom is not { } source) continue;
                var model = step.Inputs.First(input => input.Name == "model").Shown;
                lines.Add(new AuditLine(item.UpdatedAt, "taken_over", item.ItemId, step.Step, step.Repeat, null, model, step.CallId, null, 0, $"from run {source}"));
            }

            foreach (var line in lines.OrderBy(line => line.At)) yield return line;
            yield return new AuditLine(item.UpdatedAt, "ended", item.ItemId, Note: item.Status.ToString().ToLowerInvariant());
        }
    }

    private static IEnumerable<AuditLine> LinesOf(LedgerEntry call)
    {
        var line = new AuditLine(
            call.CreatedAt, "held", call.ItemId, call.Step, call.Repeat, call.Retry, $"{call.Provider}/{call.Model}", call.CallId, null, call.WorstTicks);
        yield return line;
        yield return line with
        {
            At = call.UpdatedAt,
            Event = call.State.ToString().ToLowerInvariant(),
            RequestId = call.RequestId,
            Ticks = call.ChargedTicks,
            Note = call.Message,
        };
    }
}
