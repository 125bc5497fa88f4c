using System.Text.Json;
using FunctionsPipeline.Providers.Tests.Support;

namespace FunctionsPipeline.Providers.Tests.Gemini;

public sealed class GeminiImageTests
{
    private static readonly ImageRequest Request = new("gemini-3-pro-image", "A lighthouse in fog", 1, "9:16", "2k");

    [Fact]
    public async Task The_image_comes_as_a_file_whose_kind_its_bytes_tell()
    {
        await using var server = await TestServer.StartAsync(200, $$$"""
            {"candidates":[{"content":{"parts":[
               {"inlineData":{"mimeType":"image/png","data":"{{{Convert.ToBase64String(Png.File(1))}}}"},"thought":true},
               {"text":"Here it is."},{"inlineData":{"mimeType":"image/png","data":"{{{Convert.ToBase64String(Png.Jpeg)}}}"}}]},"finishReason":"STOP"}],
             "usageMetadata":{"promptTokenCount":5,"candidatesTokenCount":1120},"responseId":"r-3"}
            """);

        var reply = await SubmitAsync(server, Request);

        reply.Id.ShouldBe("r-3");
        reply.Usage.ShouldBe(new ChatUsage(5, 0, 1120, 0));
        var file = reply.Images.ShouldHaveSingleItem().File.ShouldNotBeNull();
        file.MediaType.ShouldBe("image/jpeg");
        file.Content.ToArray().ShouldBe(Png.Jpeg);
    }

    [Fact]
    public async Task The_request_asks_for_an_image_of_a_shape_and_shows_what_to_go_by()
    {
        await using var server = await TestServer.StartAsync(200, Finished);

        await SubmitAsync(server, Request with { References = [new InlineImage("image/jpeg", new byte[] { 9 })] });

        var seen = server.Seen.ShouldHaveSingleItem();
        seen.Path.ShouldBe("/v1beta/models/gemini-3-pro-image:generateContent");
        JsonElement.Parse(seen.Body).GetRawText().ShouldBe(
            """{"contents":[{"role":"user","parts":[{"text":"A lighthouse in fog"},{"inlineData":{"mimeType":"image/jpeg","data":"CQ=="}}]}],"generationConfig":{"responseModalities":["IMAGE"],"imageConfig":{"aspectRatio":"9:16","imageSize":"2K"}}}""");
    }

    [Fact]
    public async Task The_usual_size_is_not_sent_because_some_models_know_no_other()
    {
        await using var server = await TestServer.StartAsync(200, Finished);

        await SubmitAsync(server, new ImageRequest("gemini-2.5-flash-image", "A boat", 1, null, "1k"));

        server.Seen.Single().Body.ShouldNotContain("imageConfig");
    }

    [Theory]
    [InlineData("""{"candidates":[{"finishReason":"IMAGE_SAFETY"}]}""")]
    [InlineData("""{"candidates":[{"finishReason":"IMAGE_PROHIBITED_CONTENT","content":{"parts":[]}}]}""")]
    [InlineData("""{"candidates":[{"finishReason":"PROHIBITED_CONTENT","content":{}}]}""")]
    [InlineData("""{"promptFeedback":{"blockReason":"SAFETY"}}""")]
    public async Task A_blocked_image_is_a_refused_one(string json)
    {
        await using var server = await TestServer.StartAsync(200, json);

        (await SubmitAsync(server, Request)).Images.ShouldHaveSingleItem().IsRefused.ShouldBeTrue();
    }

    [Theory]
    [InlineData("""{"candidates":[{"finishReason":"NO_IMAGE"}],"usageMetadata":{"promptTokenCount":5}}""", "no image (NO_IMAGE)")]
    [InlineData("""{"candidates":[{"content":{"parts":[{"text":"I would rather talk."}]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":5}}""", "no image (STOP): I would rather talk.")]
    public async Task An_answer_without_an_image_is_a_refused_one_with_its_usage_and_the_log_says_why(string json, string message)
    {
        await using var server = await TestServer.StartAsync(200, json);
        var loggers = new RecordingLoggers();
        using var provider = PaidProviders.Gemini(server.Url, loggers: loggers);

        var reply = await provider.Images.FinishAsync(Request);

        reply.Images.ShouldHaveSingleItem().IsRefused.ShouldBeTrue();
        reply.Usage!.PromptTokens.ShouldBe(5);
        loggers.Lines.ShouldContain(line => line.Contains(message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("not base64!", "the image is not base64")]
    [InlineData("", "the file is too short for an image")]
    [InlineData("PGh0bWw+PGJvZHk+bm8gaW1hZ2U8L2JvZHk+PC9odG1sPg==", "the file is not a JPEG, PNG or WebP image")]
    public async Task A_file_that_is_no_image_is_an_answer_that_says_so(string data, string message)
    {
        await using var server = await TestServer.StartAsync(
            200, $$$"""{"candidates":[{"content":{"parts":[{"inlineData":{"mimeType":"image/png","data":"{{{data}}}"}}]},"finishReason":"STOP"}]}""");

        var image = (await SubmitAsync(server, Request)).Images.ShouldHaveSingleItem();

        (image.Malformed, image.File, image.IsRefused).ShouldBe((message, null, false));
    }

    [Fact]
    public async Task Every_problem_of_a_request_is_named_before_anything_is_sent()
    {
        await using var server = await TestServer.StartAsync(200, Finished);
        var pictures = Enumerable.Repeat(new InlineImage("image/png", new byte[] { 1 }), 15).ToList();

        var failure = await Rig.FailureOfAsync(SubmitAsync(
            server, new ImageRequest("gemini-3-pro-image", " ", 2, "5:1", "8k") { Seed = 1, NegativePrompt = "rain", References = pictures }));

        failure.Code.ShouldBe(ProviderErrorCode.InvalidRequest);
        foreach (var field in new[] { "prompt:", "count: 2", "aspect ratio:", "resolution:", "seed:", "negative prompt:", "references: 15" }) failure.Message.ShouldContain(field);
        server.Seen.ShouldBeEmpty();
    }

    [Fact]
    public async Task There_is_no_queue_to_ask()
    {
        using var provider = PaidProviders.Gemini(new Uri("http://127.0.0.1:1"));

        await Should.ThrowAsync<NotSupportedException>(() => provider.Images.GetResultAsync("gemini-3-pro-image", "r", CancellationToken.None));
    }

    private static string Finished => $$$"""
        {"candidates":[{"content":{"parts":[{"inlineData":{"mimeType":"image/png","data":"{{{Convert.ToBase64String(Png.File())}}}"}}]},"finishReason":"STOP"}]}
        """;

    private static async Task<ImageReply> SubmitAsync(TestServer server, ImageRequest request)
    {
        using var provider = PaidProviders.Gemini(server.Url);
        return await provider.Images.FinishAsync(request);
    }
}
