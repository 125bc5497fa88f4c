namespace FunctionsPipeline.Durable.Engine;

/// <summary>Something for an instance.</summary>
/// <param name="Line">To be recorded and delivered.</param>
/// <param name="InboxId">Inbox line it came from, or 0.</param>
internal readonly record struct Message(ReceivedEvent Line, long InboxId = 0);

/// <summary>What has come for an instance, and whether somebody is at work on it: one at a time.</summary>
/// <remarks>Safe for several threads.</remarks>
internal sealed class Mailbox
{
    private readonly Lock _gate = new();
    private List<Message> _messages = [];
    private bool _isAttended;
    private volatile bool _isClosed;

    /// <summary>True when nothing is taken in any more.</summary>
    public bool IsClosed => _isClosed;

    /// <summary>Takes a message in. True when the caller is to set somebody to work.</summary>
    public bool Put(Message message)
    {
        lock (_gate)
        {
            if (_isClosed) return false;
            _messages.Add(message);
            return Attend_NeedsLock();
        }
    }

    /// <summary>Puts messages back that were taken, before anything newer.</summary>
    public void PutBack(IEnumerable<Message> messages)
    {
        lock (_gate) _messages.InsertRange(0, messages);
    }

    /// <summary>True when the caller is to set somebody to work although nothing has come.</summary>
    public bool Wake()
    {
        lock (_gate) return !_isClosed && Attend_NeedsLock();
    }

    /// <summary>Throws away what is there and what will come. True when the caller is to set somebody to work, to clear up.</summary>
    public bool Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            _messages.Clear();
            return Attend_NeedsLock();
        }
    }

    public List<Message> TakeAll()
    {
        lock (_gate)
        {
            var taken = _messages;
            _messages = [];
            return taken;
        }
    }

    /// <summary>Ends the work. False when there is more: messages that may be taken, or something else to do.</summary>
    public bool TryLeave(bool mayTake, bool hasMore)
    {
        lock (_gate)
        {
            if (!_isClosed && (hasMore || (mayTake && _messages.Count > 0))) return false;
            _isAttended = false;
            return true;
        }
    }

    private bool Attend_NeedsLock()
    {
        if (_isAttended) return false;
        _isAttended = true;
        return true;
    }
}
