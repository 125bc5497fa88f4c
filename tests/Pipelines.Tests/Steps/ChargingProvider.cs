using FunctionsPipeline.Contracts;
using FunctionsPipeline.Pipelines.Steps;
using FunctionsPipeline.Providers;
using FunctionsPipeline.State.Ledger;

namespace FunctionsPipeline.Pipelines.Tests.Steps;

/// <summary>What becomes of one send.</summary>
public enum Reply
{
    Ok,
    LostAfterAccept,
    ServerErrorAfterAccept,
    RateLimited,
    ConnectionRefused,
    Refused,
    KeyRefused,
    Malformed,
    Truncated,
}

/// <summary>A provider that counts what it charges. It lives on when a process ends.</summary>
internal sealed class ChargingProvider
{
    public const long PriceTicks = 70;

    private readonly List<(string CallId, string RequestId, string Text)> _charges = [];

    /// <summary>What the next sends come to; when it is empty, all is well.</summary>
    public Queue<Reply> Replies { get; } = new();

    /// <summary>Requests that arrived.</summary>
    public int Sends { get; private set; }

    /// <summary>What was charged, and for which answer.</summary>
    public IReadOnlyList<(string CallId, string RequestId, string Text)> Charges => _charges;

    /// <summary>Receives a request and answers at once.</summary>
    public Task<SentStep<string>> SendAsync(Reservation reservation, ProcessLife life)
    {
        life.Pass("before send");
        Sends++;
        var reply = Replies.TryDequeue(out var next) ? next : Reply.Ok;
        var failure = FailureOf(reply);
        var text = reply switch
        {
            Reply.Malformed => "malformed",
            Reply.Truncated => "truncated",
            _ => $"answer {Sends}",
        };
        if (failure is null || failure.MoneySpent != MoneySpent.No) _charges.Add((reservation.CallId, $"request-{Sends}", text));
        life.Pass("after send");
        return failure is null
            ? Task.FromResult(new SentStep<string>($"request-{Sends}", new PricedReply<string>(text, PriceTicks)))
            : throw new ProviderException(failure);
    }

    /// <summary>Receives a request and lets it wait in a queue.</summary>
    public async Task<SentStep<string>> QueueAsync(Reservation reservation, ProcessLife life) => (await SendAsync(reservation, life)) with { Reply = null };

    /// <summary>Requests of a call, for a provider that has a list of them.</summary>
    public IReadOnlyList<string> Listed(Reservation reservation, ProcessLife life)
    {
        life.Pass("before look-up");
        IReadOnlyList<string> listed = [.. Charges.Where(charge => charge.CallId == reservation.CallId).Select(charge => charge.RequestId)];
        life.Pass("after look-up");
        return listed;
    }

    /// <summary>The answer to a request that was charged.</summary>
    public PricedReply<string> Answer(string requestId) => new(Charges.Single(charge => charge.RequestId == requestId).Text, PriceTicks);

    public static ProviderFailure Failure(ProviderErrorCode code, bool isRetryable, MoneySpent money, TimeSpan? retryAfter = null) => new()
    {
        Provider = "test",
        Operation = "submit",
        Code = code,
        Message = "On purpose.",
        Hint = "Nothing to be done.",
        IsRetryable = isRetryable,
        RetryAfter = retryAfter,
        MoneySpent = money,
        NeverLeft = false,
    };

    private static ProviderFailure? FailureOf(Reply reply) => reply switch
    {
        Reply.LostAfterAccept => Failure(ProviderErrorCode.ConnectionLost, isRetryable: false, MoneySpent.Maybe),
        Reply.ServerErrorAfterAccept => Failure(ProviderErrorCode.ServerError, isRetryable: false, MoneySpent.Maybe),
        Reply.RateLimited => Failure(ProviderErrorCode.RateLimited, isRetryable: true, MoneySpent.No, TimeSpan.FromSeconds(3)),
        Reply.ConnectionRefused => Failure(ProviderErrorCode.ConnectionRefused, isRetryable: true, MoneySpent.No),
        Reply.Refused => Failure(ProviderErrorCode.InvalidRequest, isRetryable: false, MoneySpent.No),
        Reply.KeyRefused => Failure(ProviderErrorCode.Unauthorized, isRetryable: false, MoneySpent.No),
        _ => null,
    };
}
