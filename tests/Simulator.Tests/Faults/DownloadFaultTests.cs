using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace FunctionsPipeline.Simulator.Tests.Faults;

public sealed class DownloadFaultTests
{
    [Fact]
    public async Task A_truncated_download_breaks_off_before_the_declared_length_and_can_be_resumed()
    {
        await using var simulator = await StartAsync("""{"kind":"truncated-download","part":0.5}""");
        var url = await simulator.UrlOfAsync(await simulator.SubmitAsync("x"));
        using var response = await simulator.Plain.GetAsync(url, HttpCompletionOption.ResponseHeadersRead);
        var declared = response.Content.Headers.ContentLength!.Value;
        var received = await ReadUntilItBreaksAsync(response);
        received.Length.ShouldBeInRange(1, (int)(declared / 2));

        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Range = new RangeHeaderValue(received.Length, null);
        using var rest = await simulator.Plain.SendAsync(request);
        rest.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        byte[] joined = [.. received, .. await rest.Content.ReadAsByteArrayAsync()];
        joined.ShouldBe(await simulator.Plain.GetByteArrayAsync(url));
    }

    [Fact]
    public async Task A_silently_truncated_file_declares_no_length()
    {
        await using var simulator = await StartAsync("""{"kind":"truncated-silent","part":0.5}""");
        var (first, second) = await DownloadTwiceAsync(simulator);
        first.Declared.ShouldBeNull();
        first.Bytes.ShouldBe(second.Bytes[..(second.Bytes.Length / 2)]);
    }

    [Fact]
    public async Task A_file_without_declared_length_is_whole()
    {
        await using var simulator = await StartAsync("""{"kind":"missing-content-length"}""");
        var (first, second) = await DownloadTwiceAsync(simulator);
        first.Declared.ShouldBeNull();
        first.Bytes.ShouldBe(second.Bytes);
        second.Declared.ShouldBe(second.Bytes.Length);
    }

    [Fact]
    public async Task A_wrong_content_type_is_a_web_page()
    {
        await using var simulator = await StartAsync("""{"kind":"wrong-content-type"}""");
        var (first, second) = await DownloadTwiceAsync(simulator);
        first.Type.ShouldBe("text/html");
        first.Bytes.AsSpan().StartsWith("<!DOCTYPE html>"u8).ShouldBeTrue();
        second.Type.ShouldBe("video/mp4");
    }

    [Fact]
    public async Task A_corrupt_file_has_the_right_length_and_wrong_bytes()
    {
        await using var simulator = await StartAsync("""{"kind":"corrupt-file"}""");
        var (first, second) = await DownloadTwiceAsync(simulator);
        first.Bytes.Length.ShouldBe(second.Bytes.Length);
        first.Bytes.ShouldNotBe(second.Bytes);
        first.Bytes.AsSpan(4, 4).SequenceEqual("ftyp"u8).ShouldBeFalse();
        second.Bytes.AsSpan(4, 4).SequenceEqual("ftyp"u8).ShouldBeTrue();
    }

    [Fact]
    public async Task A_fault_lasts_as_many_downloads_as_it_says()
    {
        await using var simulator = await StartAsync("""{"kind":"wrong-content-type","times":2}""");
        var url = await simulator.UrlOfAsync(await simulator.SubmitAsync("x"));
        (await TypesAsync(simulator, url, 3)).ShouldBe(["text/html", "text/html", "video/mp4"]);
    }

    [Fact]
    public async Task A_fault_can_last_for_ever()
    {
        await using var simulator = await StartAsync("""{"kind":"wrong-content-type","times":"always"}""");
        var url = await simulator.UrlOfAsync(await simulator.SubmitAsync("x"));
        (await TypesAsync(simulator, url, 4)).Distinct().ShouldBe(["text/html"]);
    }

    [Fact]
    public async Task An_oversized_file_declares_more_than_anybody_wants()
    {
        await using var simulator = await StartAsync("""{"kind":"oversized-file","declared":true}""");
        var url = await simulator.UrlOfAsync(await simulator.SubmitAsync("x"));
        using var response = await simulator.Plain.GetAsync(url, HttpCompletionOption.ResponseHeadersRead);
        response.Content.Headers.ContentLength.ShouldBe(2L << 30);
    }

