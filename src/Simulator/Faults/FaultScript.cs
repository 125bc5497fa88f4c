using System.Collections.Concurrent;

namespace FunctionsPipeline.Simulator.Faults;

/// <summary>
/// Decides which requests go wrong, and how. What chance decides depends on the seed and on the request itself (its prompt and how often
/// that was sent, or its id and how often it was asked for), not on the order of arrival. Safe for several threads.
/// </summary>
internal sealed class FaultScript(IReadOnlyList<FaultRule> rules, Draw draw)
{
    private readonly int[] _requests = new int[rules.Count];
    private readonly ConcurrentDictionary<FaultKind, int> _played = new();

    /// <summary>Number of faults that were played, by kind.</summary>
    public IReadOnlyDictionary<FaultKind, int> Played => _played;

    /// <summary>True when no request can go wrong.</summary>
    public bool IsEmpty => rules.Count == 0;

    /// <summary>What goes wrong on the way of a request; the first rule that applies wins.</summary>
    /// <param name="operation">The kind of request.</param>
    /// <param name="provider">Whom it was sent to.</param>
    /// <param name="request">The chance of this very request.</param>
    /// <returns>The fault, or null.</returns>
    public Fault? OnTheWay(FaultOperation operation, string provider, Draw request) =>
        IsEmpty ? null : Pick(operation, provider, request, isEnding: false);

    /// <summary>What goes wrong with the work that a request orders; the first rule that applies wins.</summary>
    /// <inheritdoc cref="OnTheWay"/>
    public Fault? AtTheEnd(FaultOperation operation, string provider, Draw request) =>
        IsEmpty ? null : Pick(operation, provider, request, isEnding: true);

    /// <summary>Counts a fault that has been played.</summary>
    public void CountPlayed(Fault fault) => _played.AddOrUpdate(fault.Kind, 1, (_, count) => count + 1);

    /// <summary>The chance of a request that is known by a text.</summary>
    public Draw ChanceOf(string text) => draw.For(text);

    private Fault? Pick(FaultOperation operation, string provider, Draw request, bool isEnding)
    {
        Fault? picked = null;
        for (var index = 0; index < rules.Count; index++)
        {
            var rule = rules[index];
            if (rule.Operation != operation || IsEnding(rule.Fault.Kind) != isEnding) continue;
            if (rule.Provider is not null && rule.Provider != provider) continue;

            // Each rule counts for itself, also the requests that an earlier rule has taken.
            var number = Interlocked.Increment(ref _requests[index]);
            if (picked is null && Applies(rule, number, request.For("fault").For(index))) picked = rule.Fault;
        }

        return picked;
    }

    private static bool Applies(FaultRule rule, int number, Draw chance) =>
        (rule.Nth is null || number == rule.Nth)
        && (rule.Every is null || number % rule.Every == 0)
        && (rule.Probability is null || chance.Happens(rule.Probability.Value));

    private static bool IsEnding(FaultKind kind) => kind
        is FaultKind.Expiry or FaultKind.GenerationFailed or FaultKind.Moderation
        or FaultKind.InvalidJson or FaultKind.ModelRefusal or FaultKind.TruncatedAnswer or FaultKind.UnfitAnswer or FaultKind.BlockedPrompt
        or FaultKind.BadImage or FaultKind.TruncatedImage or FaultKind.PageImage or FaultKind.EmptyImage or FaultKind.ProcessingFailed
        or FaultKind.MissingVector or FaultKind.GarbledSound or FaultKind.SilentSound or FaultKind.EmptySound or FaultKind.ShortClip;
}
