using System.Net;
using System.Net.Http.Headers;

namespace FunctionsPipeline.Simulator.Tests.Downloads;

public sealed class DownloadTests
{
    [Fact]
    public async Task A_file_needs_no_key_and_declares_length_type_and_tag()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        var url = await simulator.UrlOfAsync(await simulator.SubmitAsync("x"));
        using var response = await simulator.Plain.GetAsync(url);
        var bytes = await response.Content.ReadAsByteArrayAsync();
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentLength.ShouldBe(bytes.Length);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("video/mp4");
        response.Headers.ETag.ShouldNotBeNull();
        response.Headers.AcceptRanges.ShouldContain("bytes");
    }

    [Fact]
    public async Task A_part_of_a_file_can_be_fetched_and_fits()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        var url = await simulator.UrlOfAsync(await simulator.SubmitAsync("x"));
        var whole = await simulator.Plain.GetByteArrayAsync(url);
        using var response = await GetFromAsync(simulator, url, 1000);
        response.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        response.Content.Headers.ContentRange!.ToString().ShouldBe($"bytes 1000-{whole.Length - 1}/{whole.Length}");
        (await response.Content.ReadAsByteArrayAsync()).ShouldBe(whole[1000..]);

        using var beyond = await GetFromAsync(simulator, url, whole.Length + 5);
        beyond.StatusCode.ShouldBe(HttpStatusCode.RequestedRangeNotSatisfiable);
    }

    [Fact]
    public async Task With_another_tag_a_part_is_answered_with_the_whole()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        var url = await simulator.UrlOfAsync(await simulator.SubmitAsync("x"));
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Range = new RangeHeaderValue(1000, null);
        request.Headers.IfRange = new RangeConditionHeaderValue(new EntityTagHeaderValue("\"another\""));
        using var response = await simulator.Plain.SendAsync(request);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task There_is_no_file_before_the_generation_is_done_nor_for_one_that_was_refused()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Slow);
        var id = await simulator.SubmitAsync("x");
        var refused = await simulator.SubmitAsync("gore");
        (await simulator.Plain.GetAsync($"files/xai/{id}.mp4")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        simulator.Clock.Advance(TimeSpan.FromSeconds(100));
        (await simulator.Plain.GetAsync($"files/xai/{id}.mp4")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await simulator.Plain.GetAsync($"files/xai/{refused}.mp4")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await simulator.Plain.GetAsync($"files/fal/{id}.mp4")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await simulator.Plain.GetAsync($"files/xai/{id}.png")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await simulator.Plain.GetAsync($"files/xai/{id}-0.png")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Many_who_want_one_clip_at_once_get_the_same_bytes()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        var url = await simulator.UrlOfAsync(await simulator.SubmitAsync("x"));
        var files = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => simulator.Plain.GetByteArrayAsync(url)));
        foreach (var file in files) file.ShouldBe(files[0]);
    }

    [Fact]
    public async Task It_ends_in_good_order_while_clips_are_being_made()
    {
        var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        var downloads = new List<Task>();
        for (var index = 0; index < 8; index++) downloads.Add(simulator.Plain.GetAsync(await simulator.UrlOfAsync(await simulator.SubmitAsync($"x {index}"))));
        await Should.NotThrowAsync(async () => await simulator.DisposeAsync());
        await Should.ThrowAsync<Exception>(() => Task.WhenAll(downloads));
    }

    private static async Task<HttpResponseMessage> GetFromAsync(SimulatorUnderTest simulator, string url, long start)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Range = new RangeHeaderValue(start, null);
        return await simulator.Plain.SendAsync(request);
    }
}
