using System.Collections.Concurrent;

namespace FunctionsPipeline.Simulator.Calls;

/// <summary>Every accepted call, in the order of acceptance. Safe for several threads.</summary>
internal sealed class CallBook : IDisposable
{
    private readonly ConcurrentDictionary<string, Call> _calls = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _repeats = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private readonly List<Call> _order = [];
    private readonly Journal? _journal;

    /// <summary>A book that knows what its journal knows, or an empty one without a journal.</summary>
    /// <exception cref="StartException">The journal cannot be used.</exception>
    public CallBook(string? journalPath)
    {
        if (journalPath is not null) _journal = Journal.Open(journalPath, Replay);
    }

    /// <summary>Number of accepted calls.</summary>
    public int Count => _calls.Count;

    /// <summary>Numbers the calls with one prompt, so that a repeat is another call with another outcome.</summary>
    /// <returns>0 for the first one.</returns>
    public int NextRepeat(string provider, string promptHash) => _repeats.AddOrUpdate(RepeatKey(provider, promptHash), 0, (_, last) => last + 1);

    /// <summary>Accepts a call: from here on it exists, whatever the client gets to hear.</summary>
    public Call Accept(CallFacts facts)
    {
        _journal?.Append(new JournalLine { Accepted = facts });
        return Add(facts);
    }

    /// <summary>The call with an id, or null.</summary>
    public Call? Find(string requestId) => _calls.GetValueOrDefault(requestId);

    /// <summary>Takes a waiting call back.</summary>
    public void Cancel(Call call, DateTimeOffset now)
    {
        _journal?.Append(new JournalLine { Cancelled = new CallEvent(call.Facts.RequestId, now) });
        call.Cancel(now);
    }

    /// <summary>Hands out a result that is handed out once.</summary>
    /// <returns>True for the first caller only.</returns>
    public bool TryFetch(Call call, DateTimeOffset now)
    {
        if (!call.TryFetch()) return false;
        _journal?.Append(new JournalLine { Fetched = new CallEvent(call.Facts.RequestId, now) });
        return true;
    }

    /// <summary>All calls, oldest first.</summary>
    public IReadOnlyList<Call> Snapshot()
    {
        lock (_gate) return [.. _order];
    }

    /// <inheritdoc/>
    public void Dispose() => _journal?.Dispose();

    private Call Add(CallFacts facts)
    {
        var call = new Call(facts);
        if (!_calls.TryAdd(facts.RequestId, call)) throw new InvalidOperationException($"Request id {facts.RequestId} was given twice.");
        lock (_gate) _order.Add(call);
        return call;
    }

    private void Replay(JournalLine line)
    {
        if (line.Accepted is { } facts)
        {
            Add(facts);
            NextRepeat(facts.Provider, facts.PromptHash);
        }
        else if (line.Cancelled is { } cancelled)
        {
            Find(cancelled.RequestId)?.Cancel(cancelled.At);
        }
        else if (line.Fetched is { } fetched)
        {
            Find(fetched.RequestId)?.TryFetch();
        }
    }

    private static string RepeatKey(string provider, string promptHash) => provider + promptHash;
}
