using FunctionsPipeline.Contracts;
using FunctionsPipeline.State.Ledger;

namespace FunctionsPipeline.State.Tests.Ledger;

/// <summary>What becomes of one send.</summary>
public enum Reply
{
    Ok,
    LostAfterAccept,
    BadGatewayAfterAccept,
    TimeoutAfterAccept,
    TimeoutBeforeAccept,
    RateLimited,
    Refused,
}

/// <summary>A provider that counts what it charges. It lives on when a process ends.</summary>
public sealed class HonestProvider(ProviderClass providerClass, long priceTicks)
{
    private readonly List<(string CallId, string Key, string RequestId)> _accepted = [];

    public ProviderClass Class { get; } = providerClass;

    public int SendCount { get; private set; }

    public IReadOnlyList<(string CallId, string Key, string RequestId)> Accepted => _accepted;

    public long ChargedTicks => _accepted.Count * priceTicks;

    public int AcceptedCount(string callId) => _accepted.Count(accepted => accepted.CallId == callId);

    public void CountSend() => SendCount++;

    public string Accept(Reservation reservation)
    {
        // Class K: the same key is the same request, and is charged once.
        var known = _accepted.FirstOrDefault(accepted => accepted.Key == reservation.IdempotencyKey);
        if (Class == ProviderClass.K && known.RequestId is not null) return known.RequestId;
        var requestId = $"request-{_accepted.Count + 1}";
        _accepted.Add((reservation.CallId, reservation.IdempotencyKey, requestId));
        return requestId;
    }

    public string? Find(Reservation reservation) => _accepted.FirstOrDefault(accepted => accepted.CallId == reservation.CallId).RequestId;
}

/// <summary>Replies that are kept on our side before the ledger learns of them. They live on when a process ends.</summary>
public sealed class KeptReplies
{
    private readonly Dictionary<string, string> _requestIds = [];

    public int Count => _requestIds.Count;

    public void Keep(string callId, string requestId) => _requestIds[callId] = requestId;

    public string? Find(string callId) => _requestIds.GetValueOrDefault(callId);
}

/// <summary>The adapter to <see cref="HonestProvider"/> inside one process life.</summary>
/// <param name="kept">Where it keeps replies; null when it keeps none.</param>
public sealed class HonestSubmitter(HonestProvider provider, ProcessLife life, TimeProvider clock, Func<Reply> nextReply, KeptReplies? kept = null) : IPaidSubmitter
{
    public async Task<SubmitReply> SubmitAsync(Reservation reservation, CancellationToken cancellationToken)
    {
        life.Pass("before send");
        provider.CountSend();
        var reply = nextReply();
        var requestId = reply is Reply.TimeoutBeforeAccept or Reply.RateLimited or Reply.Refused ? null : provider.Accept(reservation);
        life.Pass("after send");
        switch (reply)
        {
            case Reply.LostAfterAccept:
                throw new IOException("The connection was lost.");
            case Reply.BadGatewayAfterAccept:
                return new SubmitReply.Unsure("server_error", "502");
            case Reply.TimeoutAfterAccept or Reply.TimeoutBeforeAccept:
                await Task.Delay(Timeout.InfiniteTimeSpan, clock, cancellationToken);
                throw new InvalidOperationException("A wait without end has ended.");
            case Reply.RateLimited:
                return new SubmitReply.NotAccepted("rate_limited", "429", IsRetryable: true, TimeSpan.FromSeconds(1));
            case Reply.Refused:
                return new SubmitReply.NotAccepted("invalid_request", "400", IsRetryable: false);
            default:
                life.Pass("before keep");
                kept?.Keep(reservation.CallId, requestId!);
                life.Pass("after keep");
                return new SubmitReply.Accepted(requestId!);
        }
    }

    public Task<LookUpReply> LookUpAsync(Reservation reservation, CancellationToken cancellationToken)
    {
        life.Pass("before look-up");
        var reply = provider.Class == ProviderClass.L ? Listed(reservation) : Kept(reservation);
        life.Pass("after look-up");
        return Task.FromResult(reply);
    }

    private LookUpReply Listed(Reservation reservation) =>
        provider.Find(reservation) is { } requestId ? new LookUpReply.Found(requestId) : new LookUpReply.Absent();

    // The provider cannot be asked; only what was kept on our side is known.
    private LookUpReply Kept(Reservation reservation) =>
        kept?.Find(reservation.CallId) is { } requestId ? new LookUpReply.Found(requestId) : new LookUpReply.Unavailable("no_request_list", "There is no list.");
}
