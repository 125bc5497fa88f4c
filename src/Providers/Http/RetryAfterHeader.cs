using System.Globalization;
using System.Net;

namespace FunctionsPipeline.Providers.Http;

/// <summary>
/// When a provider wants to be asked again: <c>retry-after-ms</c>, <c>Retry-After</c> (seconds, also with a fraction, or a date), or on a
/// 429 without either the moment at which OpenAI's <c>x-ratelimit-reset-*</c> says there is room again.
/// </summary>
internal static class RetryAfterHeader
{
    /// <summary>A longer wish is a broken header or a ban; either way a person has to look before then.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    private static readonly string[] LimitedKinds = ["requests", "tokens"];

    /// <summary>The wait asked for, at least zero and at most a day; null when none is.</summary>
    public static TimeSpan? Read(HttpResponseMessage response, TimeProvider clock)
    {
        var wish = Milliseconds(response) ?? Standard(response, clock);
        if (wish is null && response.StatusCode == HttpStatusCode.TooManyRequests) wish = UntilReset(response);
        if (wish is not { } wait) return null;
        if (wait < TimeSpan.Zero) return TimeSpan.Zero;
        return wait > Longest ? Longest : wait;
    }

    /// <summary>True when the provider says that trying again will not help.</summary>
    public static bool ForbidsRetry(HttpResponseMessage response) =>
        string.Equals(Value(response, "x-should-retry"), "false", StringComparison.OrdinalIgnoreCase);

    private static TimeSpan? Milliseconds(HttpResponseMessage response) =>
        Number(Value(response, "retry-after-ms")) is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null;

    private static TimeSpan? Standard(HttpResponseMessage response, TimeProvider clock) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - clock.GetUtcNow(),
        _ => Number(Value(response, "Retry-After")) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
    };

    /// <summary>The later of the resets of what is used up; a kind with room left does not hold anybody back.</summary>
    private static TimeSpan? UntilReset(HttpResponseMessage response)
    {
        TimeSpan? latest = null;
        foreach (var kind in LimitedKinds)
        {
            if (Value(response, "x-ratelimit-remaining-" + kind) != "0") continue;
            if (ShortDuration.Read(Value(response, "x-ratelimit-reset-" + kind)) is { } reset && !(latest >= reset)) latest = reset;
        }

        return latest;
    }

    // A number beyond a century would overflow the span; it means no more than the bound does.
    private static double? Number(string? text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? Math.Min(number, 1e9) : null;

    private static string? Value(HttpResponseMessage response, string name) =>
        response.Headers.NonValidated.TryGetValues(name, out var values) ? values.ToString().Trim() : null;
}
