using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Durable.Engine;

/// <summary>Runs activities, first come, first served, at most so many at once.</summary>
/// <remarks>Safe for several threads.</remarks>
internal sealed class ActivityDispatcher(OrchestrationRegistry registry, int concurrencyMax, WorkCounter busy, ILogger logger)
{
    private readonly Lock _gate = new();
    private readonly Queue<Job> _waiting = new();
    private readonly WorkCounter _inFlight = new();
    private readonly CancellationTokenSource _abort = new();
    private int _running;
    private bool _closed;

    /// <summary>An activity whose schedule is on disk, and who gets its result.</summary>
    public readonly record struct Job(InstanceActor Caller, ActivityScheduled Scheduled);

    public void Enqueue(IReadOnlyList<Job> jobs)
    {
        int starts;
        lock (_gate)
        {
            if (_closed) return;
            busy.Enter(jobs.Count);
            foreach (var job in jobs) _waiting.Enqueue(job);
            starts = Math.Min(concurrencyMax - _running, jobs.Count);
            _running += starts;
            _inFlight.Enter(starts);
        }

        for (var index = 0; index < starts; index++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static dispatcher => _ = dispatcher.WorkAsync(), this, preferLocal: false);
        }
    }

    /// <summary>Starts no more; completes when those under way have ended.</summary>
    public Task DrainAsync()
    {
        lock (_gate)
        {
            _closed = true;
            busy.Leave(_waiting.Count);
            _waiting.Clear();
        }

        return _inFlight.WhenZeroAsync();
    }

    /// <summary>Starts no more and asks those under way to give up.</summary>
    public void Abort()
    {
        _ = DrainAsync();
        _ = _abort.CancelAsync();
    }

    private async Task WorkAsync()
    {
        while (TryTake(out var job))
        {
            var result = await RunAsync(job);
            if (result is not null) job.Caller.Post(new Message(result));
            busy.Leave();
        }

        _inFlight.Leave();
    }

    private bool TryTake(out Job job)
    {
        lock (_gate)
        {
            if (_waiting.TryDequeue(out job)) return true;
            _running--;
            return false;
        }
    }

    /// <summary>The result, or null when the activity gave up because the engine stops: then it runs again next time.</summary>
    private async Task<ReceivedEvent?> RunAsync(Job job)
    {
        var scheduled = job.Scheduled;
        try
        {
            if (!registry.Activities.TryGetValue(scheduled.Name, out var activity))
            {
                return new ActivityFailed(scheduled.Step, new FailureDetails(
                    FailureCodes.ActivityNotRegistered, $"Activity '{scheduled.Name}' is not registered.", IsRetryable: false));
            }

            var context = new ActivityContext(job.Caller.Id, scheduled.Name, scheduled.Step, scheduled.Attempt);
            var output = await activity.RunAsync(context, Payload.Read(scheduled.Input, activity.InputType), _abort.Token);
            return new ActivityCompleted(scheduled.Step, Payload.Write(output, activity.OutputType, $"output of activity '{scheduled.Name}'"));
        }
        catch (OperationCanceledException) when (_abort.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception error)
        {
            // Whatever user code throws becomes a line of history; the stack goes to the log, where it is of use.
            var failure = FailureTranslator.Of(error);
            if (failure.Code == FailureDetails.UnhandledCode)
            {
                logger.LogWarning(error, "Activity {Activity} of {Instance} threw at step {Step}.", scheduled.Name, job.Caller.Id, scheduled.Step);
            }

            return new ActivityFailed(scheduled.Step, failure);
        }
    }
}
