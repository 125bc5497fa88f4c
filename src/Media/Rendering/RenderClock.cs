using System.Globalization;

namespace FunctionsPipeline.Media;

/// <summary>Turns what ffmpeg tells of its progress into how far a render is and how long it will still take. Not for several threads.</summary>
internal sealed class RenderClock(double totalSeconds, TimeProvider clock, IProgress<RenderProgress>? progress)
{
    private const string TimeKey = "out_time_us=";
    private readonly long _startedAt = clock.GetTimestamp();

    public void Take(string line)
    {
        if (progress is null || !line.StartsWith(TimeKey, StringComparison.Ordinal)) return;
        if (!long.TryParse(line.AsSpan(TimeKey.Length), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var microseconds)) return;

        var done = Math.Clamp(microseconds / 1e6, 0, totalSeconds);
        var elapsed = clock.GetElapsedTime(_startedAt);
        progress.Report(new RenderProgress(done, totalSeconds, done > 0 ? elapsed * ((totalSeconds - done) / done) : null));
    }

    public void Done() => progress?.Report(new RenderProgress(totalSeconds, totalSeconds, TimeSpan.Zero));
}
