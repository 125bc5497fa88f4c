using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace FunctionsPipeline.Simulator.Tests.X;

public sealed class XPostingTests
{
    [Fact]
    public async Task Media_in_chunks_makes_a_post_that_is_listed_and_counted()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);

        using var post = await PostAsync(simulator, new { text = "R&D", media = new { media_ids = new[] { await MediaAsync(simulator) } }, made_with_ai = true });

        post.StatusCode.ShouldBe(HttpStatusCode.Created);
        var id = (await SimulatorUnderTest.ReadAsync(post)).GetProperty("data").Text("id");
        var me = await GetAsync(simulator, "x/2/users/me");
        var posts = await GetAsync(simulator, $"x/2/users/{me.GetProperty("data").Text("id")}/tweets");
        posts.GetProperty("data")[0].GetRawText().ShouldBe($$"""{"id":"{{id}}","text":"R\u0026amp;D"}""");
        var published = (await simulator.GetAsync("_sim/published")).GetProperty("posts").EnumerateArray().ShouldHaveSingleItem();
        published.GetProperty("resource").GetProperty("made_with_ai").GetBoolean().ShouldBeTrue();
        published.Text("sha256").ShouldBe(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData([1, 2, 3, 4])));
    }

    [Fact]
    public async Task The_same_text_again_a_reply_and_an_unknown_field_are_refused()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        var media = new { media_ids = new[] { await MediaAsync(simulator) } };
        (await PostAsync(simulator, new { text = "a", media })).StatusCode.ShouldBe(HttpStatusCode.Created);

        using var duplicate = await PostAsync(simulator, new { text = "a", media });
        using var reply = await PostAsync(simulator, new { text = "b", media, reply = new { in_reply_to_tweet_id = "1" } });
        using var unknown = await PostAsync(simulator, new { text = "c", media, colour = "red" });
        using var noMedia = await PostAsync(simulator, new { text = "d", media = new { media_ids = new[] { "5" } } });

        duplicate.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await SimulatorUnderTest.ReadAsync(duplicate)).Text("detail").ShouldContain("duplicate content");
        reply.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        unknown.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        noMedia.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await simulator.GetAsync("_sim/published")).GetProperty("posts").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task An_odd_answer_is_a_good_status_without_the_post_that_is_there()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant, """[{"match":{"operation":"publish"},"fault":{"kind":"odd-answer"}}]""");

        using var odd = await PostAsync(simulator, new { text = "a", media = new { media_ids = new[] { await MediaAsync(simulator) } } });

        odd.StatusCode.ShouldBe(HttpStatusCode.OK);
        var answer = await SimulatorUnderTest.ReadAsync(odd);
        answer.Has("data").ShouldBeFalse();
        answer.Has("errors").ShouldBeTrue();
        (await simulator.GetAsync("_sim/published")).GetProperty("posts").GetArrayLength().ShouldBe(1);
    }

    private static async Task<string> MediaAsync(SimulatorUnderTest simulator)
    {
        using var start = await simulator.Xai.PostAsJsonAsync("x/2/media/upload/initialize", new { media_type = "video/mp4", media_category = "tweet_video", total_bytes = 4 });
        var id = (await SimulatorUnderTest.ReadAsync(start)).GetProperty("data").Text("id");
        for (var number = 0; number < 2; number++)
        {
            using var form = new MultipartFormDataContent
            {
                { new StringContent(number.ToString()), "segment_index" },
                { new ByteArrayContent([(byte)((2 * number) + 1), (byte)((2 * number) + 2)]), "media", "chunk" },
            };
            (await simulator.Xai.PostAsync($"x/2/media/upload/{id}/append", form)).StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        (await simulator.Xai.PostAsync($"x/2/media/upload/{id}/finalize", null)).StatusCode.ShouldBe(HttpStatusCode.OK);
        return id;
    }

    private static Task<HttpResponseMessage> PostAsync(SimulatorUnderTest simulator, object post) => simulator.Xai.PostAsJsonAsync("x/2/tweets", post);

    private static async Task<JsonElement> GetAsync(SimulatorUnderTest simulator, string path)
    {
        using var response = await simulator.Xai.GetAsync(path);
        return await SimulatorUnderTest.ReadAsync(response);
    }
}
