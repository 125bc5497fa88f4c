using FunctionsPipeline.Pipelines.PaidCalls;
using FunctionsPipeline.Providers;
using FunctionsPipeline.State.Ledger;

namespace FunctionsPipeline.Pipelines.Steps;

/// <summary>
/// Finds out whether a provider of class L has a call whose sender died. Where requests carry no mark, equal ones are interchangeable: one
/// that no other row of the ledger has is taken, and of several open rows one is decided after the other, so that each gets its own.
/// </summary>
/// <param name="ledger">Knows which requests are spoken for.</param>
/// <param name="clock">The clock.</param>
internal sealed class ListedRequests(Ledger ledger, TimeProvider clock)
{
    // Clocks of providers and ours differ by a little.
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(2);

    // Later than that a send has come back or its sender is dead: the door gives up before.
    private static readonly TimeSpan OnTheWireMax = TimeSpan.FromMinutes(4);

    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(10);
    private const double PauseShare = 0.6;

    /// <summary>Looks a call up.</summary>
    /// <param name="project">Project of its row.</param>
    /// <param name="entry">Its row, last changed when it was sent.</param>
    /// <param name="lookUp">How the provider is asked.</param>
    /// <param name="reservation">Its reservation.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<LookUpReply> FindAsync(
        string project, LedgerEntry entry, StepLookUp lookUp, Reservation reservation, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> listed;
        try
        {
            listed = await lookUp.FindAsync(reservation, entry.CreatedAt - ClockSkew, cancellationToken);
        }
        catch (ProviderException exception)
        {
            return new LookUpReply.Unavailable(exception.Failure.Code.ToText(), exception.Message, exception.Failure.RetryAfter);
        }

        if (lookUp.MarksRequests && listed.Count > 0) return new LookUpReply.Found(listed[0]);
        if (listed.Count > 0 && await UnclaimedAsync(project, entry, listed, cancellationToken) is { } answer) return answer;

        var untrusted = entry.UpdatedAt + lookUp.ListingDelay - clock.GetUtcNow();
        return untrusted > TimeSpan.Zero
            ? new LookUpReply.Unavailable(
                SubmitAnswers.NotListedYet,
                $"{entry.Provider} does not list the request, and its list may lag; what is not there at {entry.UpdatedAt + lookUp.ListingDelay:u} was not accepted.",
                Pause(untrusted))
            : new LookUpReply.Absent();
    }

    /// <summary>The first of the listed requests that is nobody else's; a wait while another row may turn out to have it; null when all are spoken for.</summary>
    private async Task<LookUpReply?> UnclaimedAsync(string project, LedgerEntry entry, IReadOnlyList<string> listed, CancellationToken cancellationToken)
    {
        var free = listed.ToList();
        var isFirst = true;
        var now = clock.GetUtcNow();
        await foreach (var other in ledger.ListAsync(project, null, null, cancellationToken))
        {
            if (other.Provider != entry.Provider || other.CallId == entry.CallId) continue;
            if (other.RequestId is { } claimed) free.Remove(claimed);
            if (other.State != PaidCallState.Submitting || other.PromptHash != entry.PromptHash || other.Model != entry.Model) continue;
            if (other.UpdatedAt + OnTheWireMax > now || string.CompareOrdinal(other.CallId, entry.CallId) < 0) isFirst = false;
        }

        if (free.Count == 0) return null;
        return isFirst
            ? new LookUpReply.Found(free[0])
            : new LookUpReply.Unavailable(SubmitAnswers.EqualRequests, $"{entry.Provider} lists a request that may be another's of the same content; that one is decided first.");
    }

    /// <summary>Not the whole time: it may be listed sooner.</summary>
    private static TimeSpan Pause(TimeSpan untrusted) => untrusted * PauseShare > ShortestPause ? untrusted * PauseShare : ShortestPause;
}
