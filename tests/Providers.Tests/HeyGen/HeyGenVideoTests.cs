using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsPipeline.Providers.HeyGen;
using FunctionsPipeline.Providers.Tests.Support;

namespace FunctionsPipeline.Providers.Tests.HeyGen;

public sealed class HeyGenVideoTests
{
    private const string Key = "sk_V2_heygen_test_0123456789";

    /// <summary>The body without its title, which must mark the call.</summary>
    private static JsonElement WithoutMark(string json)
    {
        var body = JsonNode.Parse(json)!.AsObject();
        ((string?)body["title"]).ShouldNotBeNull().ShouldStartWith("fp-");
        body.Remove("title");
        return JsonElement.Parse(body.ToJsonString());
    }

    private static readonly TalkingHeadRequest Files = new("talking_photo")
    {
        Portrait = new InlineImage("image/png", Png.File()),
        Sound = new InlineSound("audio/wav", Sounds.Wav()),
    };

    [Fact]
    public async Task Files_are_uploaded_as_they_are_and_the_video_is_ordered_by_their_ids()
    {
        await using var server = await TestServer.StartAsync(Answers.InTurn(
            context => context.AnswerAsync(503),
            context => context.AnswerAsync(200, """{"code":100,"data":{"talking_photo_id":"photo1"}}"""),
            context => context.AnswerAsync(200, """{"code":100,"data":{"id":"sound1"}}"""),
            context => context.AnswerAsync(200, """{"error":null,"data":{"video_id":"v1"}}""")));
        using var provider = Provider(server.Url);

        (await SubmitAsync(provider, Files with { Portrait = PngOf(1920, 1080) })).ShouldBe("v1");

        server.Seen.Select(seen => seen.Path).ShouldBe(["/v1/talking_photo", "/v1/talking_photo", "/v1/asset", "/v2/video/generate"], "an upload is free, so it is tried again");
        server.Seen.ShouldAllBe(seen => seen.Headers["X-Api-Key"] == Key && !seen.Headers.ContainsKey("Authorization"));
        server.Seen.Select(seen => seen.Headers["Content-Type"].Split(';')[0]).ShouldBe(["image/png", "image/png", "audio/x-wav", "application/json"]);
        JsonElement.DeepEquals(WithoutMark(server.Seen.Last().Body), JsonElement.Parse("""
            {"dimension":{"width":1280,"height":720},
             "video_inputs":[{"character":{"type":"talking_photo","talking_photo_id":"photo1"},"voice":{"type":"audio","audio_asset_id":"sound1"}}]}
            """)).ShouldBeTrue(server.Seen.Last().Body);
    }

    [Theory]
    [InlineData("9:16", "1080p", 1080, 1920, 1080, 1920)]
    [InlineData(null, null, 1024, 1536, 720, 1080)]
    [InlineData(null, "1080p", 1600, 1000, 1728, 1080)]
    [InlineData(null, null, 100, 9000, 720, 2160)]
    public async Task The_shape_is_the_one_asked_for_or_the_picture_s(string? shape, string? resolution, int pictureWidth, int pictureHeight, int width, int height)
    {
        foreach (var picture in new[] { PngOf(pictureWidth, pictureHeight), JpegOf(pictureWidth, pictureHeight) })
        {
            await using var server = await TestServer.StartAsync(200, """{"data":{"talking_photo_id":"p","video_id":"v"}}""");
            using var provider = Provider(server.Url);

            await SubmitAsync(provider, Files with { Portrait = picture, Sound = null, Text = "Hello", Voice = "a", AspectRatio = shape, Resolution = resolution });

            var dimension = JsonElement.Parse(server.Seen.Last().Body).GetProperty("dimension");
            (dimension.GetProperty("width").GetInt32(), dimension.GetProperty("height").GetInt32()).ShouldBe((width, height), picture.MediaType);
        }
    }

    [Theory]
    [InlineData(401, "unauthorized", ProviderErrorCode.Unauthorized)]
    [InlineData(402, "insufficient_credit", ProviderErrorCode.Forbidden)]
    [InlineData(400, "invalid_parameter", ProviderErrorCode.InvalidRequest)]
    [InlineData(429, "rate_limit_exceeded", ProviderErrorCode.RateLimited)]
    public async Task Its_errors_are_read(int status, string word, ProviderErrorCode code)
    {
        await using var server = await TestServer.StartAsync(Answers.InTurn(
            context => context.AnswerAsync(200, """{"data":{"talking_photo_id":"p"}}"""),
            context => context.AnswerAsync(status, $$$"""{"data":null,"error":{"code":"{{{word}}}","message":"it says why"}}""")));
        using var provider = Provider(server.Url);

        var failure = await Rig.FailureOfAsync(SubmitAsync(provider, Files with { Sound = null, Text = "Hello", Voice = "a" }));

        (failure.Code, failure.ProviderCode, failure.Message, failure.MoneySpent).ShouldBe((code, word, "it says why", MoneySpent.No));
    }

