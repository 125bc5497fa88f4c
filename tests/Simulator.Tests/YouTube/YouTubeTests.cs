using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace FunctionsPipeline.Simulator.Tests.YouTube;

public sealed class YouTubeTests
{
    private const int Unit = 256 * 1024;

    [Fact]
    public async Task A_session_takes_bytes_in_order_and_is_a_video_once_it_has_all()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        using var client = await SignInAsync(simulator);
        var session = await StartAsync(client, Unit + 10);

        (await RangeAsync(await PutAsync(client, session, null, 0, Unit + 10))).ShouldBeNull();
        (await RangeAsync(await PutAsync(client, session, new byte[Unit], 0, Unit + 10))).ShouldBe("bytes=0-262143");

        // Bytes for another place are not taken.
        (await RangeAsync(await PutAsync(client, session, new byte[Unit], 0, Unit + 10))).ShouldBe("bytes=0-262143");
        using var done = await PutAsync(client, session, new byte[10], Unit, Unit + 10);
        done.StatusCode.ShouldBe(HttpStatusCode.Created);
        var id = (await SimulatorUnderTest.ReadAsync(done)).Text("id");
        using var asked = await PutAsync(client, session, null, 0, Unit + 10);
        (await SimulatorUnderTest.ReadAsync(asked)).Text("id").ShouldBe(id);

        var published = await simulator.GetAsync("_sim/published");
        published.GetProperty("videos").GetArrayLength().ShouldBe(1);
        published.GetProperty("bytesReceived").GetProperty("youtube").GetInt64().ShouldBe((2 * Unit) + 10);
        published.GetProperty("sessions").GetProperty("youtube").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Two_sessions_are_two_videos_of_one_title()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        using var client = await SignInAsync(simulator);

        for (var count = 0; count < 2; count++) (await PutAsync(client, await StartAsync(client, 5), new byte[5], 0, 5)).StatusCode.ShouldBe(HttpStatusCode.Created);

        var videos = (await simulator.GetAsync("_sim/published")).GetProperty("videos").EnumerateArray().ToList();
        videos.Select(video => video.Text("text")).ShouldBe(["A title", "A title"]);
        videos.Select(video => video.Text("id")).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task A_chunk_that_is_not_the_last_must_be_a_multiple_of_256_kib()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        using var client = await SignInAsync(simulator);

        using var refused = await PutAsync(client, await StartAsync(client, Unit), new byte[100], 0, Unit);

        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_day_has_a_hundred_uploads_and_ends_at_midnight_pacific()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        using var client = await SignInAsync(simulator);
        for (var count = 0; count < 100; count++) await StartAsync(client, 5);

        using var refused = await PostAsync(client, 5);
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await SimulatorUnderTest.ReadAsync(refused)).GetProperty("error").GetProperty("errors")[0].Text("reason").ShouldBe("quotaExceeded");

        // From 12:00 UTC on 1 November to midnight in Los Angeles, after its clocks went back.
        simulator.Clock.Advance(TimeSpan.FromHours(20) - TimeSpan.FromSeconds(1));
        using var early = await SignInAsync(simulator);
        (await PostAsync(early, 5)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        simulator.Clock.Advance(TimeSpan.FromSeconds(1));
        (await PostAsync(early, 5)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_token_ends_after_an_hour_and_a_consent_may_have_ended()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        using var client = await SignInAsync(simulator);

        simulator.Clock.Advance(TimeSpan.FromSeconds(3600));
        (await PostAsync(client, 5)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var ended = await TokenAsync(simulator, "bad-token");
        ended.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await SimulatorUnderTest.ReadAsync(ended)).Text("error").ShouldBe("invalid_grant");
    }

    [Theory]
    [InlineData("refresh", "public")]
    [InlineData("unaudited", "private")]
    public async Task What_a_project_without_an_audit_uploads_stays_private(string refreshToken, string privacy)
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        using var client = await SignInAsync(simulator, refreshToken);
        var id = (await SimulatorUnderTest.ReadAsync(await PutAsync(client, await StartAsync(client, 5), new byte[5], 0, 5))).Text("id");

        using var update = await client.PutAsJsonAsync("youtube/youtube/v3/videos?part=status", new { id, status = new { privacyStatus = "public" } });

        var status = (await SimulatorUnderTest.ReadAsync(update)).GetProperty("status");
        status.Text("privacyStatus").ShouldBe(privacy);

        // What the change left out is erased.
        status.Has("containsSyntheticMedia").ShouldBeFalse();
    }

    private static async Task<HttpClient> SignInAsync(SimulatorUnderTest simulator, string refreshToken = "refresh")
    {
        using var response = await TokenAsync(simulator, refreshToken);
        return simulator.CreateClient("Bearer", (await SimulatorUnderTest.ReadAsync(response)).Text("access_token"));
    }

    private static Task<HttpResponseMessage> TokenAsync(SimulatorUnderTest simulator, string refreshToken) => simulator.Plain.PostAsync(
        "youtube/token",
        new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "refresh_token", ["client_id"] = "c", ["client_secret"] = "s", ["refresh_token"] = refreshToken }));

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, long total)
    {
        var content = JsonContent.Create(new { snippet = new { title = "A title" }, status = new { privacyStatus = "private", containsSyntheticMedia = true } });
        content.Headers.Add("X-Upload-Content-Length", total.ToString());
        var request = new HttpRequestMessage(HttpMethod.Post, "youtube/upload/youtube/v3/videos?uploadType=resumable&part=snippet,status") { Content = content };
        return client.SendAsync(request);
    }

    private static async Task<Uri> StartAsync(HttpClient client, long total)
    {
        using var response = await PostAsync(client, total);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return response.Headers.Location.ShouldNotBeNull();
    }

    private static Task<HttpResponseMessage> PutAsync(HttpClient client, Uri session, byte[]? bytes, long from, long total)
    {
        var content = new ByteArrayContent(bytes ?? []);
        content.Headers.ContentRange = bytes is null ? new ContentRangeHeaderValue(total) : new ContentRangeHeaderValue(from, from + bytes.Length - 1, total);
        return client.PutAsync(session, content);
    }

    private static Task<string?> RangeAsync(HttpResponseMessage response)
    {
        ((int)response.StatusCode).ShouldBe(308);
        return Task.FromResult(response.Headers.TryGetValues("Range", out var values) ? values.Single() : null);
    }
}
