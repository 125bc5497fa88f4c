using FunctionsPipeline.Durable;
using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.Control;

/// <summary>What a run at work can be told, from any process that sees its state: to end, to hold, to go on.</summary>
/// <remarks>Safe for several threads and processes; saying a thing twice is saying it once.</remarks>
public sealed class RunMessages(RunStore runs, IOrchestrationClient client)
{
    /// <summary>Asks a run to end: what is paid settles, nothing new is bought.</summary>
    /// <exception cref="RunStateException">It has ended already, or was never started.</exception>
    public async Task CancelAsync(RunRecord run, CancellationToken cancellationToken)
    {
        RefuseEnded(run, "there is nothing to cancel");

        // A run that is held could not hear of it.
        if (run.IsSuspended) await ContinueAsync(run, cancellationToken);
        if (await client.RaiseEventAsync(BatchInstanceIds.Run(run.RunId.Value, run.Round), BatchEvents.Cancel, "cancel", cancellationToken)) return;
        throw new RunStateException("run_not_started", $"Run {run.RunId} was never started; there is nothing to cancel.", null);
    }

    /// <summary>Holds a run: nothing new is bought and nothing goes on until it is resumed. What the provider has accepted it goes on making.</summary>
    /// <exception cref="RunStateException">It has ended already.</exception>
    public async Task<RunRecord> SuspendAsync(RunRecord run, CancellationToken cancellationToken)
    {
        RefuseEnded(run, "there is nothing to suspend");

        // The mark comes first: an instance that is not listed in time looks at it before it buys, though it then asks again only every minute.
        var held = await runs.UpdateAsync(run.RunId, stored => stored.IsSuspended ? stored : stored with { IsSuspended = true }, cancellationToken);
        var told = new HashSet<string>(StringComparer.Ordinal);
        int before;
        do
        {
            // What was being started meanwhile is listed the next time; once nothing is, nothing more will be, for who would start it is held.
            before = told.Count;
            await foreach (var instance in InstancesAsync(run, cancellationToken))
            {
                if (told.Add(instance.InstanceId)) await client.SuspendAsync(instance.InstanceId, "suspended by a person", cancellationToken);
            }
        }
        while (told.Count > before);
        return held;
    }

    /// <summary>Goes on with a run that is held.</summary>
    public async Task<RunRecord> ContinueAsync(RunRecord run, CancellationToken cancellationToken)
    {
        var going = await runs.UpdateAsync(run.RunId, stored => stored.IsSuspended ? stored with { IsSuspended = false } : stored, cancellationToken);
        await foreach (var instance in InstancesAsync(run, cancellationToken))
        {
            await client.ResumeAsync(instance.InstanceId, "resumed by a person", cancellationToken);
        }

        return going;
    }

    internal static void RefuseEnded(RunRecord run, string what)
    {
        if (!run.IsEnded) return;
        var status = run.Status.ToString().ToLowerInvariant();
        throw new RunStateException("run_ended", $"Run {run.RunId} has ended ({status}); {what}.", "Retry tries some of its items again.");
    }

    private IAsyncEnumerable<OrchestrationState> InstancesAsync(RunRecord run, CancellationToken cancellationToken) =>
        client.ListAsync(BatchInstanceIds.Prefix(run.RunId.Value), cancellationToken).Where(instance => !instance.IsEnded);
}
