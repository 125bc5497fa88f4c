using System.Globalization;

namespace FunctionsPipeline.Providers.Downloads;

/// <summary>Progress as yt-dlp writes it.</summary>
public static class DownloadProgressLine
{
    private static readonly string[] Units = ["B", "KiB", "MiB", "GiB"];

    /// <summary><c>29.5% of 20.77MiB at 2.36MiB/s ETA 00:06</c>, or <c>6.13MiB at 2.36MiB/s</c> when the length is unknown.</summary>
    /// <remarks>Rounds down, so that 100.0% means that the last byte is there.</remarks>
    public static string Format(DownloadProgress progress)
    {
        var rate = progress.BytesPerSecond > 0 ? Size(progress.BytesPerSecond) + "/s" : "unknown speed";
        if (progress.TotalBytes is not { } total || total <= 0) return $"{Size(progress.ReceivedBytes)} at {rate}";

        var permille = Math.Clamp((long)((decimal)progress.ReceivedBytes * 1000 / total), 0, 1000);
        var percent = (permille / 10m).ToString("0.0", CultureInfo.InvariantCulture);
        return $"{percent}% of {Size(total)} at {rate} ETA {Eta(progress, total)}";
    }

    private static string Eta(DownloadProgress progress, long total)
    {
        var left = Math.Max(0, total - progress.ReceivedBytes);
        if (left > 0 && progress.BytesPerSecond <= 0) return "--:--";
        var seconds = left == 0 ? 0 : Math.Ceiling(left / progress.BytesPerSecond);
        if (seconds >= TimeSpan.FromDays(1).TotalSeconds) return "over a day";
        var time = TimeSpan.FromSeconds(seconds);
        return time.ToString(time.TotalHours >= 1 ? @"hh\:mm\:ss" : @"mm\:ss", CultureInfo.InvariantCulture);
    }

    private static string Size(double bytes)
    {
        var unit = 0;
        while (bytes >= 1024 && unit < Units.Length - 1)
        {
            bytes /= 1024;
            unit++;
        }

        return bytes.ToString(unit == 0 ? "0" : "0.00", CultureInfo.InvariantCulture) + Units[unit];
    }
}
