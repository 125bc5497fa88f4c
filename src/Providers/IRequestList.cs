using FunctionsPipeline.State.Ledger;

namespace FunctionsPipeline.Providers;

/// <summary>
/// A provider of class L: one that can be asked which requests it has, so that a call whose sender died is found and not paid again.
/// An adapter that implements it says so by its <see cref="ProviderClass"/>. Safe for several threads.
/// </summary>
/// <typeparam name="TRequest">What is sent.</typeparam>
public interface IRequestList<in TRequest>
{
    /// <summary>
    /// How long after a request was sent the list may still not show it, the provider's own work included. Only what is missing later than
    /// that was never accepted.
    /// </summary>
    TimeSpan ListingDelay { get; }

    /// <summary>
    /// True when a request carries a mark of its call that the list shows. False when only its content tells: then equal requests are taken
    /// for each other, and the caller has to know which of them are spoken for.
    /// </summary>
    bool MarksRequests { get; }

    /// <summary>Looks for a request in the list. Free; retried inside.</summary>
    /// <param name="request">The request as it was sent.</param>
    /// <param name="reservation">Of the call it was sent for.</param>
    /// <param name="since">It was not sent before that. Clocks may differ by a little.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Request ids, the oldest first; empty when the list shows none.</returns>
    /// <exception cref="ProviderException">The list could not be read, or says nothing about what it does not hold.</exception>
    Task<IReadOnlyList<string>> FindAsync(TRequest request, Reservation reservation, DateTimeOffset since, CancellationToken cancellationToken);
}

/// <summary>A provider of class L that answers at once and keeps its answers. Safe for several threads.</summary>
/// <typeparam name="TRequest">What is sent.</typeparam>
/// <typeparam name="TReply">What is answered.</typeparam>
public interface IReplyStore<in TRequest, TReply> : IRequestList<TRequest>
    where TReply : class
{
    /// <summary>Fetches the answer to a request that the list shows. Free; retried inside.</summary>
    /// <returns>The answer, or null when it is not there yet.</returns>
    /// <exception cref="ProviderException">It could not be fetched, or is not kept any more.</exception>
    Task<TReply?> FetchAsync(TRequest request, string requestId, CancellationToken cancellationToken);
}
