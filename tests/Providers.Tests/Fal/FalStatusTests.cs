using FunctionsPipeline.Providers.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace FunctionsPipeline.Providers.Tests.Fal;

public sealed class FalStatusTests
{
    private const string Completed = """{"status":"COMPLETED","logs":null,"metrics":{"inference_time":3.2}}""";
    private const string CompletedWithError = """{"status":"COMPLETED","error":"it broke","error_type":"runner_server_error"}""";
    private const string Result = """{"video":{"url":"https://v3.fal.media/files/a.mp4","content_type":"video/mp4","duration":8.0}}""";

    [Theory]
    [InlineData(200, """{"status":"IN_QUEUE","queue_position":4}""", 4)]
    [InlineData(202, """{"status":"IN_QUEUE","queue_position":0}""", 0)]
    [InlineData(202, """{"status":"IN_PROGRESS","logs":null}""", null)]
    [InlineData(200, """{"status":"SOMETHING_NEW"}""", null)]
    public async Task Queued_and_running_are_pending_whatever_the_2xx(int status, string json, int? position)
    {
        var (answer, _) = await StatusAsync((status, json), (500, ""));

        answer.ShouldBe(new VideoGenerationStatus.Pending(null, position));
    }

    [Fact]
    public async Task Completed_fetches_the_result()
    {
        var (answer, paths) = await StatusAsync((200, Completed), (200, Result));

        answer.ShouldBe(new VideoGenerationStatus.Done(new Uri("https://v3.fal.media/files/a.mp4"), 8, null));
        paths.ShouldBe(["/fal-ai/veo3.1/requests/r1/status", "/fal-ai/veo3.1/requests/r1"]);
    }

    [Fact]
    public async Task A_result_fetched_too_early_is_pending()
    {
        var (answer, _) = await StatusAsync((200, Completed), (400, """{"detail":"Request is still in progress"}"""));

        answer.ShouldBe(new VideoGenerationStatus.Pending(null, null));
    }

    [Fact]
    public async Task A_content_policy_violation_is_a_refusal()
    {
        var (answer, _) = await StatusAsync(
            (200, Completed), (422, """{"detail":[{"loc":["body","prompt"],"msg":"The content could not be processed","type":"content_policy_violation"}]}"""));

        answer.ShouldBe(new VideoGenerationStatus.Refused("content_refused", "body.prompt: The content could not be processed", null));
    }

    [Fact]
    public async Task Another_422_is_a_failure_that_a_new_call_does_not_mend()
    {
        var (answer, _) = await StatusAsync(
            (200, CompletedWithError), (422, """{"detail":[{"loc":["body","seed"],"msg":"too large","type":"value_error"}]}"""));

        answer.ShouldBe(new VideoGenerationStatus.Failed("value_error", "body.seed: too large", false, null));
    }

    [Fact]
    public async Task An_announced_error_is_told_by_the_result_call_and_not_repeated()
    {
        var (answer, paths) = await StatusAsync(
            (200, CompletedWithError), (504, """{"detail":[{"loc":["body"],"msg":"took too long","type":"generation_timeout"}]}"""));

        answer.ShouldBe(new VideoGenerationStatus.Failed("generation_timeout", "body: took too long", true, null));
        paths.Count.ShouldBe(2);
    }

    [Fact]
    public async Task An_announced_error_whose_result_says_nothing_keeps_the_words_of_the_status()
    {
        var (answer, _) = await StatusAsync((200, CompletedWithError), (500, ""));

        answer.ShouldBe(new VideoGenerationStatus.Failed("runner_server_error", "it broke", true, null));
    }

    [Fact]
    public async Task An_announced_error_beside_a_good_result_is_still_a_failure()
    {
        var (answer, _) = await StatusAsync((200, CompletedWithError), (200, "{}"));

        answer.ShouldBe(new VideoGenerationStatus.Failed("runner_server_error", "it broke", true, null));
    }

    [Fact]
    public async Task A_server_error_of_the_result_call_alone_says_nothing_about_the_generation()
    {
        var failure = await Rig.FailureOfAsync(StatusAsync((200, Completed), (500, """{"detail":"oops"}""")));

        failure.Code.ShouldBe(ProviderErrorCode.ServerError);
        failure.Operation.ShouldBe("video result");
        failure.IsRetryable.ShouldBeTrue();
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"video":{}}""")]
    [InlineData("""{"video":{"url":"data:video/mp4;base64,AAAA"}}""")]
    public async Task A_result_without_a_link_is_an_unexpected_reply(string result)
    {
        (await Rig.FailureOfAsync(StatusAsync((200, Completed), (200, result)))).Code.ShouldBe(ProviderErrorCode.UnexpectedReply);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    public async Task A_status_without_a_word_is_an_unexpected_reply(string json)
    {
        (await Rig.FailureOfAsync(StatusAsync((200, json), (500, "")))).Code.ShouldBe(ProviderErrorCode.UnexpectedReply);
    }

    private static async Task<(VideoGenerationStatus Answer, IReadOnlyList<string> Paths)> StatusAsync(
        (int Status, string Json) status, (int Status, string Json) result)
    {
        await using var server = await TestServer.StartAsync(context => context.Request.Path.Value!.EndsWith("/status")
            ? context.AnswerAsync(status.Status, status.Json)
            : context.AnswerAsync(result.Status, result.Json));
        using var provider = Rig.Fal(server.Url);
        return (await provider.StatusAsync(), [.. server.Seen.Select(seen => seen.Path)]);
    }
}
