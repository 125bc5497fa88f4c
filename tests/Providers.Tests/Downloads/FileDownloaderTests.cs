using FunctionsPipeline.Providers.Downloads;
using FunctionsPipeline.Providers.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace FunctionsPipeline.Providers.Tests.Downloads;

public sealed class FileDownloaderTests
{
    private static readonly byte[] Clip = Mp4.File();

    [Fact]
    public async Task A_file_is_whole_named_and_hashed_and_nothing_else_is_left()
    {
        await using var rig = await DownloadRig.StartAsync(Storage.WithRanges(Clip));

        var file = await rig.DownloadAsync();

        file.ShouldBe(new DownloadedFile(rig.Target, Clip.Length, DownloadRig.Sha256(Clip), 1));
        File.ReadAllBytes(rig.Target).ShouldBe(Clip);
        rig.FileNames.ShouldBe(["clip.mp4"]);
    }

    [Fact]
    public async Task No_key_and_no_cookie_goes_to_the_storage()
    {
        await using var rig = await DownloadRig.StartAsync(Storage.WithRanges(Clip));

        await rig.DownloadAsync();

        var headers = rig.Server.Seen.ShouldHaveSingleItem().Headers;
        headers.Keys.ShouldNotContain("Authorization");
        headers.Keys.ShouldNotContain("Cookie");
        headers["Accept-Encoding"].ShouldBe("identity");
    }

    [Fact]
    public async Task A_file_without_a_declared_length_is_fetched_and_counted()
    {
        await using var rig = await DownloadRig.StartAsync(Storage.Chunked(Clip));
        var seen = new List<DownloadProgress>();

        var file = await rig.DownloadAsync(progress: new Collector(seen));

        file.LengthBytes.ShouldBe(Clip.Length);
        seen[0].TotalBytes.ShouldBeNull();
        seen[^1].ReceivedBytes.ShouldBe(Clip.Length);
        seen[^1].TotalBytes.ShouldBe(Clip.Length);
    }

