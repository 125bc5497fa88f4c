namespace FunctionsPipeline.Simulator.Calls;

/// <summary>What a provider's list of requests shows: an account's calls, some time after they were accepted or had ended. Safe for several threads.</summary>
internal sealed class ListedCalls(SimulatorOptions options, CallBook book, WorkPlaces places, TimeProvider clock)
{
    /// <summary>The calls that were accepted long enough ago, the oldest first.</summary>
    public IReadOnlyList<Call> Accepted(string provider, string operation, string keyId) => Those(provider, operation, keyId, call => call.Facts.AcceptedAt);

    /// <summary>The calls that ended long enough ago, in the order of their ends.</summary>
    public IReadOnlyList<Call> Ended(string provider, string operation, string keyId) => Those(provider, operation, keyId, call => call.ReadyAt);

    private IReadOnlyList<Call> Those(string provider, string operation, string keyId, Func<Call, DateTimeOffset?> moment)
    {
        var now = clock.GetUtcNow();
        places.Settle(now);
        return [.. book.Snapshot()
            .Where(call => call.Facts.Provider == provider && call.Facts.Operation == operation && call.Facts.KeyId == keyId && moment(call) + options.ListingDelay <= now)
            .OrderBy(moment)];
    }
}
