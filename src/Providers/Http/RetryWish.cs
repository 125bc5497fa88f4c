using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;

namespace FunctionsPipeline.Providers.Http;

/// <summary>How long a provider wants us to wait, where it does not say so by <c>Retry-After</c>. Pure.</summary>
internal static class RetryWish
{
    /// <summary>Google's <c>RetryInfo</c>, or Hugging Face's <c>estimated_time</c> of a model that is being loaded; null without either.</summary>
    public static TimeSpan? InBody(int status, JsonElement? body)
    {
        if (status < 400 || body is not { } root) return null;
        if (ErrorBody.Unwrap(root).Object("error")?.Array("details") is { } details)
        {
            return details.EnumerateArray().Select(detail => Seconds(detail.Text("retryDelay")?.TrimEnd('s'))).FirstOrDefault(wish => wish is not null);
        }

        return Seconds(root.Text("estimated_time"));
    }

    /// <summary>X's <c>x-rate-limit-reset</c>, a moment in Unix seconds; it comes with every answer and counts when the limit is reached.</summary>
    public static TimeSpan? InRateHeaders(HttpResponseHeaders headers, int status, TimeProvider clock)
    {
        if (status != 429 || !headers.TryGetValues("x-rate-limit-reset", out var values)) return null;
        if (!long.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var reset)) return null;
        var now = clock.GetUtcNow().ToUnixTimeSeconds();

        // Half a second of difference between the clocks must not make the wait end before the reset.
        return Seconds(Math.Max(1, reset - now + 1).ToString(CultureInfo.InvariantCulture));
    }

    private static TimeSpan? Seconds(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and <= 86_400
            ? TimeSpan.FromSeconds(seconds)
            : null;
}
