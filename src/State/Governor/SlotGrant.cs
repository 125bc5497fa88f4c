using System.Text.Json.Serialization;

namespace FunctionsPipeline.State.Governor;

/// <summary>
/// The governor's answer. Granted: wait <see cref="Wait"/>, then send before <see cref="ValidUntil"/>. Not granted: wait, then ask
/// again with this answer as the previous one, which keeps the place in the queue.
/// </summary>
public sealed record SlotGrant
{
    /// <summary>What was asked for: a provider and its kind of call.</summary>
    public required string Key { get; init; }

    /// <summary>Who asked.</summary>
    public required string SlotId { get; init; }

    /// <summary>True for a slot, false for a place in the queue.</summary>
    public required bool IsGranted { get; init; }

    /// <summary>How long to wait from now; never negative.</summary>
    public required TimeSpan Wait { get; init; }

    /// <summary>When the wait ends, on the caller's clock.</summary>
    public required DateTimeOffset NotBefore { get; init; }

    /// <summary>When the slot is over, on the caller's clock. Equal to <see cref="NotBefore"/> when nothing was granted.</summary>
    public required DateTimeOffset ValidUntil { get; init; }

    /// <summary>What the wait is for.</summary>
    public required SlotReason Reason { get; init; }

    /// <summary>Place in the queue: smaller goes first. Means something to the governor only.</summary>
    [JsonInclude]
    internal double? Ticket { get; init; }
}

/// <summary>What a caller waits for.</summary>
public enum SlotReason
{
    /// <summary>Nothing but the slot's own time.</summary>
    Granted,

    /// <summary>Others who were there before.</summary>
    Queue,

    /// <summary>A rate limit.</summary>
    Rate,

    /// <summary>The next day of a quota.</summary>
    Quota,

    /// <summary>A request under way to end.</summary>
    Concurrency,

    /// <summary>The pause that the provider asked for.</summary>
    Cooldown,
}

/// <summary>What came of a request, for the governor.</summary>
public abstract record SlotFeedback
{
    private SlotFeedback() { }

    /// <summary>The provider took it.</summary>
    public sealed record Succeeded : SlotFeedback;

    /// <summary>The provider said "too many".</summary>
    /// <param name="RetryAfter">The pause it asked for; null when it did not say, which gives 1 s, then 2, 4 and so on up to a minute. At most 7 days count.</param>
    public sealed record RateLimited(TimeSpan? RetryAfter) : SlotFeedback;
}

/// <summary>Where a key stands, for <c>status</c> and the dashboard.</summary>
/// <param name="Key">The key.</param>
/// <param name="Windows">Requests counted in each window now, and its limit.</param>
/// <param name="NextSlotAt">When the next slot could begin.</param>
/// <param name="ConcurrencyNow">Requests under way.</param>
/// <param name="ConcurrencyLimit">How many may be under way now; null without such a limit.</param>
/// <param name="QuotaUsed">Requests counted today.</param>
/// <param name="QuotaLimit">Requests a day; null without a quota.</param>
/// <param name="QuotaResetAt">When the quota's day ends; null without a quota.</param>
/// <param name="CooldownUntil">The end of a pause that the provider asked for; null when there is none.</param>
/// <param name="Waiting">About how many wait in the queue.</param>
public sealed record GovernorStatus(
    string Key,
    IReadOnlyList<WindowStatus> Windows,
    DateTimeOffset NextSlotAt,
    int ConcurrencyNow,
    int? ConcurrencyLimit,
    int QuotaUsed,
    int? QuotaLimit,
    DateTimeOffset? QuotaResetAt,
    DateTimeOffset? CooldownUntil,
    int Waiting);

/// <summary>Requests counted in a window of <paramref name="Seconds"/>.</summary>
public sealed record WindowStatus(int Used, int Limit, double Seconds);
