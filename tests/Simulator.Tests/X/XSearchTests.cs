using System.Globalization;
using System.Net;
using System.Text.Json;

namespace FunctionsPipeline.Simulator.Tests.X;

public sealed class XSearchTests
{
    private const string Path = "x/2/tweets/search/recent?query=";
    private const string Fields = "&tweet.fields=author_id,created_at,lang,public_metrics&expansions=author_id&user.fields=username,public_metrics";

    [Fact]
    public async Task Each_post_of_a_page_costs_and_the_page_tells_how_to_go_on()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);

        var page = await SearchAsync(simulator, "bikes&max_results=100" + Fields);

        page.GetProperty("meta").GetProperty("result_count").GetInt32().ShouldBe(100);
        page.GetProperty("data").GetArrayLength().ShouldBe(100);
        var call = (await simulator.ChargesAsync()).ShouldHaveSingleItem();
        call.Text("operation").ShouldBe("search");
        call.Ticks().ShouldBe(100 * 50_000_000L);

        var ids = new HashSet<string>(Ids(page), StringComparer.Ordinal);
        var next = page;
        while (next.GetProperty("meta").TryGetProperty("next_token", out var token))
        {
            next = await SearchAsync(simulator, $"bikes&max_results=100&next_token={token.GetString()}");
            Ids(next).ShouldAllBe(id => ids.Add(id));
        }

        ids.Count.ShouldBeInRange(101, 7 * 24 * 6);
    }

    [Fact]
    public async Task Posts_are_plausible_in_several_languages_and_some_retell_others_in_nearly_the_same_words()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);

        var page = await SearchAsync(simulator, "solar%20panels&max_results=100" + Fields);

        var posts = page.GetProperty("data").EnumerateArray().ToList();
        posts.Select(post => post.Text("lang")).Distinct().Count().ShouldBeGreaterThan(2);
        posts.Select(post => post.GetProperty("created_at").GetDateTimeOffset()).ShouldBeInOrder(SortDirection.Descending);
        posts.ShouldAllBe(post => post.Text("text").Contains("solar panels", StringComparison.Ordinal));
        var users = page.GetProperty("includes").GetProperty("users").EnumerateArray().ToDictionary(user => user.Text("id"));
        users.Values.Select(user => user.GetProperty("public_metrics").GetProperty("followers_count").GetInt32()).Max().ShouldBeGreaterThan(10_000);
        var similar = posts.SelectMany((post, index) => posts.Skip(index + 1).Select(other => Overlap(post.Text("text"), other.Text("text"))));
        similar.Count(share => share is > 0.6 and < 1).ShouldBeGreaterThan(3);
    }

    [Fact]
    public async Task Only_id_and_text_come_unless_more_is_asked_for_and_a_missing_author_is_told_beside_the_posts()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);

        var bare = await SearchAsync(simulator, "bikes");
        bare.GetProperty("data")[0].EnumerateObject().Select(field => field.Name).ShouldBe(["id", "text"]);
        bare.GetProperty("data").GetArrayLength().ShouldBe(10);
        bare.Has("includes").ShouldBeFalse();

        var missing = new List<JsonElement>();
        foreach (var topic in new[] { "bikes", "cars", "trains" })
        {
            var page = await SearchAsync(simulator, topic + "&max_results=100" + Fields);
            if (!page.TryGetProperty("errors", out var errors)) continue;
            missing.AddRange(errors.EnumerateArray());
            page.GetProperty("includes").GetProperty("users").EnumerateArray().Select(user => user.Text("id")).ShouldNotContain(errors[0].Text("value"));
        }

        missing.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task The_same_question_has_the_same_answer_and_time_brings_new_posts_and_takes_old_ones_away()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);

        var first = await SearchAsync(simulator, "bikes&max_results=100");
        var again = await SearchAsync(simulator, "bikes&max_results=100");
        simulator.Clock.Advance(TimeSpan.FromDays(1));
        var later = await SearchAsync(simulator, "bikes&max_results=100");

        again.GetRawText().ShouldBe(first.GetRawText());
        long.Parse(Ids(later)[0], CultureInfo.InvariantCulture).ShouldBeGreaterThan(long.Parse(Ids(first)[0], CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Operators_sort_out_and_nothing_found_is_no_list_at_all()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);

        var spanish = await SearchAsync(simulator, Uri.EscapeDataString("(bikes OR cars) lang:es -is:retweet min_likes:1") + Fields);
        spanish.GetProperty("data").EnumerateArray().ShouldAllBe(
            post => post.Text("lang") == "es" && post.GetProperty("public_metrics").GetProperty("like_count").GetInt32() > 0);

        var none = await SearchAsync(simulator, Uri.EscapeDataString("bikes from:nobody_at_all"));
        none.GetRawText().ShouldBe("""{"meta":{"result_count":0}}""");
        (await simulator.ChargesAsync())[1].Ticks().ShouldBe(0);
    }

    [Theory]
    [InlineData("")]
    [InlineData("lang%3Aen")]
    [InlineData("bikes%20wheels%3Atwo")]
    [InlineData("bikes&max_results=9")]
    [InlineData("bikes&max_results=101")]
    [InlineData("bikes&start_time=2001-01-01T00:00:00Z")]
    [InlineData("bikes&next_token=0123456789abcdef0123456789ab")]
    [InlineData("bikes&colour=red")]
    public async Task A_parameter_that_is_not_taken_is_a_problem_and_costs_nothing(string query)
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);

        using var response = await simulator.Xai.GetAsync(Path + query);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        (await SimulatorUnderTest.ReadAsync(response)).Text("type").ShouldEndWith("/invalid-request");
        (await simulator.ChargesAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_answer_tells_what_is_left_of_the_window_and_the_next_window_is_a_new_one()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        using var stranger = simulator.CreateClient("Bearer", "bad-key");
        for (var index = 0; index < 449; index++) await SearchAsync(simulator, "bikes%20from%3Anobody");

        using var last = await simulator.Xai.GetAsync(Path + "bikes");
        using var refused = await simulator.Xai.GetAsync(Path + "bikes");
        using var wrong = await stranger.GetAsync(Path + "bikes");

        Header(last, "x-rate-limit-remaining").ShouldBe(0);
        refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        wrong.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        var wait = Header(refused, "x-rate-limit-reset") - simulator.Clock.GetUtcNow().ToUnixTimeSeconds();
        wait.ShouldBeInRange(1, 900);
        simulator.Clock.Advance(TimeSpan.FromSeconds(wait));
        using var after = await simulator.Xai.GetAsync(Path + "bikes");
        Header(after, "x-rate-limit-remaining").ShouldBe(449);
    }

    [Fact]
    public async Task A_scripted_wait_is_told_as_a_moment()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(
            SimulatorUnderTest.Instant, """[{"match":{"operation":"search","provider":"x"},"fault":{"kind":"rate-limit","retryAfterSeconds":7}}]""");

        using var response = await simulator.Xai.GetAsync(Path + "bikes");

        response.Headers.RetryAfter.ShouldBeNull();
        Header(response, "x-rate-limit-reset").ShouldBe(simulator.Clock.GetUtcNow().AddSeconds(7).ToUnixTimeSeconds());
    }

    private static long Header(HttpResponseMessage response, string name) => long.Parse(response.Headers.GetValues(name).Single(), CultureInfo.InvariantCulture);

    private static string[] Ids(JsonElement page) => [.. page.GetProperty("data").EnumerateArray().Select(post => post.Text("id"))];

    private static double Overlap(string left, string right)
    {
        var (one, other) = (left.Split(' ').ToHashSet(StringComparer.Ordinal), right.Split(' ').ToHashSet(StringComparer.Ordinal));
        return (double)one.Intersect(other).Count() / one.Union(other).Count();
    }

    private static async Task<JsonElement> SearchAsync(SimulatorUnderTest simulator, string query)
    {
        using var response = await simulator.Xai.GetAsync(Path + query);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await SimulatorUnderTest.ReadAsync(response);
    }
}
