using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Durable.Engine;

/// <summary>Hands on what this process and others have put into the inbox, each message once, in order.</summary>
/// <remarks>Safe for several threads.</remarks>
internal sealed class InboxReader(EngineRuntime engine, TimeProvider time, TimeSpan pollInterval) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<InboxMessage>> _unclaimed = new(StringComparer.Ordinal);
    private ITimer? _poll;
    private long _lastId;

    /// <summary>Reads what is there and goes on looking for more.</summary>
    public void Start()
    {
        Read();
        _poll = time.CreateTimer(_ => ReadOrFail(), null, pollInterval, pollInterval);
    }

    /// <summary>Looks for new messages now.</summary>
    public void Read()
    {
        lock (_gate)
        {
            if (!engine.MayStart) return;
            foreach (var message in engine.Store.ReadInbox(_lastId))
            {
                _lastId = message.Id;
                HandOn_NeedsLock(message);
            }
        }
    }

    /// <summary>Gives a new instance what came between its first commit and now.</summary>
    public void Claim(InstanceActor actor)
    {
        lock (_gate)
        {
            if (!_unclaimed.Remove(actor.Id, out var messages)) return;
            foreach (var message in messages) HandOn_NeedsLock(message);
        }
    }

    /// <summary>Looks no more. The engine has stopped by now, so that a look that begins later does nothing.</summary>
    public void Dispose()
    {
        _poll?.Dispose();
        lock (_gate) _unclaimed.Clear();
    }

    private void ReadOrFail()
    {
        try
        {
            Read();
        }
        catch (Exception error)
        {
            // A timer has no caller to tell; the engine tells everybody.
            engine.Fail(error);
        }
    }

    private void HandOn_NeedsLock(InboxMessage message)
    {
        if (message.Kind == InboxKind.Terminate)
        {
            _ = TerminateAsync(message);
            return;
        }

        if (engine.Find(message.InstanceId) is { } actor)
        {
            actor.Post(new Message(LineOf(message), message.Id));
            return;
        }

        // Not run by this process, or not yet.
        if (!_unclaimed.TryGetValue(message.InstanceId, out var messages)) _unclaimed.Add(message.InstanceId, messages = []);
        messages.Add(message);
    }

    private async Task TerminateAsync(InboxMessage message)
    {
        try
        {
            await engine.TerminateAsync(message.InstanceId, message.Name, CancellationToken.None);
        }
        catch (Exception error) when (engine.MayRecord)
        {
            // After a stop the message is simply still there, for the next start.
            engine.Fail(error);
        }
    }

    private static ReceivedEvent LineOf(InboxMessage message) => message.Kind switch
    {
        InboxKind.RaiseEvent => new EventRaised(message.Name, message.Payload),
        InboxKind.Suspend => new ExecutionSuspended(message.Name),
        InboxKind.Resume => new ExecutionResumed(message.Name),
        _ => throw new InvalidOperationException($"Inbox message {message.Id} is of unknown kind {message.Kind}."),
    };
}
