using FunctionsPipeline.Contracts;
using FunctionsPipeline.Providers.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace FunctionsPipeline.Providers.Tests.OpenAi;

/// <summary>What OpenAI's refusals mean: whether money was spent, and whether trying again can help.</summary>
public sealed class OpenAiFailureTests
{
    [Theory]
    [InlineData(400, "invalid_request_error", null, ProviderErrorCode.InvalidRequest, false)]
    [InlineData(400, "image_generation_user_error", "moderation_blocked", ProviderErrorCode.ContentRefused, false)]
    [InlineData(401, "invalid_request_error", "invalid_api_key", ProviderErrorCode.Unauthorized, false)]
    [InlineData(403, "invalid_request_error", "unsupported_country_region_territory", ProviderErrorCode.Forbidden, false)]
    [InlineData(404, "invalid_request_error", "model_not_found", ProviderErrorCode.NotFound, false)]
    [InlineData(429, "requests", "rate_limit_exceeded", ProviderErrorCode.RateLimited, true)]
    [InlineData(429, "insufficient_quota", "insufficient_quota", ProviderErrorCode.Forbidden, false)]
    public async Task A_refusal_costs_nothing(int status, string type, string? code, ProviderErrorCode expected, bool isRetryable)
    {
        var quoted = code is null ? "null" : $"\"{code}\"";
        await using var server = await TestServer.StartAsync(
            status, $$"""{"error":{"message":"It does not go.","type":"{{type}}","param":null,"code":{{quoted}} } }""");
        using var provider = OpenAiRig.OpenAi(server.Url);

        var failure = await Rig.FailureOfAsync(provider.Chat.SubmitAsync());

        failure.Code.ShouldBe(expected);
        failure.ProviderCode.ShouldBe(code ?? type);
        failure.IsRetryable.ShouldBe(isRetryable);
        failure.MoneySpent.ShouldBe(MoneySpent.No);
        server.Seen.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(408)]
    public async Task A_breakdown_may_have_cost_money_and_is_not_sent_again(int status)
    {
        await using var server = await TestServer.StartAsync(status, """{"error":{"message":"The engine is overloaded","type":"server_error","code":null}}""");
        using var provider = OpenAiRig.OpenAi(server.Url);

        var failure = await Rig.FailureOfAsync(provider.Chat.SubmitAsync());

        failure.MoneySpent.ShouldBe(MoneySpent.Maybe);
        failure.IsRetryable.ShouldBeFalse();
        failure.Message.ShouldBe("The engine is overloaded");
        server.Seen.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("Retry-After: 7", 7.0)]
    [InlineData("Retry-After: 1.5", 1.5)]
    [InlineData("Retry-After: 20, retry-after-ms: 250", 0.25)]
    [InlineData("x-ratelimit-remaining-requests: 0, x-ratelimit-reset-requests: 6m0s", 360.0)]
    [InlineData("x-ratelimit-remaining-requests: 0, x-ratelimit-reset-requests: 12ms, x-ratelimit-remaining-tokens: 0, x-ratelimit-reset-tokens: 1s", 1.0)]
    [InlineData("x-ratelimit-remaining-requests: 3, x-ratelimit-reset-requests: 6m0s, x-ratelimit-remaining-tokens: 0, x-ratelimit-reset-tokens: 2.5s", 2.5)]
    [InlineData("x-ratelimit-remaining-requests: 3, x-ratelimit-reset-requests: 6m0s", null)]
    [InlineData("x-ratelimit-remaining-requests: 0, x-ratelimit-reset-requests: soon", null)]
    [InlineData("Retry-After: soon", null)]
    [InlineData("Retry-After: 1e400, retry-after-ms: -5", null)]
    [InlineData("Retry-After: 99999999999999999999.5", 86400.0)]
    [InlineData("", null)]
    public async Task A_full_minute_says_when_there_is_room_again(string headers, double? seconds)
    {
        await using var server = await TestServer.StartAsync(context => RateLimitAsync(context, headers));
        using var provider = OpenAiRig.OpenAi(server.Url);

        var failure = await Rig.FailureOfAsync(provider.Chat.SubmitAsync());

        failure.Code.ShouldBe(ProviderErrorCode.RateLimited);
        failure.RetryAfter.ShouldBe(seconds is { } wait ? TimeSpan.FromSeconds(wait) : null);
        failure.IsRetryable.ShouldBeTrue();
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public async Task A_provider_that_says_so_is_not_asked_again(string word, bool isRetryable)
    {
        await using var server = await TestServer.StartAsync(context => RateLimitAsync(context, "x-should-retry: " + word));
        using var provider = OpenAiRig.OpenAi(server.Url);

        (await Rig.FailureOfAsync(provider.Chat.SubmitAsync())).IsRetryable.ShouldBe(isRetryable);
    }

    [Fact]
    public async Task An_answer_that_does_not_come_ends_with_the_time_limit_and_may_have_cost_money()
    {
        var clock = new ManualTimeProvider();
        var arrived = new TaskCompletionSource();
        await using var server = await TestServer.StartAsync(context =>
        {
            arrived.SetResult();
            return context.HangAsync();
        });
        using var provider = OpenAiRig.OpenAi(server.Url, clock);

        var submit = provider.Chat.SubmitAsync();
        await arrived.Task;
        clock.Advance(TimeSpan.FromSeconds(151));
        var failure = await Rig.FailureOfAsync(submit);

        failure.Code.ShouldBe(ProviderErrorCode.Timeout);
        failure.MoneySpent.ShouldBe(MoneySpent.Maybe);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(429)]
    [InlineData(500)]
    public async Task Neither_key_nor_prompt_shows_up_in_messages_or_logs(int status)
    {
        await using var server = await TestServer.StartAsync(context => EchoAsync(context, status));
        var loggers = new RecordingLoggers();
        using var provider = OpenAiRig.OpenAi(server.Url, loggers: loggers);
        Func<Task>[] submits =
        [
            () => provider.Chat.SubmitAsync(),
            () => provider.Images.SubmitAsync(OpenAiRig.Image with { Prompt = OpenAiRig.Chat.Messages[1].Text }),
            () => provider.Embeddings.SubmitAsync(OpenAiRig.Texts with { Texts = [OpenAiRig.Chat.Messages[1].Text] }),
        ];
        foreach (var submit in submits)
        {
            var exception = await Should.ThrowAsync<ProviderException>(submit);
            foreach (var text in loggers.Lines.Append(exception.ToString()).Append(exception.Failure.ToString()))
            {
                text.ShouldNotContain(OpenAiRig.Key);
                text.ShouldNotContain("fox in a tuxedo");
            }
        }

        loggers.Lines.ShouldNotBeEmpty();
    }

    private static Task RateLimitAsync(HttpContext context, string headers)
    {
        foreach (var header in headers.Split(", ", StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = header.Split(": ");
            context.Response.Headers[parts[0]] = parts[1];
        }

        return context.AnswerAsync(429, """{"error":{"message":"Rate limit reached","type":"requests","param":null,"code":"rate_limit_exceeded"}}""");
    }

    private static Task EchoAsync(HttpContext context, int status)
    {
        var key = context.Request.Headers.Authorization.ToString();
        return context.AnswerAsync(status, $$$"""{"error":{"message":"You sent {{{key}}} and: {{{OpenAiRig.Chat.Messages[1].Text}}}","code":"{{{key}}}"}}""");
    }
}
