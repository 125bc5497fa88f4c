using FunctionsPipeline.Providers.Downloads;

namespace FunctionsPipeline.Providers.Tests.Downloads;

public sealed class DownloadProgressLineTests
{
    private const double MiB = 1 << 20;

    [Theory]
    [InlineData(6_425_936, 21_778_923L, 2.36 * MiB, "29.5% of 20.77MiB at 2.36MiB/s ETA 00:07")]
    [InlineData(0, 21_778_923L, 0, "0.0% of 20.77MiB at unknown speed ETA --:--")]
    [InlineData(21_778_922, 21_778_923L, 2.36 * MiB, "99.9% of 20.77MiB at 2.36MiB/s ETA 00:01")]
    [InlineData(21_778_923, 21_778_923L, 2.36 * MiB, "100.0% of 20.77MiB at 2.36MiB/s ETA 00:00")]
    [InlineData(6_425_936, null, 2.36 * MiB, "6.13MiB at 2.36MiB/s")]
    [InlineData(512, null, 0, "512B at unknown speed")]
    [InlineData(1024, 10_737_418_240L, 1_000_000, "0.0% of 10.00GiB at 976.56KiB/s ETA 02:58:58")]
    [InlineData(1024, 10_737_418_240L, 10, "0.0% of 10.00GiB at 10B/s ETA over a day")]
    [InlineData(0, 0L, 0, "0B at unknown speed")]
    public void Progress_reads_like_yt_dlp(long received, long? total, double rate, string line)
    {
        DownloadProgressLine.Format(new DownloadProgress(received, total, rate)).ShouldBe(line);
    }
}
