using System.Globalization;

namespace FunctionsPipeline.Media;

/// <summary>Turns what ffmpeg tells of the progress of segments into how far a render is and how long it will still take. Safe for several threads.</summary>
internal sealed class RenderClock(double totalSeconds, TimeProvider clock, IProgress<RenderProgress>? progress)
{
    private const string TimeKey = "out_time_us=";
    private readonly long _startedAt = clock.GetTimestamp();
    private readonly Dictionary<int, double> _doneSeconds = [];
    private readonly Lock _lock = new();

    /// <summary>Takes a line that ffmpeg wrote.</summary>
    /// <param name="segment">Which segment it makes.</param>
    /// <param name="line">The line.</param>
    public void Take(int segment, string line)
    {
        if (progress is null || !line.StartsWith(TimeKey, StringComparison.Ordinal)) return;
        if (!long.TryParse(line.AsSpan(TimeKey.Length), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var microseconds)) return;
        lock (_lock)
        {
            // In the lock, so that what is told goes up.
            _doneSeconds[segment] = Math.Max(_doneSeconds.GetValueOrDefault(segment), microseconds / 1e6);
            var done = Math.Clamp(_doneSeconds.Values.Sum(), 0, totalSeconds);
            var elapsed = clock.GetElapsedTime(_startedAt);
            progress.Report(new RenderProgress(done, totalSeconds, done > 0 ? elapsed * ((totalSeconds - done) / done) : null));
        }
    }

    /// <summary>Tells that all is done.</summary>
    public void Done() => progress?.Report(new RenderProgress(totalSeconds, totalSeconds, TimeSpan.Zero));
}