    [Fact]
    public async Task A_reply_without_an_id_is_unsure_after_the_order_and_costs_nothing_before_it()
    {
        await using var server = await TestServer.StartAsync(Answers.InTurn(
            context => context.AnswerAsync(200, """{"data":{}}"""),
            context => context.AnswerAsync(200, """{"data":{"talking_photo_id":"p"}}"""),
            context => context.AnswerAsync(200, """{"data":{"video_id":"../x"}}""")));
        using var provider = Provider(server.Url);
        var request = Files with { Sound = null, Text = "Hello", Voice = "a" };

        (await Rig.FailureOfAsync(SubmitAsync(provider, request))).MoneySpent.ShouldBe(MoneySpent.No);
        (await Rig.FailureOfAsync(SubmitAsync(provider, request))).MoneySpent.ShouldBe(MoneySpent.Maybe);
    }

    [Fact]
    public async Task Each_status_is_told_apart()
    {
        (await StatusAsync("""{"status":"pending"}""")).ShouldBe(new VideoGenerationStatus.Pending(null, null));
        (await StatusAsync("""{"status":"dreaming"}""")).ShouldBe(new VideoGenerationStatus.Pending(null, null));
        (await StatusAsync("""{"status":"completed","video_url":"https://x.example/a.mp4?sig=1","duration":4.5}""")).ShouldBe(new VideoGenerationStatus.Done(new Uri("https://x.example/a.mp4?sig=1"), 4.5, null));
        (await StatusAsync("""{"status":"failed","error":{"code":"40119","message":"no","detail":"no face"}}""")).ShouldBe(new VideoGenerationStatus.Failed("40119", "no face", false, null));
        (await StatusAsync("""{"status":"failed","error":{"message":"Rejected by content moderation"}}""")).ShouldBeOfType<VideoGenerationStatus.Refused>();
    }

    [Fact]
    public async Task What_it_cannot_do_is_not_sent_and_half_minutes_are_billed_whole()
    {
        await using var server = await TestServer.StartAsync(200);
        using var provider = Provider(server.Url);
        TalkingHeadRequest[] wrong =
        [
            Files with { Portrait = null, PortraitUrl = new Uri("https://example.com/a.png") }, Files with { Text = "Hello", Voice = "a" }, Files with { Sound = null },
            Files with { Sound = null, Text = new string('a', 1501), Voice = "a" }, Files with { AspectRatio = "4:3" }, Files with { Resolution = "8k" }, new("other"),
        ];

        foreach (var request in wrong) (await Rig.FailureOfAsync(SubmitAsync(provider, request))).NeverLeft.ShouldBeTrue();
        server.Seen.ShouldBeEmpty();
        new[] { 0, 30, 30.1, 61 }.Select(provider.TalkingHeads.Models[0].BilledCredits).ShouldBe([0.5m, 0.5m, 1m, 1.5m]);
    }

    [Fact]
    public void Without_a_key_it_says_which_setting_is_missing() =>
        Should.Throw<ArgumentException>(() => new HeyGenProvider(new HeyGenOptions(""), TimeProvider.System, new Random(1), new RecordingLoggers())).Message.ShouldContain("HEYGEN_API_KEY");

    private static InlineImage PngOf(int width, int height)
    {
        byte[] file = [.. Png.File()[..16], 0, 0, 0, 0, 0, 0, 0, 0, .. Png.File()[24..]];
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(20), height);
        return new InlineImage("image/png", file);
    }

    private static InlineImage JpegOf(int width, int height)
    {
        byte[] file = [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF, 0xC4, 0, 3, 9, 0xFF, 0xFF, 0xC2, 0, 11, 8, 0, 0, 0, 0, 1, 1, 1, 0, .. new byte[20], 0xFF, 0xD9];
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(19), (ushort)height);
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(21), (ushort)width);
        return new InlineImage("image/jpeg", file);
    }

    private static async Task<VideoGenerationStatus> StatusAsync(string data)
    {
        await using var server = await TestServer.StartAsync(200, $$"""{"code":100,"data":{{data}},"message":"Success"}""");
        using var provider = Provider(server.Url);
        return await provider.TalkingHeads.GetStatusAsync("talking_photo", "v1", CancellationToken.None);
    }

    private static Task<string> SubmitAsync(HeyGenProvider provider, TalkingHeadRequest request) =>
        Reserved.RunAsync(HeyGenProvider.Id, reservation => provider.TalkingHeads.SubmitAsync(request, reservation, CancellationToken.None));

    private static HeyGenProvider Provider(Uri url) => new(new HeyGenOptions(Key) { BaseUrl = url, Http = Rig.Quick }, TimeProvider.System, new Random(1), new RecordingLoggers());
}
