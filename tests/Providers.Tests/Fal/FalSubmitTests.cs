using System.Text.Json;
using FunctionsPipeline.Providers.Fal;
using FunctionsPipeline.Providers.Tests.Support;

namespace FunctionsPipeline.Providers.Tests.Fal;

public sealed class FalSubmitTests
{
    private const string Queued = """
        {"request_id":"f-1","status_url":"https://evil.example/status","response_url":"https://evil.example/","cancel_url":"x","queue_position":3}
        """;

    [Fact]
    public async Task A_submit_sends_the_bare_input_with_the_scheme_word_key()
    {
        await using var server = await TestServer.StartAsync(200, Queued);
        using var provider = Rig.Fal(new Uri(server.Url, "/fal"));

        (await provider.SubmitAsync(Rig.FalClip with { Seed = 7, NegativePrompt = "text", GenerateAudio = false })).ShouldBe("f-1");

        var seen = server.Seen.ShouldHaveSingleItem();
        seen.Path.ShouldBe("/fal/fal-ai/veo3.1");
        seen.Headers["Authorization"].ShouldBe("Key " + Rig.FalKey);
        var body = JsonElement.Parse(seen.Body);
        body.GetProperty("prompt").GetString().ShouldBe(Rig.FalClip.Prompt);
        body.GetProperty("duration").GetString().ShouldBe("8s");
        body.GetProperty("resolution").GetString().ShouldBe("720p");
        body.GetProperty("seed").GetInt32().ShouldBe(7);
        body.GetProperty("negative_prompt").GetString().ShouldBe("text");
        body.GetProperty("generate_audio").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task Another_model_writes_its_duration_another_way()
    {
        await using var server = await TestServer.StartAsync(200, Queued);
        using var provider = Rig.Fal(server.Url);

        await provider.SubmitAsync(new VideoRequest("fal-ai/kling-video/v2.1/pro/image-to-video", "Zoom in", 5) { ImageUrl = "https://example.com/a.png" });

        var seen = server.Seen.ShouldHaveSingleItem();
        seen.Path.ShouldBe("/fal-ai/kling-video/v2.1/pro/image-to-video");
        var body = JsonElement.Parse(seen.Body);
        body.GetProperty("duration").GetString().ShouldBe("5");
        body.GetProperty("image_url").GetString().ShouldBe("https://example.com/a.png");
        body.TryGetProperty("resolution", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Follow_ups_go_to_owner_and_app_and_never_to_a_url_from_the_reply()
    {
        await using var server = await TestServer.StartAsync(200, """
            {"status":"IN_QUEUE","queue_position":3,"status_url":"https://evil.example/","response_url":"https://evil.example/"}
            """);
        using var provider = Rig.Fal(server.Url);

        await provider.Video.GetStatusAsync("fal-ai/kling-video/v2.1/master/text-to-video", "f-1", CancellationToken.None);

        server.Seen.ShouldHaveSingleItem().Path.ShouldBe("/fal-ai/kling-video/requests/f-1/status");
    }

    [Theory]
    [InlineData(422, """{"detail":[{"loc":["body","duration"],"msg":"unexpected value","type":"value_error","input":"the prompt"}]}""", ProviderErrorCode.InvalidRequest, "body.duration: unexpected value", "value_error")]
    [InlineData(422, """{"detail":"plain text"}""", ProviderErrorCode.InvalidRequest, "plain text", null)]
    [InlineData(422, """{"detail":[{"loc":["body","prompt"],"msg":"flagged","type":"content_policy_violation"}]}""", ProviderErrorCode.ContentRefused, "body.prompt: flagged", "content_policy_violation")]
    [InlineData(400, """{"detail":"no","error_type":"bad_request"}""", ProviderErrorCode.InvalidRequest, "no", "bad_request")]
    [InlineData(401, """{"detail":"Cannot access application"}""", ProviderErrorCode.Unauthorized, "Cannot access application", null)]
    [InlineData(403, """{"detail":"User is locked. Reason: Exhausted balance."}""", ProviderErrorCode.Forbidden, "User is locked. Reason: Exhausted balance.", null)]
    [InlineData(404, """{"status":"NOT_FOUND"}""", ProviderErrorCode.NotFound, "NOT_FOUND", "NOT_FOUND")]
    public async Task The_error_bodies_of_fal_are_read(int status, string json, ProviderErrorCode code, string message, string? providerCode)
    {
        await using var server = await TestServer.StartAsync(status, json);
        using var provider = Rig.Fal(server.Url);

        var failure = await Rig.FailureOfAsync(provider.SubmitAsync());

        failure.Code.ShouldBe(code);
        failure.Message.ShouldBe(message);
        failure.ProviderCode.ShouldBe(providerCode);
        failure.MoneySpent.ShouldBe(MoneySpent.No);
    }

    [Fact]
    public async Task A_server_error_on_submit_is_not_sent_again_as_the_vendors_client_would()
    {
        await using var server = await TestServer.StartAsync(503, """{"detail":"busy","error_type":"runner_connection_error"}""");
        using var provider = Rig.Fal(server.Url);

        var failure = await Rig.FailureOfAsync(provider.SubmitAsync());

        failure.MoneySpent.ShouldBe(MoneySpent.Maybe);
        server.Seen.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_submit_that_fits_no_model_is_refused_before_anything_is_sent()
    {
        await using var server = await TestServer.StartAsync(200, Queued);
        using var provider = Rig.Fal(server.Url);

        var failure = await Rig.FailureOfAsync(provider.SubmitAsync(Rig.FalClip with { DurationSeconds = 5, Resolution = "480p" }));

        failure.Message.ShouldBe(
            "duration: 5 s is not offered by fal-ai/veo3.1; one of: 4, 6, 8 s; "
            + "resolution: '480p' is not offered by fal-ai/veo3.1; one of: 720p, 1080p, 4k");
        server.Seen.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("veo3.1")]
    [InlineData("fal-ai/../x")]
    [InlineData("fal-ai//x")]
    [InlineData("fal-ai/x?y")]
    public void A_model_whose_name_is_no_path_is_refused_when_the_provider_is_built(string name)
    {
        var options = new FalOptions(Rig.FalKey) { VideoModels = [new FalVideoModel(new VideoModel(name, [4], [], []), "s")] };

        Should.Throw<ArgumentException>(() => new FalProvider(options, TimeProvider.System, new Random(1), new RecordingLoggers()));
    }
}
