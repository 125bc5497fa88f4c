using System.Collections.Concurrent;
using System.Globalization;

namespace FunctionsPipeline.Simulator.X;

/// <summary>X's limit of requests in fixed windows of a quarter of an hour, told by headers on every answer. Safe for several threads.</summary>
internal sealed class XRateWindow(TimeProvider clock)
{
    private const int RequestsMax = 450;
    private const long WindowSeconds = 15 * 60;

    private readonly ConcurrentDictionary<(string KeyId, long Window), int> _counts = new();

    /// <summary>Counts a request and writes the headers.</summary>
    /// <returns>False when the window is full.</returns>
    public bool TryCount(HttpContext context, string keyId)
    {
        var window = clock.GetUtcNow().ToUnixTimeSeconds() / WindowSeconds;
        var count = _counts.AddOrUpdate((keyId, window), 1, (_, last) => last + 1);
        var headers = context.Response.Headers;
        headers["x-rate-limit-limit"] = Text(RequestsMax);
        headers["x-rate-limit-remaining"] = Text(Math.Max(0, RequestsMax - count));
        headers["x-rate-limit-reset"] = Text((window + 1) * WindowSeconds);
        return count <= RequestsMax;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
