using System.Collections.Concurrent;

namespace FunctionsPipeline.Simulator.YouTube;

/// <summary>What a project may do in a day, from midnight to midnight Pacific. Safe for several threads.</summary>
internal sealed class YouTubeQuota(TimeProvider clock)
{
    /// <summary>Uploads a day.</summary>
    public const int UploadsMax = 100;

    /// <summary>Units a day, for all that is no upload.</summary>
    public const int UnitsMax = 10_000;

    private static readonly TimeZoneInfo Pacific = TimeZoneInfo.FindSystemTimeZoneById("America/Los_Angeles");

    private readonly ConcurrentDictionary<(string KeyId, string Bucket, DateTime Day), int> _used = new();

    /// <summary>Takes from a bucket; false when there is not enough left.</summary>
    public bool TryTake(string keyId, string bucket, int units, int max)
    {
        var day = TimeZoneInfo.ConvertTime(clock.GetUtcNow(), Pacific).Date;
        return _used.AddOrUpdate((keyId, bucket, day), units, (_, used) => used + units) <= max;
    }
}
