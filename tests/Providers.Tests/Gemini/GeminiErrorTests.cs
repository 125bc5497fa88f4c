using FunctionsPipeline.Contracts;
using FunctionsPipeline.Providers.Gemini;
using FunctionsPipeline.Providers.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace FunctionsPipeline.Providers.Tests.Gemini;

public sealed class GeminiErrorTests
{
    private const string Prompt = "The planted prompt: a fox in a tuxedo signs a contract";

    [Theory]
    [InlineData(400, "INVALID_ARGUMENT", "Request contains an invalid argument.", ProviderErrorCode.InvalidRequest, false)]
    [InlineData(400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key.", ProviderErrorCode.Unauthorized, false)]
    [InlineData(400, "FAILED_PRECONDITION", "User location is not supported for the API use.", ProviderErrorCode.Forbidden, false)]
    [InlineData(401, "UNAUTHENTICATED", "Request had invalid authentication credentials.", ProviderErrorCode.Unauthorized, false)]
    [InlineData(402, "RESOURCE_EXHAUSTED", "Your prepay credits are depleted.", ProviderErrorCode.Forbidden, false)]
    [InlineData(403, "PERMISSION_DENIED", "The caller does not have permission", ProviderErrorCode.Forbidden, false)]
    [InlineData(404, "NOT_FOUND", "This model is no longer available.", ProviderErrorCode.NotFound, false)]
    [InlineData(429, "RESOURCE_EXHAUSTED", "You exceeded your current quota.", ProviderErrorCode.RateLimited, true)]
    [InlineData(500, "INTERNAL", "An internal error has occurred.", ProviderErrorCode.ServerError, true)]
    [InlineData(503, "UNAVAILABLE", "The model is overloaded.", ProviderErrorCode.ServerError, true)]
    [InlineData(504, "DEADLINE_EXCEEDED", "Deadline expired.", ProviderErrorCode.ServerError, true)]
    public async Task An_error_of_googles_costs_nothing(int status, string word, string message, ProviderErrorCode code, bool isRetryable)
    {
        await using var server = await TestServer.StartAsync(status, $$$"""{"error":{"code":{{{status}}},"message":"{{{message}}}","status":"{{{word}}}"}}""");

        var failure = await FailureAsync(server.Url);

        failure.Code.ShouldBe(code);
        failure.Message.ShouldBe(message);
        failure.ProviderCode.ShouldBe(word);
        failure.MoneySpent.ShouldBe(MoneySpent.No);
        failure.IsRetryable.ShouldBe(isRetryable);
        server.Seen.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(500, "")]
    [InlineData(502, "<html><title>Bad gateway</title></html>")]
    [InlineData(504, """{"message":"upstream timed out"}""")]
    public async Task An_error_of_a_proxy_may_have_cost_money(int status, string body)
    {
        await using var server = await TestServer.StartAsync(status, body);

        var failure = await FailureAsync(server.Url);

        failure.Code.ShouldBe(ProviderErrorCode.ServerError);
        failure.MoneySpent.ShouldBe(MoneySpent.Maybe);
        failure.IsRetryable.ShouldBeFalse();
    }

    [Fact]
    public async Task The_wait_stands_in_the_body_and_the_body_may_be_in_a_list()
    {
        await using var server = await TestServer.StartAsync(429, """
            [{"error":{"code":429,"message":"Quota exceeded","status":"RESOURCE_EXHAUSTED","details":[
              {"@type":"type.googleapis.com/google.rpc.QuotaFailure"},{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"17.5s"}]}}]
            """);

        var failure = await FailureAsync(server.Url);

        failure.Code.ShouldBe(ProviderErrorCode.RateLimited);
        failure.Message.ShouldBe("Quota exceeded");
        failure.RetryAfter.ShouldBe(TimeSpan.FromSeconds(17.5));
    }

    [Fact]
    public async Task The_reason_of_a_wrong_key_is_the_code()
    {
        await using var server = await TestServer.StartAsync(400, """
            {"error":{"code":400,"message":"API key not valid.","status":"INVALID_ARGUMENT",
              "details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"API_KEY_INVALID"}]}}
            """);

        var failure = await FailureAsync(server.Url);

        failure.ProviderCode.ShouldBe("API_KEY_INVALID");
        failure.Hint.ShouldContain("GEMINI_API_KEY");
    }

    [Fact]
    public async Task A_lost_reply_may_have_cost_money()
    {
        await using var server = await TestServer.StartAsync(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });

        (await FailureAsync(server.Url)).MoneySpent.ShouldBe(MoneySpent.Maybe);
        server.Seen.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_hanging_answer_ends_with_the_time_limit_and_may_have_cost_money()
    {
        var clock = new ManualTimeProvider();
        var arrived = new TaskCompletionSource();
        await using var server = await TestServer.StartAsync(context =>
        {
            arrived.SetResult();
            return context.HangAsync();
        });

        var failing = FailureAsync(server.Url, clock);
        await arrived.Task;
        clock.Advance(TimeSpan.FromSeconds(151));
        var failure = await failing;

        failure.Code.ShouldBe(ProviderErrorCode.Timeout);
        failure.MoneySpent.ShouldBe(MoneySpent.Maybe);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(429)]
    [InlineData(500)]
    public async Task Neither_key_nor_prompt_shows_up_in_messages_or_logs(int status)
    {
        await using var server = await TestServer.StartAsync(context => context.AnswerAsync(
            status,
            $$$"""{"error":{"code":{{{status}}},"status":"{{{context.Request.Headers["x-goog-api-key"]}}}","message":"x-goog-api-key: {{{context.Request.Headers["x-goog-api-key"]}}}, AIzaSomebodyElsesKey0123456789 and: {{{Prompt}}}"}}"""));
        var loggers = new RecordingLoggers();
        using var provider = PaidProviders.Gemini(server.Url, loggers: loggers);

        var exception = await Should.ThrowAsync<ProviderException>(() => provider.Chat.SubmitAsync(Request));

        loggers.Lines.ShouldNotBeEmpty();
        string[] texts = [exception.ToString(), exception.Failure.ToString(), .. loggers.Lines];
        foreach (var text in texts)
        {
            text.ShouldNotContain(PaidProviders.GeminiKey);
            text.ShouldNotContain("AIzaSomebody");
            text.ShouldNotContain("fox in a tuxedo");
        }

        new GeminiOptions(PaidProviders.GeminiKey).ToString()!.ShouldNotContain(PaidProviders.GeminiKey);
    }

    private static ChatRequest Request => new("gemini-3.5-flash", [new ChatMessage("user", Prompt)]);

    private static async Task<ProviderFailure> FailureAsync(Uri url, TimeProvider? clock = null)
    {
        using var provider = PaidProviders.Gemini(url, clock);
        return await Rig.FailureOfAsync(provider.Chat.SubmitAsync(Request));
    }
}
