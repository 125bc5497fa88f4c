using FunctionsPipeline.Durable;
using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.PaidCalls;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.Steps;

/// <summary>
/// Takes the paid steps of one item, for its orchestrator: waits for time slots, sends again what was provably not accepted, asks again
/// where an answer was of no use, and turns to the next model of a chain where one cannot. Whatever stood in is a recorded degradation.
/// </summary>
/// <param name="context">Of the item's orchestrator; all waiting is on it, so that a replay agrees.</param>
/// <param name="item">The item.</param>
/// <param name="answersMax">Answers of one model that may be of no use before the next model is asked, at least 1.</param>
/// <param name="timeoutSeconds">How long an accepted call may take.</param>
internal sealed class ItemSteps<TSettings>(OrchestrationContext context, ItemInput<TSettings> item, int answersMax, int timeoutSeconds)
    where TSettings : BatchSettings
{
    private readonly List<Degradation> _degradations = [];

    /// <summary>The step that is being taken, as <c>failedStage</c> names it.</summary>
    public string Stage { get; private set; } = BatchItems.Wait;

    /// <summary>Answers that were bought or taken over.</summary>
    public int Answers { get; private set; }

    /// <summary>What the answers cost whoever paid for them, ticks: a run that takes them over from another decides as that one did.</summary>
    public long SpentTicks { get; private set; }

    /// <summary>What fell back to something lesser.</summary>
    public IReadOnlyList<Degradation> Degradations => _degradations;

    /// <summary>Records a fallback that is not one from model to model.</summary>
    public T Accept<T>(Fallback<T> fallback)
    {
        _degradations.Add(fallback.Degradation);
        return fallback.Value;
    }

    /// <summary>Takes steps beside each other, and adds what they come to in the order in which they are given.</summary>
    /// <param name="branches">Each takes its steps with what it is given, and with nothing else.</param>
    /// <param name="inFlightMax">Branches under way at once.</param>
    /// <exception cref="ItemStoppedException">The first branch, in the order given, that was stopped. No further one was started, and those under way have ended.</exception>
    public async Task BesideAsync(IReadOnlyList<Func<ItemSteps<TSettings>, Task>> branches, int inFlightMax)
    {
        var started = new List<(ItemSteps<TSettings> Steps, Task Task)>();
        var inFlight = new List<Task>();
        foreach (var branch in branches)
        {
            if (inFlight.Count == inFlightMax) inFlight.Remove(await Task.WhenAny(inFlight));
            if (started.Any(other => other.Task.IsFaulted)) break;

            var own = new ItemSteps<TSettings>(context, item, answersMax, timeoutSeconds);
            var task = branch(own);
            started.Add((own, task));
            inFlight.Add(task);
        }

        // All of them end, so that what is paid is settled before the item is.
        while (inFlight.Count > 0) inFlight.Remove(await Task.WhenAny(inFlight));
        foreach (var (own, _) in started) Add(own);
        foreach (var (own, task) in started)
        {
            if (task.IsFaulted) Stage = own.Stage;
            await task;
        }
    }

    private void Add(ItemSteps<TSettings> branch)
    {
        Answers += branch.Answers;
        SpentTicks += branch.SpentTicks;
        Stage = branch.Stage;
        _degradations.AddRange(branch.Degradations);
    }

    /// <summary>Takes a step.</summary>
    /// <param name="activity">Takes it with one model.</param>
    /// <param name="step">Its name.</param>
    /// <param name="repeat">Which of several times that the item takes it, from 0.</param>
    /// <param name="chain">The models, the preferred one first.</param>
    /// <param name="from">Which earlier repeat it goes on from, for steps that do.</param>
    /// <param name="triesMax">Answers of one model that may be of no use, where it is not the item's usual number.</param>
    /// <exception cref="ItemStoppedException">It gave no usable answer, and the item ends.</exception>
    public async Task<TVerdict> TakeAsync<TVerdict>(
        ActivityReference<StepCall<TSettings>, StepAnswer<TVerdict>> activity,
        string step,
        int repeat,
        IReadOnlyList<ModelChoice> chain,
        int? from = null,
        int? triesMax = null)
        where TVerdict : class
    {
        Stage = step;
        var failures = new List<StepFailure>();
        for (var choice = 0; choice < chain.Count; choice++)
        {
            if (chain[choice].Missing is { } missing)
            {
                failures.Add(new StepFailure(new ItemError("provider_missing", $"{chain[choice]}: {missing}", "Set its key, or name another model.", false), null));
                continue;
            }

            var (verdict, failure) = await TryAsync(activity, new StepCall<TSettings>(item, step, repeat, choice, PaidAttempt: 0) { From = from }, triesMax ?? answersMax);
            if (verdict is null) failures.Add(failure!);
            else return failures.Count == 0 ? verdict : Accept(new Fallback<TVerdict>(verdict, StoodIn(step, chain, choice, failures)));
        }

        // What the preferred model failed by is what a person can do something about.
        throw new ItemStoppedException(ItemStatus.Failed, failures[0].Error, failures[0].StopReason);
    }

    /// <summary>Has the item's end written down, with what its steps came to.</summary>
    /// <param name="activity">Writes it.</param>
    /// <param name="status">How it ended.</param>
    /// <param name="error">Why it did not succeed; null when it did.</param>
    /// <param name="stopReason">Why nothing else of the run may start; null when nothing is in the way.</param>
    public Task<ItemOutcome> EndAsync(
        ActivityReference<StepsEnding<TSettings>, ItemOutcome> activity, ItemStatus status, ItemError? error = null, string? stopReason = null) =>
        context.CallActivityAsync(
            activity, new StepsEnding<TSettings>(item, status, Stage, Answers, Degradations, error, stopReason), BatchDelays.StorageRetry);

    private Degradation StoodIn(string step, IReadOnlyList<ModelChoice> chain, int choice, List<StepFailure> failures) => new(
        step + "_fallback",
        $"Step '{step}' was to be done by {chain[0]}.",
        string.Join(" ", failures.Select(failure => failure.Error.Message)),
        new DateTimeOffset(context.CurrentUtcDateTime, TimeSpan.Zero),
        $"Step '{step}' was done by {chain[choice]} instead.");

    /// <summary>One model: asked again while its answers are of no use, within limits.</summary>
    private async Task<(TVerdict? Verdict, StepFailure? Failure)> TryAsync<TVerdict>(
        ActivityReference<StepCall<TSettings>, StepAnswer<TVerdict>> activity, StepCall<TSettings> call, int triesMax)
        where TVerdict : class
    {
        for (var useless = 0; ; call = call with { PaidAttempt = call.PaidAttempt + 1 })
        {
            var answer = await SubmitAsync(activity, call);
            SpentTicks += answer.ChargedTicks;
            switch (answer.Submit.Outcome)
            {
                case SubmitOutcome.Accepted when answer.Verdict is not null:
                    Answers++;
                    return (answer.Verdict, null);
                case SubmitOutcome.Accepted when answer.Problem is { } problem:
                    Answers++;
                    if (!problem.IsRetryable || ++useless >= triesMax)
                    {
                        return (null, new StepFailure(new ItemError(problem.Code, problem.Message, "The answer was paid for. pipeline retry asks again.", problem.IsRetryable), null));
                    }

                    await context.CreateTimer(BatchDelays.Backoff(item, useless));
                    break;
                case SubmitOutcome.Spent:
                    break;
                case SubmitOutcome.Unknown:
                    throw new ItemStoppedException(ItemStatus.Unknown, answer.Submit.Error!);
                case SubmitOutcome.BudgetStopped:
                    throw new ItemStoppedException(ItemStatus.Skipped, answer.Submit.Error!, StopReasons.Budget);
                case SubmitOutcome.Cancelled:
                    throw new ItemStoppedException(ItemStatus.Cancelled, answer.Submit.Error!, StopReasons.Cancelled);
                default:
                    return (null, new StepFailure(answer.Submit.Error ?? BatchErrors.NoSlot, answer.Submit.StopReason));
            }
        }
    }

    /// <summary>One paid attempt: waits for its slot, tries again while it is provably not accepted, and waits for a queue's answer.</summary>
    private async Task<StepAnswer<TVerdict>> SubmitAsync<TVerdict>(
        ActivityReference<StepCall<TSettings>, StepAnswer<TVerdict>> activity, StepCall<TSettings> call)
        where TVerdict : class
    {
        DateTime? deadline = null;
        for (int waits = 0, turns = 0, polls = 0; ;)
        {
            var answer = await context.CallActivityAsync(activity, call, BatchDelays.StorageRetry);
            call = call with { Place = answer.Submit.Place };
            switch (answer.Submit.Outcome)
            {
                case SubmitOutcome.Wait when ++waits <= BatchLimits.SlotWaitsMax:
                    await context.CreateTimer(TimeSpan.FromSeconds(answer.Submit.WaitSeconds));
                    break;
                case SubmitOutcome.TurnedAway when ++turns < item.Settings.SubmitAttemptsMax:
                    await context.CreateTimer(BatchDelays.Longer(TimeSpan.FromSeconds(answer.Submit.WaitSeconds), BatchDelays.Backoff(item, turns)));
                    break;
                case SubmitOutcome.Pending:
                    deadline ??= context.CurrentUtcDateTime.AddSeconds(timeoutSeconds);
                    if (context.CurrentUtcDateTime >= deadline) call = call with { IsGivenUp = true };
                    else await context.CreateTimer(BatchDelays.Poll(polls++));
                    break;
                case SubmitOutcome.Wait or SubmitOutcome.TurnedAway:
                    // No more patience: what is held for the call goes back. It may turn out that it was accepted after all.
                    var last = await context.CallActivityAsync(activity, call with { IsGivenUp = true }, BatchDelays.StorageRetry);
                    return last.Submit.Outcome is SubmitOutcome.Accepted or SubmitOutcome.Unknown ? last : answer;
                default:
                    return answer;
            }
        }
    }

    private sealed record StepFailure(ItemError Error, string? StopReason);
}
