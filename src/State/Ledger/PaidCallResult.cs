namespace FunctionsPipeline.State.Ledger;

/// <summary>Sends one paid call, for the door. Implemented once per kind of call, over a provider's adapter.</summary>
public interface IPaidSubmitter
{
    /// <summary>Sends it once: no retry inside.</summary>
    Task<SubmitReply> SubmitAsync(Reservation reservation, CancellationToken cancellationToken);

    /// <summary>
    /// Looks for proof that a call whose sender died was accepted. Class L asks the provider; the others can only look for a reply that was
    /// kept on this side, and their call is unknown when there is none.
    /// </summary>
    Task<LookUpReply> LookUpAsync(Reservation reservation, CancellationToken cancellationToken);
}

/// <summary>What a submit came to.</summary>
public abstract record SubmitReply
{
    private SubmitReply() { }

    /// <summary>The provider took it under this id.</summary>
    public sealed record Accepted(string RequestId) : SubmitReply;

    /// <summary>It provably never left, or the status says that it was not accepted: no money was spent.</summary>
    public sealed record NotAccepted(string Code, string Message, bool IsRetryable, TimeSpan? RetryAfter = null) : SubmitReply;

    /// <summary>It may have been accepted: a lost reply, a timeout, a 5xx.</summary>
    public sealed record Unsure(string Code, string Message) : SubmitReply;
}

/// <summary>What a look-up at a provider of class L came to.</summary>
public abstract record LookUpReply
{
    private LookUpReply() { }

    /// <summary>It is there.</summary>
    public sealed record Found(string RequestId) : LookUpReply;

    /// <summary>It is not there and will not appear: safe to send.</summary>
    public sealed record Absent : LookUpReply;

    /// <summary>The look-up failed, or the list may not show the call yet; ask again later.</summary>
    /// <param name="Code">Stable code.</param>
    /// <param name="Message">Why nothing can be told, in words.</param>
    /// <param name="RetryAfter">When to ask again; null for a usual pause.</param>
    public sealed record Unavailable(string Code, string Message, TimeSpan? RetryAfter = null) : LookUpReply;
}

/// <summary>What came of a paid call at the door.</summary>
public abstract record PaidCallResult
{
    private PaidCallResult() { }

    /// <summary>Accepted now or earlier; poll under <paramref name="RequestId"/>.</summary>
    public sealed record Accepted(string CallId, string RequestId) : PaidCallResult;

    /// <summary>Not accepted. The row is back to reserved when it may be tried again, failed and released when not.</summary>
    public sealed record NotAccepted(string CallId, string Code, string Message, bool IsRetryable, TimeSpan? RetryAfter) : PaidCallResult;

    /// <summary>Nobody can tell; the reservation stays until <c>ledger resolve</c>.</summary>
    /// <remarks>With a request id the provider did accept it: asking for its end is safe and costs nothing.</remarks>
    public sealed record Unknown(string CallId, string Code, string Message, string? RequestId = null) : PaidCallResult;

    /// <summary>A cap would be passed; nothing was sent or held.</summary>
    public sealed record BudgetStopped(string Scope, long LimitTicks, long HeldAndSpentTicks, long NeededTicks) : PaidCallResult;

    /// <summary>No price is known for the call; nothing was sent or held.</summary>
    public sealed record PriceUnknown(string Message) : PaidCallResult;

    /// <summary>The call had already ended (settled, failed or resolved); nothing was sent.</summary>
    public sealed record AlreadyEnded(string CallId, PaidCallState State, string? RequestId, string? Code, string? Message) : PaidCallResult;
}
