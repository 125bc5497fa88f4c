using System.Text.Json;
using FunctionsPipeline.Providers.Fal;
using FunctionsPipeline.Providers.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace FunctionsPipeline.Providers.Tests.Fal;

public sealed class FalImageTests
{
    private const string Model = "fal-ai/flux/schnell";
    private const string Completed = """{"status":"COMPLETED","logs":null}""";

    private static readonly ImageRequest Request = new(Model, "A lighthouse in fog", 2, "16:9") { Seed = 7 };

    [Fact]
    public async Task A_submit_orders_pixels_and_is_queued()
    {
        await using var server = await TestServer.StartAsync(200, """{"request_id":"r1"}""");

        (await SubmitAsync(server, Request)).ShouldBe(new ImageSubmission.Queued("r1"));

        var seen = server.Seen.ShouldHaveSingleItem();
        seen.Path.ShouldBe("/fal-ai/flux/schnell");
        var body = JsonElement.Parse(seen.Body);
        body.GetProperty("prompt").GetString().ShouldBe("A lighthouse in fog");
        body.GetProperty("image_size").GetProperty("width").GetInt32().ShouldBe(1024);
        body.GetProperty("image_size").GetProperty("height").GetInt32().ShouldBe(576);
        body.GetProperty("num_images").GetInt32().ShouldBe(2);
        body.GetProperty("seed").GetInt64().ShouldBe(7);
        body.GetProperty("output_format").GetString().ShouldBe("png");
        body.GetProperty("enable_safety_checker").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task Without_a_shape_the_usual_one_is_ordered_and_without_a_seed_none_is_sent()
    {
        await using var server = await TestServer.StartAsync(200, """{"request_id":"r1"}""");

        await SubmitAsync(server, new ImageRequest(Model, "A lighthouse"));

        var body = JsonElement.Parse(server.Seen.ShouldHaveSingleItem().Body);
        body.GetProperty("image_size").GetProperty("width").GetInt32().ShouldBe(992);
        body.TryGetProperty("seed", out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("1:1", 1, 1)]
    [InlineData("16:9", 4, 4)]
    [InlineData("2:3", 3, 3)]
    [InlineData(null, 2, 2)]
    public void What_is_billed_follows_from_the_request(string? aspectRatio, int count, long megapixels)
    {
        foreach (var model in FalModels.Image) model.BilledMegapixels(new ImageRequest(model.Name, "x", count, aspectRatio)).ShouldBe(megapixels);
    }

    [Theory]
    [InlineData(1000, 1000, 1)]
    [InlineData(1001, 1000, 2)]
    [InlineData(1024, 1024, 2)]
    [InlineData(64, 64, 1)]
    public void Megapixels_are_rounded_up(int width, int height, long megapixels)
    {
        new ImageShape("1:1", width, height).MegapixelsRoundedUp.ShouldBe(megapixels);
    }

    [Fact]
    public void Every_shape_has_pixels_of_its_proportions()
    {
        foreach (var shape in FalModels.Image.SelectMany(model => model.Shapes))
        {
            var sides = shape.AspectRatio.Split(':').Select(double.Parse).ToArray();
            (shape.WidthPx / (double)shape.HeightPx).ShouldBe(sides[0] / sides[1], 0.001);
            (shape.WidthPx % 32, shape.HeightPx % 32, shape.MegapixelsRoundedUp).ShouldBe((0, 0, 1));
        }
    }

    [Fact]
    public async Task Waiting_gives_nothing_yet_and_a_finished_one_its_links_and_seed()
    {
        (await ResultAsync("""{"status":"IN_PROGRESS"}""", 500, "")).ShouldBeNull();

        var reply = await ResultAsync(Completed, 200, """
            {"images":[{"url":"https://v3.fal.media/a.png","width":1024,"height":576},{"url":"https://v3.fal.media/b.png"}],"seed":1234567890123,"has_nsfw_concepts":[false,true]}
            """);
        reply!.Id.ShouldBe("r1");
        reply.ChargedTicks.ShouldBeNull();
        reply.Images[0].ShouldBe(new GeneratedImage(new Uri("https://v3.fal.media/a.png"), null) { Seed = 1234567890123 });
        reply.Images[1].IsRefused.ShouldBeTrue();
    }

    [Theory]
    [InlineData(422, """{"detail":[{"loc":["body","prompt"],"msg":"flagged","type":"content_policy_violation"}]}""", ProviderErrorCode.ContentRefused)]
    [InlineData(422, """{"detail":[{"loc":["body","seed"],"msg":"too large","type":"value_error"}]}""", ProviderErrorCode.GenerationFailed)]
    public async Task A_failed_request_says_why_and_is_not_charged(int status, string json, ProviderErrorCode code)
    {
        var failure = await Rig.FailureOfAsync(ResultAsync(Completed, status, json));

        failure.Code.ShouldBe(code);
        failure.MoneySpent.ShouldBe(MoneySpent.No);
        failure.IsRetryable.ShouldBeFalse();
        failure.Operation.ShouldBe("image result");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"images":[]}""")]
    [InlineData("""{"images":[{"url":"data:image/png;base64,AAAA"}]}""")]
    public async Task A_result_without_links_is_an_unexpected_reply(string json)
    {
        (await Rig.FailureOfAsync(ResultAsync(Completed, 200, json))).Code.ShouldBe(ProviderErrorCode.UnexpectedReply);
    }

    [Fact]
    public async Task Every_problem_of_a_request_is_named_before_anything_is_sent()
    {
        await using var server = await TestServer.StartAsync(200);

        var failure = await Rig.FailureOfAsync(SubmitAsync(server, new ImageRequest(Model, " ", 5, "5:1", "8k") { NegativePrompt = "x" }));

        failure.Code.ShouldBe(ProviderErrorCode.InvalidRequest);
        foreach (var field in new[] { "prompt:", "count: 5", "aspect ratio:", "resolution:", "negative prompt:" }) failure.Message.ShouldContain(field);
        server.Seen.ShouldBeEmpty();
    }

    [Fact]
    public void A_model_without_pixels_is_refused_when_it_is_set_up()
    {
        var options = new FalOptions(Rig.FalKey) { ImageModels = [new ImageModel("fal-ai/some/model", ["1:1"], [])] };
        Should.Throw<ArgumentException>(() => new FalProvider(options, TimeProvider.System, new Random(1), new RecordingLoggers())).Message.ShouldContain("fal-ai/some/model");
    }

    private static async Task<ImageSubmission> SubmitAsync(TestServer server, ImageRequest request)
    {
        using var provider = Rig.Fal(server.Url);
        return await Reserved.RunAsync(FalProvider.Id, reservation => provider.Images.SubmitAsync(request, reservation, CancellationToken.None));
    }

    private static async Task<ImageReply?> ResultAsync(string status, int resultStatus, string result)
    {
        await using var server = await TestServer.StartAsync(context => context.Request.Path.Value!.EndsWith("/status")
            ? context.AnswerAsync(200, status)
            : context.AnswerAsync(resultStatus, result));
        using var provider = Rig.Fal(server.Url);
        return await provider.Images.GetResultAsync(Model, "r1", CancellationToken.None);
    }
}
