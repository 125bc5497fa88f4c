using System.Net;
using System.Text.Json;

namespace FunctionsPipeline.Simulator.Tests.Stories;

/// <summary>Sources of stories that stumble.</summary>
public sealed class StoryFaultTests
{
    [Fact]
    public async Task A_fault_befalls_the_question_that_it_is_written_for()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant, """
            [{"match":{"operation":"story","provider":"feeds","nth":1},"fault":{"kind":"error-before-accept","status":503}},
             {"match":{"operation":"story","provider":"feeds","nth":2},"fault":{"kind":"wrong-content-type"}},
             {"match":{"operation":"story","provider":"hackernews","nth":1},"fault":{"kind":"rate-limit","retryAfterSeconds":3}}]
            """);

        (await simulator.Plain.GetAsync("feeds/stories.atom")).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await simulator.Plain.GetStringAsync("feeds/stories.atom")).ShouldContain("Sign in");
        (await simulator.Plain.GetStringAsync("feeds/stories.atom")).ShouldContain("The Crow and the Pitcher");
        var limited = await simulator.Plain.GetAsync("hackernews/topstories.json");
        (limited.StatusCode, limited.Headers.RetryAfter?.Delta).ShouldBe((HttpStatusCode.TooManyRequests, TimeSpan.FromSeconds(3)));
    }

    [Fact]
    public async Task Lists_hold_what_has_to_be_passed_over_and_keep_their_order()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);

        var list = await simulator.Plain.GetStringAsync("hackernews/topstories.json");
        (await simulator.Plain.GetStringAsync("hackernews/topstories.json")).ShouldBe(list);
        var items = await Task.WhenAll(JsonElement.Parse(list).EnumerateArray().Select(id => simulator.Plain.GetStringAsync($"hackernews/item/{id}.json")));
        items.Count(item => item == "null").ShouldBeGreaterThan(0);
        items.Count(item => item.Contains("\"type\":\"story\"", StringComparison.Ordinal) && item.Contains("\"text\"", StringComparison.Ordinal)).ShouldBe(6);
        (await simulator.Plain.GetStringAsync("hackernews/item/1.json")).ShouldBe("null");
    }
}
