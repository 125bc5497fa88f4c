using FunctionsPipeline.Providers;
using FunctionsPipeline.State.Ledger;

namespace FunctionsPipeline.Pipelines.Steps;

/// <summary>How a provider of class L is asked for a request.</summary>
/// <param name="ListingDelay">How long after a send its list may still not show it.</param>
/// <param name="MarksRequests">Whether requests carry a mark of their call; otherwise equal ones are taken for each other.</param>
/// <param name="FindAsync">Request ids that may be the call's, the oldest first.</param>
internal sealed record StepLookUp(
    TimeSpan ListingDelay, bool MarksRequests, Func<Reservation, DateTimeOffset, CancellationToken, Task<IReadOnlyList<string>>> FindAsync)
{
    /// <summary>That of an adapter; null when it cannot be asked.</summary>
    public static StepLookUp? Of<TRequest>(object adapter, TRequest request) => adapter is IRequestList<TRequest> list
        ? new StepLookUp(list.ListingDelay, list.MarksRequests, (reservation, since, cancellationToken) => list.FindAsync(request, reservation, since, cancellationToken))
        : null;
}
