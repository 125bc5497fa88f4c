namespace FunctionsPipeline.State.Ledger;

/// <summary>
/// One paid call as it is stored, with every step that it can take. Money follows from the state alone, so a cap can never
/// disagree with its rows: its change is the difference between the old row and the new one.
/// </summary>
internal sealed record CallRow
{
    private const int MessageLengthMax = 1000;

    public required string CallId { get; init; }
    public required RunId RunId { get; init; }
    public required string ItemId { get; init; }
    public required string Step { get; init; }
    public required int Repeat { get; init; }
    public required int Retry { get; init; }
    public required string Provider { get; init; }
    public string? Model { get; init; }
    public required ProviderClass Class { get; init; }
    public required PaidCallState State { get; init; }
    public required string InputHash { get; init; }
    public required string PromptHash { get; init; }
    public required long WorstTicks { get; init; }
    public required IReadOnlyList<string> Scopes { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }
    public long ChargedTicks { get; init; }
    public string? RequestId { get; init; }
    public int Attempts { get; init; }
    public string? Code { get; init; }
    public string? Message { get; init; }

    /// <summary>Who may be sending right now; null when nobody is.</summary>
    public string? LeaseOwner { get; init; }

    public DateTimeOffset? LeaseUntil { get; init; }

    /// <summary>An earlier send may have been accepted: a later "not accepted" does not prove that no money was spent.</summary>
    public bool IsDoubtful { get; init; }

    /// <summary>Sends whose outcome nobody saw.</summary>
    public int UnsureCount { get; init; }

    /// <summary>Version in the store; null before the first write.</summary>
    public string? ETag { get; init; }

    public bool HasEnded => State is PaidCallState.Settled or PaidCallState.Failed;

    public long HeldTicks => HasEnded ? 0 : WorstTicks;

    public long SpentTicks => HasEnded ? ChargedTicks : 0;

    public int UnknownCount => State == PaidCallState.Unknown ? 1 : 0;

    public static CallRow Reserve(string callId, PaidCallIntent intent, long worstTicks, IReadOnlyList<string> scopes, DateTimeOffset now) => new()
    {
        CallId = callId,
        RunId = intent.RunId,
        ItemId = intent.ItemId,
        Step = intent.Step,
        Repeat = intent.Repeat,
        Retry = intent.Retry,
        Provider = intent.Provider,
        Model = intent.Model,
        Class = intent.Class,
        State = PaidCallState.Reserved,
        InputHash = intent.InputHash,
        PromptHash = intent.PromptHash,
        WorstTicks = worstTicks,
        Scopes = scopes,
        CreatedAt = now,
        UpdatedAt = now,
    };

    /// <summary>About to be sent by one sender. What is found like this after a crash may have been accepted.</summary>
    public CallRow Submitting(string owner, DateTimeOffset until, bool isDoubtful, DateTimeOffset now) => this with
    {
        State = PaidCallState.Submitting,
        LeaseOwner = owner,
        LeaseUntil = until,
        IsDoubtful = isDoubtful,
        Attempts = Attempts + 1,
        UpdatedAt = now,
    };

    public CallRow Accepted(string requestId, DateTimeOffset now) =>
        WithoutLease(PaidCallState.Accepted, now) with { RequestId = requestId, IsDoubtful = false, Code = null, Message = null };

    /// <summary>Not accepted, to be tried again. Reserved means that provably nothing was sent, so a doubtful row does not go back there.</summary>
    public CallRow NotAccepted(string code, string message, DateTimeOffset now) =>
        WithoutLease(IsDoubtful ? PaidCallState.Submitting : PaidCallState.Reserved, now).Because(code, message);

    /// <summary>Nobody saw the outcome, and the class offers a way to find out.</summary>
    public CallRow Unsure(string code, string message, DateTimeOffset now) =>
        WithoutLease(PaidCallState.Submitting, now).Because(code, message) with { IsDoubtful = true, UnsureCount = UnsureCount + 1 };

    public CallRow Unknown(string code, string message, DateTimeOffset now) => WithoutLease(PaidCallState.Unknown, now).Because(code, message);

    public CallRow Settled(long chargedTicks, DateTimeOffset now) =>
        WithoutLease(PaidCallState.Settled, now) with { ChargedTicks = chargedTicks, Code = null, Message = null };

    public CallRow Failed(string code, string message, long chargedTicks, DateTimeOffset now) =>
        WithoutLease(PaidCallState.Failed, now).Because(code, message) with { ChargedTicks = chargedTicks };

    public LedgerEntry ToEntry() => new()
    {
        CallId = CallId,
        RunId = RunId.Value,
        ItemId = ItemId,
        Step = Step,
        Repeat = Repeat,
        Retry = Retry,
        Provider = Provider,
        Model = Model,
        Class = Class,
        State = State,
        PromptHash = PromptHash,
        InputHash = InputHash,
        RequestId = RequestId,
        WorstTicks = WorstTicks,
        ChargedTicks = HasEnded ? ChargedTicks : null,
        Attempts = Attempts,
        Code = Code,
        Message = Message,
        CreatedAt = CreatedAt,
        UpdatedAt = UpdatedAt,
    };

    private CallRow WithoutLease(PaidCallState state, DateTimeOffset now) =>
        this with { State = state, LeaseOwner = null, LeaseUntil = null, UpdatedAt = now };

    private CallRow Because(string code, string message) =>
        this with { Code = code, Message = message.Length <= MessageLengthMax ? message : message[..MessageLengthMax] };
}
