using FunctionsPipeline.Durable;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.Control;

/// <summary>What a person may say of a run that exists: end it, hold it, go on, try some of it again.</summary>
/// <remarks>Safe for several threads and processes; saying a thing twice is saying it once.</remarks>
public sealed class RunControl(PipelineCatalog catalog, RunStore runs, IOrchestrationClient client)
{
    /// <summary>Asks a run to end: what is paid settles, nothing new is bought.</summary>
    /// <exception cref="RunStateException">It has ended already, or was never started.</exception>
    public async Task CancelAsync(RunRecord run, CancellationToken cancellationToken)
    {
        RefuseEnded(run, "there is nothing to cancel");

        // A run that is held could not hear of it.
        if (run.IsSuspended) await ContinueAsync(run, cancellationToken);
        if (await catalog[run.Pipeline].CancelAsync(client, run, cancellationToken)) return;
        throw new RunStateException("run_not_started", $"Run {run.RunId} was never started; there is nothing to cancel.", null);
    }

    /// <summary>Holds a run: nothing new is bought and nothing goes on until it is resumed. What the provider has accepted it goes on making.</summary>
    /// <exception cref="RunStateException">It has ended already.</exception>
    public async Task<RunRecord> SuspendAsync(RunRecord run, CancellationToken cancellationToken)
    {
        RefuseEnded(run, "there is nothing to suspend");

        // The mark comes first: an instance that is just being started, and so not listed yet, looks at it before it buys.
        var held = await runs.UpdateAsync(run.RunId, stored => stored.IsSuspended ? stored : stored with { IsSuspended = true }, cancellationToken);
        await foreach (var instance in InstancesAsync(run, cancellationToken))
        {
            await client.SuspendAsync(instance.InstanceId, "suspended by a person", cancellationToken);
        }

        return held;
    }

    /// <summary>
    /// Goes on with a run that is held, or that a cap or a failure of the machine has stopped. A run that is at work stays as it is.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="budgetTicks">A new cap of a run that a cap has stopped; null keeps the old one.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="RunStateException">It has ended for good.</exception>
    public async Task<RunRecord> ResumeAsync(RunRecord run, long? budgetTicks, CancellationToken cancellationToken)
    {
        if (run.IsSuspended) return await ContinueAsync(run, cancellationToken);
        var planned = await PlanResumeAsync(run, budgetTicks, cancellationToken);
        await catalog[run.Pipeline].StartAsync(client, planned, cancellationToken);
        return planned;
    }

    /// <summary>The run as it is to be started again, without starting it; one that is at work stays as it is.</summary>
    /// <param name="run">The run.</param>
    /// <param name="budgetTicks">A new cap of a run that a cap has stopped; null keeps the old one.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="RunStateException">It has ended for good.</exception>
    public async Task<RunRecord> PlanResumeAsync(RunRecord run, long? budgetTicks, CancellationToken cancellationToken)
    {
        var pipeline = catalog[run.Pipeline];
        if (run.Status == RunStatus.BudgetStopped)
        {
            return await pipeline.PlanRetryAsync(
                run, item => item.Status is ItemStatus.Pending or ItemStatus.Skipped, budgetTicks, evenIfEmpty: false, cancellationToken) ?? run;
        }

        RefuseEnded(run, "there is nothing to resume");

        // A round whose instance broke (a full disk at the very end, say) is followed by one over what is left.
        var state = await client.GetAsync(pipeline.InstanceId(run), cancellationToken);
        return state is { Status: OrchestrationStatus.Failed or OrchestrationStatus.Terminated }
            ? await pipeline.PlanRetryAsync(run, item => item.Status == ItemStatus.Pending, budgetTicks, evenIfEmpty: true, cancellationToken) ?? run
            : run;
    }

    /// <summary>Starts another round over some items of an ended run. What was paid and delivered is not paid again.</summary>
    /// <param name="run">The run.</param>
    /// <param name="isWanted">Which items.</param>
    /// <param name="budgetTicks">A new cap of the run; null keeps the old one.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="RunStateException">It has not ended, or has no such items.</exception>
    public async Task<RunRecord> RetryAsync(RunRecord run, Func<ItemRecord, bool> isWanted, long? budgetTicks, CancellationToken cancellationToken)
    {
        if (!run.IsEnded) throw new RunStateException("run_not_ended", $"Run {run.RunId} has not ended; only an ended run is retried.", "Wait for its end, or cancel it.");
        var pipeline = catalog[run.Pipeline];
        var planned = await pipeline.PlanRetryAsync(run, isWanted, budgetTicks, evenIfEmpty: false, cancellationToken)
            ?? throw new RunStateException("no_such_items", $"Run {run.RunId} has no such items.", "Its items can be listed by status.");
        await pipeline.StartAsync(client, planned, cancellationToken);
        return planned;
    }

    private async Task<RunRecord> ContinueAsync(RunRecord run, CancellationToken cancellationToken)
    {
        var going = await runs.UpdateAsync(run.RunId, stored => stored.IsSuspended ? stored with { IsSuspended = false } : stored, cancellationToken);
        await foreach (var instance in InstancesAsync(run, cancellationToken))
        {
            await client.ResumeAsync(instance.InstanceId, "resumed by a person", cancellationToken);
        }

        return going;
    }

    private async IAsyncEnumerable<OrchestrationState> InstancesAsync(
        RunRecord run, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var instance in client.ListAsync(catalog[run.Pipeline].InstanceIdPrefix(run.RunId), cancellationToken))
        {
            if (!instance.IsEnded) yield return instance;
        }
    }

    private static void RefuseEnded(RunRecord run, string what)
    {
        if (!run.IsEnded) return;
        var status = run.Status.ToString().ToLowerInvariant();
        throw new RunStateException("run_ended", $"Run {run.RunId} has ended ({status}); {what}.", "Retry tries some of its items again.");
    }
}

/// <summary>A run is not in a state for what was asked. Nothing was changed.</summary>
/// <param name="code">Stable, snake_case.</param>
/// <param name="message">Why.</param>
/// <param name="hint">What to do instead, or null.</param>
public sealed class RunStateException(string code, string message, string? hint) : Exception(message)
{
    /// <summary>Stable, snake_case.</summary>
    public string Code { get; } = code;

    /// <summary>What to do instead, or null.</summary>
    public string? Hint { get; } = hint;
}
