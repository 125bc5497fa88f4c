using FunctionsPipeline.Pipelines.PaidCalls;
using FunctionsPipeline.Providers;
using FunctionsPipeline.State.Governor;
using FunctionsPipeline.State.Ledger;

namespace FunctionsPipeline.Pipelines.Steps;

/// <summary>Sends the paid call of a step through the door, and keeps the reply before it says that the call was accepted.</summary>
internal sealed class StepSubmitter<TReply>(PipelineServices services, StepOrder<TReply> order, AnswerFile<TReply> answer, SlotGrant? slot, string project, int round) : IPaidSubmitter
{
    public async Task<SubmitReply> SubmitAsync(Reservation reservation, CancellationToken cancellationToken)
    {
        // Asked at the last moment: what is late for its slot would be one too many in another window.
        if (slot is not null && !services.Governor.TryUse(slot))
        {
            return new SubmitReply.NotAccepted(SubmitAnswers.SlotMissed, "The time slot was over before the request could be sent.", IsRetryable: true, TimeSpan.Zero);
        }

        try
        {
            var sent = await order.SendAsync(reservation, cancellationToken);

            // What came is paid for: nobody's impatience keeps it from being kept.
            if (sent.Reply is not null) await answer.KeepAsync(order, round, sent.RequestId, sent.Reply, CancellationToken.None);
            return new SubmitReply.Accepted(sent.RequestId);
        }
        catch (ProviderException exception)
        {
            var failure = exception.Failure;
            return failure.MoneySpent == MoneySpent.No
                ? new SubmitReply.NotAccepted(failure.Code.ToText(), exception.Message, failure.IsRetryable, failure.RetryAfter)
                : new SubmitReply.Unsure(failure.Code.ToText(), exception.Message);
        }
    }

    /// <summary>A reply that was kept proves that the call was accepted; where there is none, a provider that has a list is asked.</summary>
    public async Task<LookUpReply> LookUpAsync(Reservation reservation, CancellationToken cancellationToken)
    {
        if (await answer.ReadAsync(cancellationToken) is { } kept) return new LookUpReply.Found(kept.RequestId);
        if (order.LookUp is { } lookUp && await services.Ledger.GetAsync(reservation.CallId, cancellationToken) is { } entry)
        {
            return await new ListedRequests(services.Ledger, services.Clock).FindAsync(project, entry, lookUp, reservation, cancellationToken);
        }

        return new LookUpReply.Unavailable("no_request_list", $"{order.Provider} offers no list of requests to look a call up in, and no reply of it was kept.");
    }
}
