using FunctionsPipeline.State;
using FunctionsPipeline.State.Governor;
using FunctionsPipeline.State.Ledger;

namespace FunctionsPipeline.Pipelines.PaidCalls;

/// <summary>A paid call that asks to be let through.</summary>
internal sealed record GateCall
{
    /// <summary>Run.</summary>
    public required RunId RunId { get; init; }

    /// <summary>Provider.</summary>
    public required string Provider { get; init; }

    /// <summary>Kind of call, as the limits name it: <c>video</c>, <c>image</c>, <c>chat</c> and so on.</summary>
    public required string Operation { get; init; }

    /// <summary>Submits allowed in a minute instead of the provider's data file; null keeps the file's limit.</summary>
    public required int? RequestsPerMinute { get; init; }

    /// <summary>Its ledger row.</summary>
    public required string CallId { get; init; }

    /// <summary>How soon it wants to go.</summary>
    public SlotPriority Priority { get; init; } = SlotPriority.Normal;
}

/// <summary>Lets a paid call through when nobody holds its run back and its time slot has come, and tells the governor what came of it.</summary>
/// <remarks>Safe for several threads.</remarks>
internal sealed class SubmitGate(PipelineServices services)
{
    // A slot so near is waited for here: a durable timer may fire late and miss it.
    private static readonly TimeSpan SlotWaitMax = TimeSpan.FromSeconds(2);

    /// <summary>Asks for a slot.</summary>
    /// <param name="call">The call.</param>
    /// <param name="place">The place in the queue that an earlier answer gave; null at first.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The slot, to be used at once; or what to answer instead.</returns>
    public async Task<(SlotGrant? Slot, SubmitAnswer? NotYet)> EnterAsync(GateCall call, SlotGrant? place, CancellationToken cancellationToken)
    {
        if (await HeldBackAsync(call.RunId, cancellationToken) is { } held) return (null, held);

        var slot = await services.Governor.AcquireAsync(KeyOf(call), PolicyOf(call), call.CallId, call.Priority, place, cancellationToken);
        if (!slot.IsGranted || slot.Wait > SlotWaitMax) return (null, SubmitAnswers.Wait(slot));
        await Task.Delay(slot.Wait, services.Clock, cancellationToken);
        return (slot, null);
    }

    /// <summary>Tells what a send came to.</summary>
    public async Task TellAsync(GateCall call, PaidCallResult result, CancellationToken cancellationToken)
    {
        SlotFeedback? feedback = result switch
        {
            PaidCallResult.Accepted => new SlotFeedback.Succeeded(),
            PaidCallResult.NotAccepted { Code: "rate_limited" } turned => new SlotFeedback.RateLimited(turned.RetryAfter),
            _ => null,
        };
        if (feedback is not null) await services.Governor.ReportAsync(KeyOf(call), PolicyOf(call), feedback, cancellationToken);
        if (result is not PaidCallResult.Accepted) await ReleaseAsync(call, cancellationToken);
    }

    /// <summary>A call that is over no longer counts among those under way at once.</summary>
    public async Task ReleaseAsync(GateCall call, CancellationToken cancellationToken)
    {
        if (PolicyOf(call).Concurrency is null) return;
        await services.Governor.ReleaseAsync(KeyOf(call), call.CallId, cancellationToken);
    }

    private static string KeyOf(GateCall call) => CallTerms.Key(call.Provider, call.Operation);

    private RatePolicy PolicyOf(GateCall call) => services.Limits.SubmitPolicy(call.Provider, call.Operation, call.RequestsPerMinute);

    /// <summary>What a person said of the run since the item was started; null when nothing.</summary>
    private async Task<SubmitAnswer?> HeldBackAsync(RunId runId, CancellationToken cancellationToken) =>
        await services.Runs.GetAsync(runId, cancellationToken) switch
        {
            { IsCancelRequested: true } => SubmitAnswers.Cancelled,
            { IsSuspended: true } => SubmitAnswers.Suspended,
            _ => null,
        };
}
