using System.Text.Json;
using FunctionsPipeline.Contracts;
using FunctionsPipeline.Providers.HuggingFace;
using FunctionsPipeline.Providers.Tests.Support;

namespace FunctionsPipeline.Providers.Tests.HuggingFace;

public sealed class HuggingFaceImageTests
{
    private static readonly ImageRequest Request = new("stabilityai/sdxl-base-1.0", "A lighthouse in fog on a winter's morning", 1, "16:9", "1k")
    {
        Seed = 1L << 40,
        NegativePrompt = "rain",
    };

    [Fact]
    public async Task The_reply_is_the_file_and_its_bytes_tell_its_kind()
    {
        await using var server = await TestServer.StartAsync(context => context.AnswerFileAsync("application/octet-stream", Png.Jpeg));

        var image = (await SubmitAsync(server)).Images.ShouldHaveSingleItem();

        image.File!.MediaType.ShouldBe("image/jpeg");
        image.File.Content.ToArray().ShouldBe(Png.Jpeg);
        image.Seed.ShouldBe(1L << 40);
        var seen = server.Seen.ShouldHaveSingleItem();
        seen.Path.ShouldBe("/hf-inference/models/stabilityai/sdxl-base-1.0");
        seen.Headers["Authorization"].ShouldBe("Bearer " + PaidProviders.HuggingFaceToken);
        seen.Headers["Accept"].ShouldBe("image/png");
        JsonElement.Parse(seen.Body).GetRawText().ShouldBe(
            """{"inputs":"A lighthouse in fog on a winter\u0027s morning","parameters":{"width":1344,"height":768,"negative_prompt":"rain","seed":1099511627776}}""");
    }

    [Theory]
    [InlineData(null, "/hf-inference/models/stabilityai/sdxl-base-1.0")]
    [InlineData(true, "/")]
    public async Task An_endpoint_of_ones_own_is_asked_at_its_root(bool? isEndpoint, string path)
    {
        await using var server = await TestServer.StartAsync(context => context.AnswerFileAsync("image/png", Png.File()));
        using var provider = PaidProviders.HuggingFace(server.Url, isEndpoint);

        await provider.Images.FinishAsync(Request);

        server.Seen.Single().Path.ShouldBe(path);
    }

    [Theory]
    [InlineData("https://abc123.us-east-1.aws.endpoints.huggingface.cloud", true)]
    [InlineData("https://router.huggingface.co", false)]
    [InlineData("https://endpoints.huggingface.cloud.example.com", false)]
    public void The_host_tells_an_endpoint_from_the_router(string url, bool servesOneModel) =>
        new HuggingFaceOptions("hf_x") { BaseUrl = new Uri(url) }.ServesOneModel.ShouldBe(servesOneModel);

    [Fact]
    public async Task A_cold_start_costs_nothing_and_is_tried_again_when_the_model_says()
    {
        await using var server = await TestServer.StartAsync(503, """{"error":"Model stabilityai/sdxl is currently loading","estimated_time":42.5}""");

        var failure = await Rig.FailureOfAsync(SubmitAsync(server));

        failure.Code.ShouldBe(ProviderErrorCode.ServerError);
        failure.MoneySpent.ShouldBe(MoneySpent.No);
        failure.IsRetryable.ShouldBeTrue();
        failure.RetryAfter.ShouldBe(TimeSpan.FromSeconds(42.5));
        server.Seen.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(503, "", ProviderErrorCode.ServerError, MoneySpent.No, true, "no reason given")]
    [InlineData(500, """{"error":"Internal"}""", ProviderErrorCode.ServerError, MoneySpent.Maybe, false, "Internal")]
    [InlineData(502, "<html>", ProviderErrorCode.ServerError, MoneySpent.Maybe, false, "no reason given")]
    [InlineData(400, """{"error":"Endpoint is paused"}""", ProviderErrorCode.InvalidRequest, MoneySpent.No, false, "Endpoint is paused")]
    [InlineData(401, """{"error":"Invalid username or password."}""", ProviderErrorCode.Unauthorized, MoneySpent.No, false, "Invalid username or password.")]
    [InlineData(402, """{"error":"You have exceeded your monthly included credits"}""", ProviderErrorCode.Forbidden, MoneySpent.No, false, "You have exceeded your monthly included credits")]
    [InlineData(404, """{"message":"Not Found"}""", ProviderErrorCode.NotFound, MoneySpent.No, false, "Not Found")]
    [InlineData(422, """{"error":["`width` must be a multiple of 8","second"]}""", ProviderErrorCode.InvalidRequest, MoneySpent.No, false, "`width` must be a multiple of 8; second")]
    [InlineData(422, """{"detail":"Wrong inputs"}""", ProviderErrorCode.InvalidRequest, MoneySpent.No, false, "Wrong inputs")]
    [InlineData(429, """{"error":{"message":"Too many requests"}}""", ProviderErrorCode.RateLimited, MoneySpent.No, true, "Too many requests")]
    public async Task Errors_in_all_their_forms_are_read(int status, string body, ProviderErrorCode code, MoneySpent moneySpent, bool isRetryable, string message)
    {
        await using var server = await TestServer.StartAsync(status, body);

        var failure = await Rig.FailureOfAsync(SubmitAsync(server));

        failure.Code.ShouldBe(code);
        failure.MoneySpent.ShouldBe(moneySpent);
        failure.IsRetryable.ShouldBe(isRetryable);
        failure.Message.ShouldBe(message);
    }

