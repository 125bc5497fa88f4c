namespace FunctionsPipeline.Api.Tests.Serving;

/// <summary>Episodes over HTTP. What becomes of them is tested through the command line; here they are previews, which need no provider.</summary>
public sealed class StoryTests(ServedHome served) : IClassFixture<ServedHome>
{
    private const string Spec = """{"stories":[{"id":"crow","text":"A thirsty crow found a pitcher. She dropped pebbles into it until the water rose, and then she drank."}],"preview":true,"size":"128x228"}""";

    [Fact]
    public async Task An_episode_is_started_once_for_one_key_and_its_pipeline_need_not_be_named()
    {
        var started = await served.PostAsync("api/stories/generate", Spec, idempotencyKey: "story-1");
        var again = await served.PostAsync("api/stories/generate", Spec, idempotencyKey: "story-1");

        started.Status.ShouldBe(202, started.Text);
        var run = started.Json["runId"]!.GetValue<string>();
        started.Json["pipeline"]!.GetValue<string>().ShouldBe("episode");
        started.Message.Headers.Location!.AbsolutePath.ShouldBe($"/api/runs/{run}");
        again.Json["runId"]!.GetValue<string>().ShouldBe(run);
        (await served.FollowToEndAsync(run))["status"]!.GetValue<string>().ShouldBe("succeeded");
    }

    [Theory]
    [InlineData("", "invalid_json")]
    [InlineData("{}", "invalid_input")]
    [InlineData("""{"pipeline":"comments"}""", "unknown_pipeline")]
    [InlineData("""{"sources":["/etc"],"preview":true}""", "invalid_input")]
    public async Task What_is_no_specification_of_episodes_is_refused(string body, string code) =>
        (await served.PostAsync("api/stories/generate", body)).ShouldBeProblem(400, code);
}
