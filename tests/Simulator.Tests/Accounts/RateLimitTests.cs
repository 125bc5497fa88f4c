using System.Net;
using System.Net.Http.Json;

namespace FunctionsPipeline.Simulator.Tests.Accounts;

public sealed class RateLimitTests
{
    private static readonly SimulatorOptions Three = SimulatorUnderTest.Instant with { RateLimitPerSecond = 3 };

    [Fact]
    public async Task No_second_holds_more_submits_than_the_limit_wherever_it_begins()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(Three);
        (await BurstAsync(simulator, 5)).ShouldBe(3);
        simulator.Clock.Advance(TimeSpan.FromMilliseconds(999));
        (await BurstAsync(simulator, 2)).ShouldBe(0);
        simulator.Clock.Advance(TimeSpan.FromMilliseconds(1));
        (await BurstAsync(simulator, 1)).ShouldBe(1);
        simulator.Clock.Advance(TimeSpan.FromMilliseconds(500));
        (await BurstAsync(simulator, 5)).ShouldBe(2);
        simulator.Clock.Advance(TimeSpan.FromMilliseconds(500));
        (await BurstAsync(simulator, 5)).ShouldBe(1);
        (await simulator.GetAsync("_sim/health")).GetProperty("rateLimited").GetInt32().ShouldBe(2 + 2 + 0 + 3 + 4);
    }

    [Fact]
    public async Task A_refused_submit_says_429_without_Retry_After_and_is_not_accepted()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(Three with { RateLimitPerSecond = 1 });
        await simulator.SubmitAsync("x");
        using var response = await simulator.PostVideoAsync("x");
        response.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        response.Headers.RetryAfter.ShouldBeNull();
        (await SimulatorUnderTest.ReadAsync(response)).Text("error").ShouldNotBeEmpty();
        (await simulator.ChargesAsync()).Length.ShouldBe(1);
    }

    [Fact]
    public async Task Each_provider_and_each_key_counts_for_itself_and_polls_do_not_count()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(Three with { RateLimitPerSecond = 1 });
        using var other = simulator.CreateClient("Bearer", "another-key");
        var id = await simulator.SubmitAsync("x");
        for (var poll = 0; poll < 5; poll++) (await simulator.PollAsync(id)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await other.PostAsJsonAsync("xai/v1/videos/generations", new { prompt = "x" })).StatusCode.ShouldBe(HttpStatusCode.OK);
        await simulator.SubmitFalAsync("x");
        using var refused = await simulator.Fal.PostAsJsonAsync("fal/fal-ai/veo3.1", new { prompt = "x" });
        refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task Many_at_once_get_no_more_than_the_limit()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(Three);
        var replies = await Task.WhenAll(Enumerable.Range(0, 40).Select(index => simulator.PostVideoAsync($"x {index}")));
        replies.Count(reply => reply.IsSuccessStatusCode).ShouldBe(3);
        (await simulator.ChargesAsync()).Length.ShouldBe(3);
    }

    private static async Task<int> BurstAsync(SimulatorUnderTest simulator, int count)
    {
        var accepted = 0;
        for (var index = 0; index < count; index++)
        {
            using var response = await simulator.PostVideoAsync("x");
            if (response.IsSuccessStatusCode) accepted++;
        }

        return accepted;
    }
}
