using FunctionsPipeline.Providers.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace FunctionsPipeline.Providers.Tests.Downloads;

public sealed class ResumeTests
{
    private static readonly byte[] Clip = Mp4.File();

    [Theory]
    [InlineData("\"v1\"", "\"v1\"")]
    [InlineData("W/\"v1\"", null)]
    [InlineData(null, null)]
    public async Task A_broken_download_goes_on_where_it_broke(string? etag, string? ifRange)
    {
        await using var rig = await DownloadRig.StartAsync(Answers.InTurn(Storage.CutAfter(Clip, 100_000, etag), Storage.WithRanges(Clip, etag)));

        var file = await rig.DownloadAsync();

        file.Sha256.ShouldBe(DownloadRig.Sha256(Clip));
        file.Attempts.ShouldBe(2);
        var second = rig.Server.Seen.Last().Headers;
        second["Range"].ShouldBe("bytes=100000-");
        second.GetValueOrDefault("If-Range").ShouldBe(ifRange);
    }

    [Fact]
    public async Task A_download_that_breaks_again_and_again_is_truncated_in_the_end()
    {
        await using var rig = await DownloadRig.StartAsync(Storage.CutAfter(Clip, 1000));

        var failure = await rig.FailAsync();

        failure.Code.ShouldBe(ProviderErrorCode.DownloadTruncated);
        failure.Message.ShouldBe($"the connection ended after 1000 of {Clip.Length} bytes");
        failure.IsRetryable.ShouldBeTrue();
    }

    [Fact]
    public async Task A_broken_download_of_unknown_length_and_version_begins_again()
    {
        await using var rig = await DownloadRig.StartAsync(Answers.InTurn(
            async context =>
            {
                context.Response.ContentType = "video/mp4";
                await context.Response.Body.WriteAsync(Clip.AsMemory(0, 100_000));
                await context.Response.Body.FlushAsync();
                context.Abort();
            },
            Storage.Chunked(Clip)));

        (await rig.DownloadAsync()).Sha256.ShouldBe(DownloadRig.Sha256(Clip));
        rig.Server.Seen.Last().Headers.Keys.ShouldNotContain("Range");
    }

    [Fact]
    public async Task A_server_without_ranges_sends_all_again()
    {
        await using var rig = await DownloadRig.StartAsync(Answers.InTurn(
            Storage.CutAfter(Clip, 100_000),
            async context =>
            {
                context.Response.ContentLength = Clip.Length;
                await context.Response.Body.WriteAsync(Clip);
            }));

        (await rig.DownloadAsync()).Sha256.ShouldBe(DownloadRig.Sha256(Clip));
    }

    [Fact]
    public async Task A_file_that_changed_in_between_begins_again()
    {
        var other = Mp4.File(200_000);
        await using var rig = await DownloadRig.StartAsync(Answers.InTurn(Storage.CutAfter(Clip, 100_000), Storage.WithRanges(other, "\"v2\"")));

        (await rig.DownloadAsync()).Sha256.ShouldBe(DownloadRig.Sha256(other));
    }

    [Theory]
    [InlineData("bytes 0-{last}/{length}")]
    [InlineData("bytes 50000-{last}/{length}")]
    [InlineData("bytes 100000-{last}/999999999")]
    [InlineData("bytes 100000-{last}/*")]
    [InlineData("")]
    public async Task A_part_that_does_not_fit_is_not_used(string contentRange)
    {
        var range = contentRange.Replace("{last}", $"{Clip.Length - 1}").Replace("{length}", $"{Clip.Length}");
        await using var rig = await DownloadRig.StartAsync(Answers.InTurn(
            Storage.CutAfter(Clip, 100_000),
            context =>
            {
                context.Response.StatusCode = 206;
                if (range.Length > 0) context.Response.Headers.ContentRange = range;
                return context.Response.Body.WriteAsync(Clip.AsMemory(100_000)).AsTask();
            },
            Storage.WithRanges(Clip)));

        (await rig.DownloadAsync()).Sha256.ShouldBe(DownloadRig.Sha256(Clip));
        rig.Server.Seen.Last().Headers.Keys.ShouldNotContain("Range");
    }