    [Fact]
    public async Task The_wish_of_a_rate_limit_is_kept()
    {
        await using var server = await TestServer.StartAsync(context =>
        {
            context.Response.Headers.RetryAfter = "55";
            return context.AnswerAsync(429);
        });

        (await Rig.FailureOfAsync(SubmitAsync(server))).RetryAfter.ShouldBe(TimeSpan.FromSeconds(55));
    }

    [Fact]
    public async Task What_comes_in_place_of_a_whole_image_is_an_answer_that_says_what_is_wrong_with_it()
    {
        (byte[] Body, string Message)[] cases =
        [
            (Png.Truncated, "the PNG image has no end"),
            ("<html><body>Sign in</body></html>"u8.ToArray(), "the reply is neither a JPEG, PNG or WebP image nor JSON"),
            ([], "the reply is empty"),
        ];
        foreach (var (body, message) in cases)
        {
            await using var server = await TestServer.StartAsync(context => context.AnswerFileAsync("image/png", body));
            var image = (await SubmitAsync(server)).Images.ShouldHaveSingleItem();
            (image.Malformed, image.File, image.IsRefused).ShouldBe((message, null, false));
        }
    }

    [Fact]
    public async Task An_answer_in_JSON_in_place_of_an_image_may_have_cost_money()
    {
        (byte[] Body, string Message)[] cases =
        [
            ("""{"error":"CUDA out of memory"}"""u8.ToArray(), "CUDA out of memory"),
            ("""{"images":[{"url":"https://example.com/1.png"}]}"""u8.ToArray(), "the reply is no image"),
        ];
        foreach (var (body, message) in cases)
        {
            await using var server = await TestServer.StartAsync(context => context.AnswerFileAsync("image/png", body));
            var failure = await Rig.FailureOfAsync(SubmitAsync(server));
            failure.Code.ShouldBe(ProviderErrorCode.UnexpectedReply);
            failure.Message.ShouldBe(message);
            failure.MoneySpent.ShouldBe(MoneySpent.Maybe);
        }
    }

    [Fact]
    public async Task A_reply_without_an_end_is_given_up_at_the_bound()
    {
        await using var server = await TestServer.StartAsync(async context =>
        {
            context.Response.ContentType = "image/png";
            await context.Response.Body.WriteAsync(Png.Truncated);
            var filler = new byte[1 << 20];
            for (var sent = 0; sent < 80 && !context.RequestAborted.IsCancellationRequested; sent++) await context.Response.Body.WriteAsync(filler);
        });

        var failure = await Rig.FailureOfAsync(SubmitAsync(server));

        failure.Message.ShouldBe("The reply is longer than 67108864 bytes.");
        failure.MoneySpent.ShouldBe(MoneySpent.Maybe);
    }

    [Fact]
    public async Task A_hanging_call_ends_with_the_time_limit_and_may_have_cost_money()
    {
        var clock = new ManualTimeProvider();
        var arrived = new TaskCompletionSource();
        await using var server = await TestServer.StartAsync(context =>
        {
            arrived.SetResult();
            return context.HangAsync();
        });
        using var provider = PaidProviders.HuggingFace(server.Url, clock: clock);

        var submit = provider.Images.FinishAsync(Request);
        await arrived.Task;
        clock.Advance(TimeSpan.FromSeconds(151));
        var failure = await Rig.FailureOfAsync(submit);

        failure.Code.ShouldBe(ProviderErrorCode.Timeout);
        failure.MoneySpent.ShouldBe(MoneySpent.Maybe);
    }

    [Fact]
    public async Task Every_problem_of_a_request_is_named_before_anything_is_sent()
    {
        await using var server = await TestServer.StartAsync(200);
        using var provider = PaidProviders.HuggingFace(server.Url);
        var request = new ImageRequest("../../evil", "", 2, "99:1", "1k") { References = [new InlineImage("image/png", new byte[] { 1 })] };

        var failure = await Rig.FailureOfAsync(provider.Images.FinishAsync(request));

        failure.NeverLeft.ShouldBeTrue();
        foreach (var field in new[] { "model: '../../evil'", "prompt:", "count: 2", "aspect ratio: '99:1'", "references: 1" }) failure.Message.ShouldContain(field);
        provider.Images.Validate(Request with { Resolution = "8k" }).ShouldHaveSingleItem().ShouldBe("resolution: '8k' is not offered; one of: 512, 1k, 2k");
        await Should.ThrowAsync<NotSupportedException>(() => provider.Images.GetResultAsync(Request.Model, "r", CancellationToken.None));
        server.Seen.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(200)]
    [InlineData(401)]
    [InlineData(503)]
    public async Task Neither_token_nor_prompt_shows_up_in_messages_or_logs(int status)
    {
        await using var server = await TestServer.StartAsync(context => context.AnswerAsync(
            status, $$"""{"error":"You sent {{context.Request.Headers.Authorization}} and: {{Request.Prompt}}"}"""));
        var loggers = new RecordingLoggers();
        using var provider = PaidProviders.HuggingFace(server.Url, loggers: loggers);

        var exception = await Should.ThrowAsync<ProviderException>(() => provider.Images.FinishAsync(Request));

        string[] texts = [exception.ToString(), exception.Failure.ToString(), .. loggers.Lines];
        foreach (var text in texts)
        {
            text.ShouldNotContain(PaidProviders.HuggingFaceToken);
            text.ShouldNotContain("lighthouse in fog");
        }
    }

    private static async Task<ImageReply> SubmitAsync(TestServer server)
    {
        using var provider = PaidProviders.HuggingFace(server.Url);
        return await provider.Images.FinishAsync(Request);
    }
}
