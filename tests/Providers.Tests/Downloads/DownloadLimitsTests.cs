using FunctionsPipeline.Contracts;
using FunctionsPipeline.Providers.Downloads;
using FunctionsPipeline.Providers.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace FunctionsPipeline.Providers.Tests.Downloads;

/// <summary>Bounds on size and time.</summary>
public sealed class DownloadLimitsTests
{
    private static readonly byte[] Clip = Mp4.File();

    [Fact]
    public async Task A_file_declared_too_large_is_refused_before_its_bytes()
    {
        var options = new FileDownloaderOptions { BytesMax = 1000 };
        await using var rig = await DownloadRig.StartAsync(Storage.WithRanges(Clip), options);

        (await rig.FailAsync()).Code.ShouldBe(ProviderErrorCode.DownloadTooLarge);
        rig.Server.Seen.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_file_without_end_is_stopped_at_the_cap()
    {
        var options = new FileDownloaderOptions { BytesMax = 1 << 20 };
        await using var rig = await DownloadRig.StartAsync(
            async context =>
            {
                context.Response.ContentType = "video/mp4";
                var chunk = new byte[64 * 1024];
                while (!context.RequestAborted.IsCancellationRequested) await context.Response.Body.WriteAsync(chunk);
            },
            options);

        (await rig.FailAsync()).Code.ShouldBe(ProviderErrorCode.DownloadTooLarge);
    }

    [Fact]
    public async Task A_download_that_stops_moving_is_stalled_and_goes_on_where_it_stood()
    {
        var clock = new ManualTimeProvider();
        var part = new TaskCompletionSource();
        await using var rig = await DownloadRig.StartAsync(
            Answers.InTurn(
                async context =>
                {
                    context.Response.Headers.ETag = "\"v1\"";
                    context.Response.ContentType = "video/mp4";
                    context.Response.ContentLength = Clip.Length;
                    await context.Response.Body.WriteAsync(Clip.AsMemory(0, 1000));
                    await context.Response.Body.FlushAsync();
                    await context.HangAsync();
                },
                Storage.WithRanges(Clip)),
            clock: clock);

        var download = rig.DownloadAsync(progress: new Signal(part));
        await part.Task;
        clock.Advance(TimeSpan.FromSeconds(31));
        while (!download.IsCompleted)
        {
            // Ends the short pause between the attempts, and not the time limits of the second one.
            if (clock.NextDue < clock.GetUtcNow() + TimeSpan.FromSeconds(1)) clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        (await download).Attempts.ShouldBe(2);
        rig.Server.Seen.Last().Headers["Range"].ShouldBe("bytes=1000-");
    }

    [Fact]
    public async Task A_download_that_takes_too_long_in_all_is_given_up()
    {
        var clock = new ManualTimeProvider();
        var arrived = new TaskCompletionSource();
        var options = new FileDownloaderOptions { StallTimeout = TimeSpan.FromHours(1), TotalTimeout = TimeSpan.FromMinutes(1) };
        await using var rig = await DownloadRig.StartAsync(
            context =>
            {
                arrived.SetResult();
                return context.HangAsync();
            },
            options,
            clock);

        var failure = rig.FailAsync();
        await arrived.Task;
        clock.Advance(TimeSpan.FromMinutes(2));

        (await failure).Code.ShouldBe(ProviderErrorCode.DownloadStalled);
        (await failure).Message.ShouldBe("not complete within 60 s");
    }

    private sealed class Signal(TaskCompletionSource first) : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value) => first.TrySetResult();
    }
}
