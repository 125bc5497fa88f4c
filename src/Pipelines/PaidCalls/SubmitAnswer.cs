using FunctionsPipeline.State.Governor;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.PaidCalls;

/// <summary>What a submit came to.</summary>
public enum SubmitOutcome
{
    /// <summary>The provider has it.</summary>
    Accepted,

    /// <summary>The run is a fork, and its source has paid for the same: the result is there.</summary>
    TakenOver,

    /// <summary>The provider has it and is not done: ask again.</summary>
    Pending,

    /// <summary>Not sent yet: wait and ask again.</summary>
    Wait,

    /// <summary>Sent and provably not accepted, worth another try.</summary>
    TurnedAway,

    /// <summary>Not accepted for good.</summary>
    Refused,

    /// <summary>Nobody can tell whether it was accepted; the ledger row is unknown.</summary>
    Unknown,

    /// <summary>The call of this number has ended already without a result; the next paid attempt is needed.</summary>
    Spent,

    /// <summary>A cap stops it.</summary>
    BudgetStopped,

    /// <summary>The run was cancelled.</summary>
    Cancelled,
}

/// <summary>Answer of the submit activity.</summary>
/// <param name="WaitSeconds">For <see cref="SubmitOutcome.Wait"/> and <see cref="SubmitOutcome.TurnedAway"/>: at least this long.</param>
/// <param name="Place">For <see cref="SubmitOutcome.Wait"/>: keeps the place in the governor's queue.</param>
public sealed record SubmitAnswer(
    SubmitOutcome Outcome, string? CallId = null, string? RequestId = null, double WaitSeconds = 0, ItemError? Error = null,
    string? StopReason = null, SlotGrant? Place = null);
