using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.State;
using FunctionsPipeline.State.Governor;
using FunctionsPipeline.State.Ledger;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.PaidCalls;

/// <summary>Says in the item's words what came of a paid call at the door.</summary>
internal static class SubmitAnswers
{
    /// <summary>Code of a send that came too late for its time slot.</summary>
    public const string SlotMissed = "slot_missed";

    /// <summary>Code of a call that a provider's list does not show yet, though it may have been accepted.</summary>
    public const string NotListedYet = "not_listed_yet";

    /// <summary>Code of a call that waits until one of the same content is decided.</summary>
    public const string EqualRequests = "equal_requests";

    private static readonly string[] KeyRefusals = ["unauthorized", "forbidden"];

    public static SubmitAnswer Cancelled { get; } = new(
        SubmitOutcome.Cancelled,
        Error: new ItemError(StopReasons.Cancelled, "The run was cancelled before this item was sent; no money was spent on it.", "pipeline retry --only cancelled runs it.", true));

    /// <summary>The item will not wait for it any longer.</summary>
    public static SubmitAnswer GivenUp { get; } = new(SubmitOutcome.Refused, Error: BatchErrors.NoSlot);

    /// <summary>The item will not wait for it any longer, and an earlier send of it may have been accepted.</summary>
    public static SubmitAnswer Abandoned(LedgerEntry entry) =>
        new(SubmitOutcome.Unknown, entry.CallId, Error: BatchErrors.Unknown(entry.Code ?? "abandoned", entry.Message ?? "The item ended while the call may have been under way"));

    /// <summary>A person holds the run. Its instances are suspended too; this is for one that was starting just then.</summary>
    public static SubmitAnswer Suspended { get; } = new(SubmitOutcome.Wait, WaitSeconds: 60);

    /// <summary>The time slot has not come yet.</summary>
    public static SubmitAnswer Wait(SlotGrant slot) =>
        new(SubmitOutcome.Wait, WaitSeconds: slot.Wait.TotalSeconds, Place: slot.IsGranted ? null : slot);

    public static SubmitAnswer From(PaidCallResult result) => result switch
    {
        PaidCallResult.Accepted accepted => new(SubmitOutcome.Accepted, accepted.CallId, accepted.RequestId),
        PaidCallResult.AlreadyEnded { State: PaidCallState.Settled, RequestId: { } requestId } settled =>
            new(SubmitOutcome.Accepted, settled.CallId, requestId),
        PaidCallResult.AlreadyEnded => new(SubmitOutcome.Spent),
        // Late for its slot, through nobody's refusal: it only asks for another.
        PaidCallResult.NotAccepted { Code: SlotMissed } => new(SubmitOutcome.Wait),
        // Nobody turned it away: the list is waited for, and says for certain in the end.
        PaidCallResult.NotAccepted { Code: NotListedYet or EqualRequests } unseen =>
            new(SubmitOutcome.Wait, WaitSeconds: unseen.RetryAfter?.TotalSeconds ?? 0, Error: NotAccepted(unseen)),
        PaidCallResult.NotAccepted { IsRetryable: true } turned =>
            new(SubmitOutcome.TurnedAway, WaitSeconds: turned.RetryAfter?.TotalSeconds ?? 0, Error: NotAccepted(turned)),
        PaidCallResult.NotAccepted refused => new(
            SubmitOutcome.Refused,
            Error: NotAccepted(refused),
            StopReason: KeyRefusals.Contains(refused.Code) ? StopReasons.KeyRefused : null),
        PaidCallResult.Unknown { RequestId: { } requestId } unseen => new(SubmitOutcome.Accepted, unseen.CallId, requestId),
        PaidCallResult.Unknown unknown => new(SubmitOutcome.Unknown, Error: BatchErrors.Unknown(unknown.Code, unknown.Message)),
        PaidCallResult.BudgetStopped stopped => new(SubmitOutcome.BudgetStopped, Error: OverBudget(stopped)),
        PaidCallResult.PriceUnknown unknown => new(
            SubmitOutcome.Refused,
            Error: new ItemError(StopReasons.PriceUnknown, unknown.Message, "Add the price to a prices file (setting pricesFile).", false),
            StopReason: StopReasons.PriceUnknown),
        _ => throw new InvalidOperationException($"Unknown result {result.GetType().Name}."),
    };

    private static ItemError NotAccepted(PaidCallResult.NotAccepted result) => new(result.Code, result.Message, null, result.IsRetryable);

    private static ItemError OverBudget(PaidCallResult.BudgetStopped stopped) => new(
        StopReasons.Budget,
        $"The next call may cost {UsdTicks.Format(stopped.NeededTicks)} and the cap '{stopped.Scope}' of {UsdTicks.Format(stopped.LimitTicks)} has {UsdTicks.Format(stopped.HeldAndSpentTicks)} held or spent; nothing was sent.",
        "Raise the cap: pipeline resume --max-usd AMOUNT.",
        true);
}