    [Fact]
    public async Task An_older_file_of_that_name_is_replaced()
    {
        await using var rig = await DownloadRig.StartAsync(Storage.WithRanges(Clip));
        await File.WriteAllTextAsync(rig.Target, "old");

        await rig.DownloadAsync();

        File.ReadAllBytes(rig.Target).ShouldBe(Clip);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(410)]
    public async Task A_link_that_is_over_is_not_tried_again(int status)
    {
        await using var rig = await DownloadRig.StartAsync(context => context.AnswerAsync(status, "{}"));

        var failure = await rig.FailAsync();

        failure.Code.ShouldBe(ProviderErrorCode.LinkExpired);
        failure.HttpStatus.ShouldBe(status);
        failure.IsRetryable.ShouldBeFalse();
        rig.Server.Seen.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_stumble_of_the_storage_is_tried_again()
    {
        await using var rig = await DownloadRig.StartAsync(Answers.InTurn(
            context => context.AnswerAsync(503), context => context.AnswerAsync(429), Storage.WithRanges(Clip)));

        (await rig.DownloadAsync()).Attempts.ShouldBe(3);
    }

    [Fact]
    public async Task Attempts_are_bounded()
    {
        await using var rig = await DownloadRig.StartAsync(context => context.AnswerAsync(503));

        var failure = await rig.FailAsync();

        failure.Code.ShouldBe(ProviderErrorCode.ServerError);
        failure.IsRetryable.ShouldBeTrue();
        rig.Server.Seen.Count.ShouldBe(6);
    }

    [Fact]
    public async Task An_html_page_is_the_wrong_type_after_three_attempts()
    {
        await using var rig = await DownloadRig.StartAsync(context =>
        {
            context.Response.ContentType = "text/html";
            return context.Response.WriteAsync("<html>sorry</html>");
        });

        var failure = await rig.FailAsync();

        failure.Code.ShouldBe(ProviderErrorCode.DownloadWrongType);
        failure.IsRetryable.ShouldBeFalse();
        rig.Server.Seen.Count.ShouldBe(3);
    }

    [Fact]
    public async Task An_html_page_that_says_it_is_a_video_is_the_wrong_type_too()
    {
        await using var rig = await DownloadRig.StartAsync(Storage.Chunked("<!doctype html><html><body>sorry, gone</body></html>"u8.ToArray()));

        (await rig.FailAsync()).Code.ShouldBe(ProviderErrorCode.DownloadWrongType);
    }

    [Fact]
    public async Task A_corrupt_file_is_fetched_anew_and_is_fine_the_second_time()
    {
        var corrupt = Clip.ToArray();
        corrupt.AsSpan(20, 60).Fill(0xFF);
        await using var rig = await DownloadRig.StartAsync(Answers.InTurn(Storage.WithRanges(corrupt), Storage.WithRanges(Clip)));

        var file = await rig.DownloadAsync();

        file.Attempts.ShouldBe(2);
        file.Sha256.ShouldBe(DownloadRig.Sha256(Clip));
        rig.Server.Seen.Last().Headers.Keys.ShouldNotContain("Range");
    }

    [Fact]
    public async Task A_file_that_stays_corrupt_is_given_up()
    {
        var corrupt = Clip.ToArray();
        corrupt.AsSpan(20, 60).Fill(0xFF);
        await using var rig = await DownloadRig.StartAsync(Storage.WithRanges(corrupt));

        (await rig.FailAsync()).Code.ShouldBe(ProviderErrorCode.DownloadCorrupt);
        rig.Server.Seen.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_file_that_ends_early_without_saying_so_is_noticed()
    {
        await using var rig = await DownloadRig.StartAsync(Answers.InTurn(Storage.Chunked(Clip[..^1000]), Storage.Chunked(Clip)));

        (await rig.DownloadAsync()).Attempts.ShouldBe(2);
    }

    [Fact]
    public async Task A_file_that_always_ends_early_is_truncated()
    {
        await using var rig = await DownloadRig.StartAsync(Storage.Chunked(Clip[..^1000]));

        (await rig.FailAsync()).Code.ShouldBe(ProviderErrorCode.DownloadTruncated);
    }

    [Fact]
    public async Task A_full_disk_is_named_and_not_tried_again()
    {
        if (!File.Exists("/dev/full")) Assert.Fail("This test needs /dev/full, which every Linux has.");
        await using var rig = await DownloadRig.StartAsync(Storage.WithRanges(Clip));
        File.CreateSymbolicLink(rig.Part, "/dev/full");

        var failure = await rig.FailAsync();

        failure.Code.ShouldBe(ProviderErrorCode.DownloadNotWritten);
        failure.Message.ShouldBe("the disk is full");
        failure.IsRetryable.ShouldBeFalse();
        rig.Server.Seen.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_target_that_cannot_be_made_is_named_before_anything_is_fetched()
    {
        await using var rig = await DownloadRig.StartAsync(Storage.WithRanges(Clip));
        var request = new DownloadRequest("xai", rig.Server.Url, "/proc/nowhere/clip.mp4") { AllowPrivateAddresses = true };

        (await rig.FailAsync(request)).Code.ShouldBe(ProviderErrorCode.DownloadNotWritten);
        rig.Server.Seen.ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_downloads_to_one_target_do_not_mix()
    {
        var arrived = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        await using var rig = await DownloadRig.StartAsync(async context =>
        {
            arrived.TrySetResult();
            await goOn.Task;
            await Storage.WithRanges(Clip)(context);
        });
        var first = rig.DownloadAsync();
        await arrived.Task;

        var exception = await Should.ThrowAsync<ProviderException>(() => rig.DownloadAsync());
        goOn.SetResult();

        exception.Failure.Code.ShouldBe(ProviderErrorCode.DownloadNotWritten);
        (await first).LengthBytes.ShouldBe(Clip.Length);
    }

    [Fact]
    public async Task An_image_is_told_from_a_video()
    {
        byte[] png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, .. new byte[100], 0, 0, 0, 0, .. "IEND"u8, 0xAE, 0x42, 0x60, 0x82];
        await using var rig = await DownloadRig.StartAsync(Storage.WithRanges(png));
        var request = new DownloadRequest("xai", new Uri(rig.Server.Url, "/a.png"), rig.Target) { AllowPrivateAddresses = true };

        (await rig.FailAsync(request)).Code.ShouldBe(ProviderErrorCode.DownloadWrongType);
        (await rig.DownloadAsync(request with { Content = MediaContent.Image })).LengthBytes.ShouldBe(png.Length);
    }

    private sealed class Collector(List<DownloadProgress> seen) : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value) => seen.Add(value);
    }
}