    [Fact]
    public async Task A_cancelled_download_keeps_its_part_and_the_next_one_uses_it_even_under_a_newly_signed_link()
    {
        using var cancel = new CancellationTokenSource();
        await using var rig = await DownloadRig.StartAsync(Answers.InTurn(
            async context =>
            {
                context.Response.Headers.ETag = "\"v1\"";
                context.Response.ContentLength = Clip.Length;
                await context.Response.Body.WriteAsync(Clip.AsMemory(0, 100_000));
                await context.Response.Body.FlushAsync();
                await context.HangAsync();
            },
            Storage.WithRanges(Clip)));
        var progress = new CancelAt(100_000, cancel);
        await Should.ThrowAsync<OperationCanceledException>(() => rig.DownloadAsync("/clip.mp4?sig=one", progress, cancel.Token));
        rig.FileNames.ShouldBe(["clip.mp4.part", "clip.mp4.part.json"]);
        (await File.ReadAllTextAsync(rig.Part + ".json")).ShouldNotContain("sig");

        var file = await rig.DownloadAsync("/clip.mp4?sig=two");

        file.Sha256.ShouldBe(DownloadRig.Sha256(Clip));
        rig.Server.Seen.Last().Headers["Range"].ShouldBe("bytes=100000-");
        rig.FileNames.ShouldBe(["clip.mp4"]);
    }

    [Fact]
    public async Task A_part_of_another_file_is_not_used()
    {
        using var cancel = new CancellationTokenSource();
        await using var rig = await DownloadRig.StartAsync(Answers.InTurn(
            async context =>
            {
                context.Response.ContentLength = Clip.Length;
                await context.Response.Body.WriteAsync(Clip.AsMemory(0, 100_000));
                await context.HangAsync();
            },
            Storage.WithRanges(Clip)));
        await Should.ThrowAsync<OperationCanceledException>(
            () => rig.DownloadAsync("/one.mp4", new CancelAt(100_000, cancel), cancel.Token));

        await rig.DownloadAsync("/two.mp4");

        rig.Server.Seen.Last().Headers.Keys.ShouldNotContain("Range");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{\"UrlHash\":")]
    [InlineData("null")]
    public async Task A_part_without_a_readable_note_beside_it_is_not_used(string? note)
    {
        await using var rig = await DownloadRig.StartAsync(Storage.WithRanges(Clip));
        await File.WriteAllBytesAsync(rig.Part, new byte[5000]);
        if (note is not null) await File.WriteAllTextAsync(rig.Part + ".json", note);

        (await rig.DownloadAsync()).Sha256.ShouldBe(DownloadRig.Sha256(Clip));
        rig.Server.Seen.ShouldHaveSingleItem().Headers.Keys.ShouldNotContain("Range");
    }

    [Fact]
    public async Task A_part_that_was_whole_when_the_program_ended_is_finished_without_its_bytes_again()
    {
        using var cancel = new CancellationTokenSource();
        await using var rig = await DownloadRig.StartAsync(Storage.WithRanges(Clip));
        await Should.ThrowAsync<OperationCanceledException>(
            () => rig.DownloadAsync(progress: new CancelAt(Clip.Length, cancel), cancellationToken: cancel.Token));
        rig.FileNames.ShouldBe(["clip.mp4.part", "clip.mp4.part.json"]);

        var file = await rig.DownloadAsync();

        file.Sha256.ShouldBe(DownloadRig.Sha256(Clip));
        rig.Server.Seen.Count.ShouldBe(2);
        rig.Server.Seen.Last().Headers["Range"].ShouldBe($"bytes={Clip.Length}-");
    }

    private sealed class CancelAt(long receivedBytes, CancellationTokenSource cancel) : IProgress<FunctionsPipeline.Providers.Downloads.DownloadProgress>
    {
        public void Report(FunctionsPipeline.Providers.Downloads.DownloadProgress value)
        {
            if (value.ReceivedBytes >= receivedBytes) cancel.Cancel();
        }
    }
}
