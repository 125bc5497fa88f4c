using FunctionsPipeline.Durable;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.Control;

/// <summary>What a person may say of a run that exists: end it, hold it, go on, try some of it again.</summary>
/// <remarks>Safe for several threads and processes; saying a thing twice is saying it once.</remarks>
public sealed class RunControl(PipelineCatalog catalog, RunStore runs, IOrchestrationClient client)
{
    private readonly RunMessages _messages = new(runs, client);

    /// <inheritdoc cref="RunMessages.CancelAsync"/>
    public Task CancelAsync(RunRecord run, CancellationToken cancellationToken) => _messages.CancelAsync(run, cancellationToken);

    /// <inheritdoc cref="RunMessages.SuspendAsync"/>
    public Task<RunRecord> SuspendAsync(RunRecord run, CancellationToken cancellationToken) => _messages.SuspendAsync(run, cancellationToken);

    /// <summary>Why a run that has not ended does not go on by itself; null for one that does, and for one that a person holds.</summary>
    public async Task<RunObstacle?> FindObstacleAsync(RunRecord run, CancellationToken cancellationToken)
    {
        if (run.IsEnded || await client.GetAsync(catalog[run.Pipeline].InstanceId(run), cancellationToken) is not { } instance) return null;
        if (instance.IsBroken)
        {
            var failure = instance.Failure ?? new FailureDetails(FailureDetails.TerminatedCode, "its instance was terminated.");
            return new RunObstacle(failure.Code, $"Round {run.Round} broke off: {failure.Message}", "Resume the run: it goes on with what has not ended, and pays nothing again.");
        }

        return instance is { IsEnded: false, Failure: { } held }
            ? new RunObstacle(held.Code, $"The run cannot go on: {held.Message}", "Let the version of the program that began it go on with it; nothing is lost.")
            : null;
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
        if (run.IsSuspended) return await _messages.ContinueAsync(run, cancellationToken);
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

        RunMessages.RefuseEnded(run, "there is nothing to resume");

        // A round whose instance broke (a full disk at the very end, say) is followed by one over what is left.
        return await client.GetAsync(pipeline.InstanceId(run), cancellationToken) is { IsBroken: true }
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
}

/// <summary>Why a run does not go on by itself.</summary>
/// <param name="Code">Stable, snake_case.</param>
/// <param name="Message">What stopped it.</param>
/// <param name="Hint">What to do.</param>
public sealed record RunObstacle(string Code, string Message, string Hint);

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