    [Fact]
    public async Task An_oversized_file_may_not_declare_it_and_begins_like_a_video()
    {
        await using var simulator = await StartAsync("""{"kind":"oversized-file","bytes":5000000}""");
        var (first, _) = await DownloadTwiceAsync(simulator);
        first.Declared.ShouldBeNull();
        first.Bytes.Length.ShouldBe(5_000_000);
        first.Bytes.AsSpan(4, 4).SequenceEqual("ftyp"u8).ShouldBeTrue();
    }

    [Fact]
    public async Task A_slow_download_comes_in_small_pieces_over_time()
    {
        await using var simulator = await StartAsync("""{"kind":"slow-download","bytesPerSecond":20000}""");
        var url = await simulator.UrlOfAsync(await simulator.SubmitAsync("x"));
        using var response = await simulator.Plain.GetAsync(url, HttpCompletionOption.ResponseHeadersRead);
        var declared = response.Content.Headers.ContentLength!.Value;
        var start = simulator.Clock.GetUtcNow();
        var download = response.Content.ReadAsByteArrayAsync();
        while (!download.IsCompleted)
        {
            if (simulator.Clock.NextDue is not null) simulator.Clock.Advance(TimeSpan.FromSeconds(0.1));
            await Task.Yield();
        }

        (await download).Length.ShouldBe((int)declared);
        (simulator.Clock.GetUtcNow() - start).TotalSeconds.ShouldBe(declared / 20_000.0, tolerance: 0.5);
    }

    [Fact]
    public async Task A_download_can_be_answered_with_an_error()
    {
        await using var simulator = await StartAsync("""{"kind":"download-error","status":404,"times":"always"}""");
        var url = await simulator.UrlOfAsync(await simulator.SubmitAsync("x"));
        (await simulator.Plain.GetAsync(url)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await simulator.Plain.GetAsync(url)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_download_can_hang()
    {
        await using var simulator = await StartAsync("""{"kind":"hang"}""");
        var url = await simulator.UrlOfAsync(await simulator.SubmitAsync("x"));
        using var hasty = simulator.CreateClient(null, null);
        hasty.Timeout = TimeSpan.FromMilliseconds(300);
        await Should.ThrowAsync<TaskCanceledException>(() => hasty.GetAsync(url));
        (await simulator.Plain.GetAsync(url)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Faults_of_downloads_are_told_to_nobody_but_the_truth()
    {
        await using var simulator = await StartAsync("""{"kind":"corrupt-file"}""");
        var id = await simulator.SubmitAsync("x");
        var url = await simulator.UrlOfAsync(id);
        using var response = await simulator.Plain.GetAsync(url);
        response.Headers.Concat(response.Content.Headers).Select(header => header.Key).ShouldBe(["Date", "Content-Length", "Content-Type"], ignoreOrder: true);
        url.ShouldEndWith($"/files/xai/{id}.mp4");
        (await simulator.TruthAsync()).Single().Texts("faults").ShouldBe(["corrupt-file"]);
    }

    private sealed record Download(long? Declared, string Type, byte[] Bytes);

    private static async Task<(Download First, Download Second)> DownloadTwiceAsync(SimulatorUnderTest simulator)
    {
        var url = await simulator.UrlOfAsync(await simulator.SubmitAsync("x"));
        return (await DownloadAsync(simulator, url), await DownloadAsync(simulator, url));
    }

    private static async Task<Download> DownloadAsync(SimulatorUnderTest simulator, string url)
    {
        using var response = await simulator.Plain.GetAsync(url, HttpCompletionOption.ResponseHeadersRead);
        var declared = response.Content.Headers.ContentLength;
        return new Download(declared, response.Content.Headers.ContentType!.MediaType!, await response.Content.ReadAsByteArrayAsync());
    }

    private static async Task<List<string>> TypesAsync(SimulatorUnderTest simulator, string url, int times)
    {
        var types = new List<string>();
        for (var index = 0; index < times; index++) types.Add((await DownloadAsync(simulator, url)).Type);
        return types;
    }

    private static async Task<byte[]> ReadUntilItBreaksAsync(HttpResponseMessage response)
    {
        using var received = new MemoryStream();
        await using var stream = await response.Content.ReadAsStreamAsync();
        await Should.ThrowAsync<IOException>(() => stream.CopyToAsync(received));
        return received.ToArray();
    }

    private static Task<SimulatorUnderTest> StartAsync(string fault) =>
        SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant, $$"""[{"match":{"operation":"download"},"fault":{{fault}} }]""");
}
