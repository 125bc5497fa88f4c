using System.Collections.Concurrent;

namespace FunctionsPipeline.Simulator.Calls;

/// <summary>
/// Hands out places to work. A provider with a queue works on a limited number of calls of one key at once, the others wait in order;
/// the other providers begin at once. Nothing happens in the background: the past is worked out when somebody asks. Safe for several threads.
/// </summary>
/// <param name="queueProvider">The provider with a queue.</param>
/// <param name="concurrency">Its places per key; 0 is unlimited.</param>
internal sealed class WorkPlaces(string queueProvider, int concurrency)
{
    private readonly ConcurrentDictionary<string, Account> _accounts = new(StringComparer.Ordinal);

    /// <summary>Lets a call begin or wait.</summary>
    public void Admit(Call call)
    {
        if (call.Facts.Provider != queueProvider || concurrency == 0) call.Start(call.Facts.AcceptedAt);
        else AccountOf(call.Facts.KeyId).Admit(call, concurrency);
    }

    /// <summary>Lets those begin whose turn has come by a moment, and returns how many wait ahead of a call.</summary>
    public int Ahead(Call call, DateTimeOffset now) => concurrency == 0 ? 0 : AccountOf(call.Facts.KeyId).Ahead(call, now);

    /// <summary>Takes a call back if it still waits.</summary>
    /// <returns>False when work has begun.</returns>
    public bool TryWithdraw(Call call, DateTimeOffset now, Action<Call> onWithdrawn) =>
        concurrency > 0 && AccountOf(call.Facts.KeyId).TryWithdraw(call, now, onWithdrawn);

    /// <summary>Lets all calls begin whose turn has come by a moment.</summary>
    public void Settle(DateTimeOffset now)
    {
        foreach (var account in _accounts.Values) account.Settle(now);
    }

    private Account AccountOf(string keyId) => _accounts.GetOrAdd(keyId, _ => new Account());

    private sealed class Account
    {
        private readonly Lock _gate = new();
        private readonly LinkedList<Call> _waiting = [];
        private readonly PriorityQueue<Call, DateTimeOffset> _working = new();

        public void Admit(Call call, int concurrency)
        {
            lock (_gate)
            {
                Settle_NeedsLock(call.Facts.AcceptedAt);
                if (_working.Count < concurrency) Begin_NeedsLock(call, call.Facts.AcceptedAt);
                else _waiting.AddLast(call);
            }
        }

        public int Ahead(Call call, DateTimeOffset now)
        {
            lock (_gate)
            {
                Settle_NeedsLock(now);
                var ahead = 0;
                foreach (var other in _waiting)
                {
                    if (ReferenceEquals(other, call)) return ahead;
                    ahead++;
                }

                return 0;
            }
        }

        public bool TryWithdraw(Call call, DateTimeOffset now, Action<Call> onWithdrawn)
        {
            lock (_gate)
            {
                Settle_NeedsLock(now);
                if (!_waiting.Remove(call)) return false;
                onWithdrawn(call);
                return true;
            }
        }

        public void Settle(DateTimeOffset now)
        {
            lock (_gate) Settle_NeedsLock(now);
        }

        private void Settle_NeedsLock(DateTimeOffset now)
        {
            while (_working.TryPeek(out _, out var freeAt) && freeAt <= now)
            {
                _working.Dequeue();
                if (_waiting.First is not { } next) continue;
                _waiting.RemoveFirst();
                Begin_NeedsLock(next.Value, freeAt > next.Value.Facts.AcceptedAt ? freeAt : next.Value.Facts.AcceptedAt);
            }
        }

        private void Begin_NeedsLock(Call call, DateTimeOffset at)
        {
            call.Start(at);
            _working.Enqueue(call, at + call.Facts.Work);
        }
    }
}
