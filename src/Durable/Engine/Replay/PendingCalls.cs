using System.Text.Json;

namespace FunctionsPipeline.Durable.Engine;

/// <summary>A call whose result the orchestrator waits for.</summary>
internal abstract class PendingCall(DecisionEvent decision)
{
    /// <summary>What was asked for. After a replay: as recorded.</summary>
    public DecisionEvent Decision { get; set; } = decision;

    public abstract void Complete(string output);

    public abstract void Fail(Exception failure);
}

/// <inheritdoc cref="PendingCall"/>
internal sealed class PendingCall<T>(DecisionEvent decision) : PendingCall(decision)
{
    // Continuations run at once, inside the turn that delivers the result.
    private readonly TaskCompletionSource<T> _completion = new();

    public Task<T> Task => _completion.Task;

    public override void Complete(string output) => Settle(_completion, output);

    public override void Fail(Exception failure) => _completion.TrySetException(failure);

    /// <summary>Ends the task with the payload, or with the reason why it is no <typeparamref name="T"/>.</summary>
    public static void Settle(TaskCompletionSource<T> completion, string payload)
    {
        T value;
        try
        {
            value = Payload.Read<T>(payload);
        }
        catch (Exception error) when (error is JsonException or NotSupportedException)
        {
            completion.TrySetException(error);
            return;
        }

        completion.TrySetResult(value);
    }
}

/// <summary>A durable timer that has not fired.</summary>
internal sealed class PendingTimer(TimerCreated decision, Action onFired)
{
    /// <summary>What was asked for. After a replay: as recorded.</summary>
    public TimerCreated Decision { get; set; } = decision;

    /// <summary>Ends the wait of the orchestrator.</summary>
    public void Fire() => onFired();

    /// <summary>The alarm of this process, once the turn that set the timer is saved.</summary>
    public TimerQueue.Alarm? Alarm { get; set; }
}
