using FunctionsPipeline.Pipelines.PaidCalls;
using FunctionsPipeline.Providers;
using FunctionsPipeline.State.Governor;

namespace FunctionsPipeline.Pipelines.Publishing;

/// <summary>Lets requests through as the provider's quotas allow; the numbers are data, in the file of limits.</summary>
/// <remarks>Safe for several threads.</remarks>
public sealed class PublishQuota(Governor governor, LimitBook limits, TimeProvider clock)
{
    // A slot so near is waited for here: a durable timer may fire late and miss it.
    private static readonly TimeSpan SlotWaitMax = TimeSpan.FromSeconds(5);

    // When a provider says "enough" without saying until when, and no day of a quota is known.
    private static readonly TimeSpan UnsaidWait = TimeSpan.FromMinutes(15);

    /// <summary>Asks to send a request now.</summary>
    /// <returns>Null when it may go at once; otherwise what to wait for.</returns>
    internal async Task<PublishAnswer?> EnterAsync(string provider, string operation, string slotId, SlotGrant? place, CancellationToken cancellationToken)
    {
        var key = CallTerms.Key(provider, operation);
        var slot = await governor.AcquireAsync(key, PolicyOf(provider, operation), slotId, SlotPriority.Normal, place, cancellationToken);
        if (slot.IsGranted && slot.Wait <= SlotWaitMax)
        {
            if (slot.Wait > TimeSpan.Zero) await Task.Delay(slot.Wait, clock, cancellationToken);
            if (governor.TryUse(slot)) return null;
        }

        var wait = slot.Wait > TimeSpan.FromSeconds(1) ? slot.Wait : TimeSpan.FromSeconds(1);
        return new PublishAnswer(PublishOutcome.Wait)
        {
            WaitSeconds = wait.TotalSeconds,
            NotBefore = slot.NotBefore,
            Place = slot.IsGranted ? null : slot,
            Code = slot.Reason == SlotReason.Quota ? "quota" : "rate",
            Message = slot.Reason == SlotReason.Quota
                ? $"The quota of {key} is used up for today; it goes on by itself at {slot.NotBefore:yyyy-MM-dd HH:mm:ss}Z."
                : $"Waits for a time slot of {key} at {slot.NotBefore:yyyy-MM-dd HH:mm:ss}Z.",
        };
    }

    /// <summary>The provider said "too many": all processes hold back.</summary>
    /// <returns>How long.</returns>
    internal async Task<TimeSpan> RefusedAsync(string provider, string operation, ProviderFailure failure, CancellationToken cancellationToken)
    {
        var (key, policy) = (CallTerms.Key(provider, operation), PolicyOf(provider, operation));
        var wait = failure.RetryAfter;
        if (failure.ProviderCode is "quotaExceeded" or "uploadLimitExceeded" or "dailyLimitExceeded")
        {
            var reset = (await governor.GetStatusAsync(key, policy, cancellationToken)).QuotaResetAt;
            if (reset is { } at) wait = at - clock.GetUtcNow();
        }

        var pause = wait is { } known && known > TimeSpan.Zero ? known : UnsaidWait;
        await governor.ReportAsync(key, policy, new SlotFeedback.RateLimited(pause), cancellationToken);
        return pause;
    }

    private RatePolicy PolicyOf(string provider, string operation) => limits.Find(provider, operation) ?? RatePolicy.Unlimited;
}
