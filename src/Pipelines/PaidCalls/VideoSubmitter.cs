using FunctionsPipeline.Providers;
using FunctionsPipeline.State.Governor;
using FunctionsPipeline.State.Ledger;

namespace FunctionsPipeline.Pipelines.PaidCalls;

/// <summary>Sends a video request through the door: says in the door's words what the provider's answer means for money.</summary>
internal sealed class VideoSubmitter(IVideoGenerator generator, VideoRequest request, Governor governor, SlotGrant? slot) : IPaidSubmitter
{
    public async Task<SubmitReply> SubmitAsync(Reservation reservation, CancellationToken cancellationToken)
    {
        // Asked at the last moment: what is late for its slot would be one too many in another window.
        if (slot is not null && !governor.TryUse(slot))
        {
            return new SubmitReply.NotAccepted(SubmitAnswers.SlotMissed, "The time slot was over before the request could be sent.", IsRetryable: true, TimeSpan.Zero);
        }

        try
        {
            return new SubmitReply.Accepted(await generator.SubmitAsync(request, reservation, cancellationToken));
        }
        catch (ProviderException exception)
        {
            var failure = exception.Failure;
            return failure.MoneySpent == MoneySpent.No
                ? new SubmitReply.NotAccepted(failure.Code.ToText(), exception.Message, failure.IsRetryable, failure.RetryAfter)
                : new SubmitReply.Unsure(failure.Code.ToText(), exception.Message);
        }
    }

    /// <summary>Neither xAI nor fal can list requests: both are of class N, and the door does not ask.</summary>
    public Task<LookUpReply> LookUpAsync(Reservation reservation, CancellationToken cancellationToken) =>
        Task.FromResult<LookUpReply>(new LookUpReply.Unavailable(
            "no_request_list", $"{generator.ProviderId} offers no list of requests to look a call up in."));
}
