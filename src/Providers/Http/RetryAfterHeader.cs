using System.Net.Http.Headers;

namespace FunctionsPipeline.Providers.Http;

/// <summary>Reads <c>Retry-After</c>, which is a number of seconds or a date.</summary>
internal static class RetryAfterHeader
{
    /// <summary>A longer wish is a broken header or a ban; either way a person has to look before then.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>The wait asked for, at least zero and at most a day; null without the header.</summary>
    public static TimeSpan? Read(HttpResponseHeaders headers, TimeProvider clock)
    {
        var wish = headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - clock.GetUtcNow(),
            _ => (TimeSpan?)null,
        };
        if (wish is not { } wait) return null;
        if (wait < TimeSpan.Zero) return TimeSpan.Zero;
        return wait > Longest ? Longest : wait;
    }
}
