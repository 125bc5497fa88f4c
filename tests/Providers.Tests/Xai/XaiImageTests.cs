using System.Text.Json;
using FunctionsPipeline.Providers.Tests.Support;
using FunctionsPipeline.Providers.Xai;

namespace FunctionsPipeline.Providers.Tests.Xai;

public sealed class XaiImageTests
{
    private static readonly ImageRequest Request = new("grok-imagine-image", "A lighthouse in fog", 2, "9:16", "1k");

    [Fact]
    public async Task Images_come_back_as_files_with_refusals_and_the_charge()
    {
        var png = Png.File();
        await using var server = await TestServer.StartAsync(200, $$$"""
            {"data":[{"b64_json":"{{{Convert.ToBase64String(png)}}}","mime_type":"image/png","revised_prompt":"A lighthouse"},
                     {"b64_json":"","respect_moderation":false}],
             "usage":{"cost_in_usd_ticks":400000000}}
            """);

        var reply = await SubmitAsync(server, Request);

        reply.ChargedTicks.ShouldBe(400_000_000);
        reply.Images[0].RevisedPrompt.ShouldBe("A lighthouse");
        reply.Images[0].Url.ShouldBeNull();
        reply.Images[0].File!.MediaType.ShouldBe("image/png");
        reply.Images[0].File!.Content.ToArray().ShouldBe(png);
        reply.Images[1].IsRefused.ShouldBeTrue();
        var seen = server.Seen.ShouldHaveSingleItem();
        seen.Path.ShouldBe("/v1/images/generations");
        var body = JsonElement.Parse(seen.Body);
        body.GetProperty("n").GetInt32().ShouldBe(2);
        body.GetProperty("response_format").GetString().ShouldBe("b64_json");
        body.GetProperty("aspect_ratio").GetString().ShouldBe("9:16");
        body.GetProperty("resolution").GetString().ShouldBe("1k");
    }

    [Fact]
    public async Task A_reply_of_several_megabytes_is_taken()
    {
        var file = new byte[6 << 20];
        Png.Jpeg.CopyTo(file, 0);
        Png.Jpeg.CopyTo(file, file.Length - Png.Jpeg.Length);
        await using var server = await TestServer.StartAsync(200, $$$"""{"data":[{"b64_json":"{{{Convert.ToBase64String(file)}}}"}],"usage":{"cost_in_usd_ticks":1}}""");

        var reply = await SubmitAsync(server, Request with { Count = 1 });

        reply.Images.ShouldHaveSingleItem().File!.Content.Length.ShouldBe(file.Length);
    }

    [Theory]
    [InlineData("""{"data":[{"url":"https://imgen.x.ai/1.jpg"}]}""")]
    [InlineData("""{"data":[{"b64_json":null}]}""")]
    public async Task What_is_no_file_may_have_cost_money(string json)
    {
        await using var server = await TestServer.StartAsync(200, json);

        (await Rig.FailureOfAsync(SubmitAsync(server, Request))).MoneySpent.ShouldBe(MoneySpent.Maybe);
    }

    [Theory]
    [InlineData("bm8gaW1hZ2U=", "the file is too short for an image")]
    [InlineData("!", "the image is not base64")]
    public async Task A_file_that_is_no_image_is_an_answer_that_says_so(string data, string message)
    {
        await using var server = await TestServer.StartAsync(200, $$$"""{"data":[{"b64_json":"{{{data}}}"}]}""");

        (await SubmitAsync(server, Request)).Images.ShouldHaveSingleItem().Malformed.ShouldBe(message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"data":[]}""")]
    public async Task A_reply_without_images_may_have_cost_money(string json)
    {
        await using var server = await TestServer.StartAsync(200, json);

        var failure = await Rig.FailureOfAsync(SubmitAsync(server, Request));

        failure.Code.ShouldBe(ProviderErrorCode.UnexpectedReply);
        failure.MoneySpent.ShouldBe(MoneySpent.Maybe);
    }

    [Fact]
    public async Task Every_problem_of_a_request_is_named_before_anything_is_sent()
    {
        await using var server = await TestServer.StartAsync(200);

        var failure = await Rig.FailureOfAsync(SubmitAsync(server, new ImageRequest("grok-imagine-image", " ", 11, "5:1", "8k") { Seed = 1 }));

        failure.Code.ShouldBe(ProviderErrorCode.InvalidRequest);
        foreach (var field in new[] { "prompt:", "count: 11", "aspect ratio:", "resolution:", "seed:" }) failure.Message.ShouldContain(field);
        server.Seen.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_unknown_model_is_named_with_those_there_are()
    {
        await using var server = await TestServer.StartAsync(200);

        var failure = await Rig.FailureOfAsync(SubmitAsync(server, Request with { Model = "dall-e" }));

        failure.Message.ShouldContain("'dall-e' is not known; one of: grok-imagine-image");
        server.Seen.ShouldBeEmpty();
    }

    private static async Task<ImageReply> SubmitAsync(TestServer server, ImageRequest request)
    {
        using var provider = Rig.Xai(server.Url);
        var submission = await Reserved.RunAsync(XaiProvider.Id, reservation => provider.Images.SubmitAsync(request, reservation, CancellationToken.None));
        return submission.ShouldBeOfType<ImageSubmission.Finished>().Reply;
    }
}
