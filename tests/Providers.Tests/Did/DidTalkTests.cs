using System.Text.Json;
using FunctionsPipeline.Providers.Did;
using FunctionsPipeline.Providers.Tests.Support;

namespace FunctionsPipeline.Providers.Tests.Did;

public sealed class DidTalkTests
{
    private const string Key = "dXNlckBleGFtcGxl:secretsecret01";

    private static readonly TalkingHeadRequest Files = new("talks")
    {
        Portrait = new InlineImage("image/png", Png.File()),
        Sound = new InlineSound("audio/mpeg", Sounds.Mp3),
    };

    [Fact]
    public async Task Files_are_uploaded_and_the_key_goes_as_it_is_shown()
    {
        await using var server = await TestServer.StartAsync(Answers.InTurn(
            context => context.AnswerAsync(503),
            context => context.AnswerAsync(201, """{"id":"i","url":"s3://d-id-images/i.png"}"""),
            context => context.AnswerAsync(201, """{"id":"a","url":"s3://d-id-audios/a.mp3","duration":2}"""),
            context => context.AnswerAsync(201, """{"id":"tlk_1-a","object":"talk","status":"created"}""")));
        using var provider = Provider(server.Url);

        (await SubmitAsync(provider, Files)).ShouldBe("tlk_1-a");

        server.Seen.Select(seen => seen.Path).ShouldBe(["/images", "/images", "/audios", "/talks"], "an upload is free, so it is tried again");
        server.Seen.ShouldAllBe(seen => seen.Headers["Authorization"] == "Basic " + Key);
        server.Seen.First().Headers["Content-Type"].ShouldStartWith("multipart/form-data");
        var body = JsonElement.Parse(server.Seen.Last().Body);
        body.GetProperty("source_url").GetString().ShouldBe("s3://d-id-images/i.png");
        body.GetProperty("script").GetRawText().ShouldBe("""{"type":"audio","audio_url":"s3://d-id-audios/a.mp3"}""");
    }

    [Theory]
    [InlineData("en-US-JennyNeural", "microsoft", "en-US-JennyNeural")]
    [InlineData("elevenlabs/JBFq", "elevenlabs", "JBFq")]
    public async Task A_text_is_spoken_by_the_voice_of_a_maker(string voice, string maker, string id)
    {
        await using var server = await TestServer.StartAsync(201, """{"id":"tlk_1"}""");
        using var provider = Provider(server.Url);

        await SubmitAsync(provider, new("talks") { PortraitUrl = new Uri("https://example.com/a.png"), Text = "Hello there", Voice = voice });

        var script = JsonElement.Parse(server.Seen.Single().Body).GetProperty("script");
        (script.GetProperty("provider").GetProperty("type").GetString(), script.GetProperty("provider").GetProperty("voice_id").GetString()).ShouldBe((maker, id));
    }

    [Theory]
    [InlineData(402, "InsufficientCreditsError", ProviderErrorCode.Forbidden)]
    [InlineData(451, "ContentModerationError", ProviderErrorCode.ContentRefused)]
    [InlineData(401, "AuthorizationError", ProviderErrorCode.Unauthorized)]
    public async Task Its_errors_are_read(int status, string kind, ProviderErrorCode code)
    {
        await using var server = await TestServer.StartAsync(status, $$"""{"kind":"{{kind}}","description":"it says why"}""");
        using var provider = Provider(server.Url);

        var failure = await Rig.FailureOfAsync(SubmitAsync(provider, new("talks") { PortraitUrl = new Uri("https://example.com/a.png"), SoundUrl = new Uri("https://example.com/a.mp3") }));

        (failure.Code, failure.ProviderCode, failure.Message, failure.MoneySpent).ShouldBe((code, kind, "it says why", MoneySpent.No));
    }

    [Fact]
    public async Task Each_status_is_told_apart()
    {
        (await StatusAsync("""{"status":"created"}""")).ShouldBe(new VideoGenerationStatus.Pending(null, null));
        (await StatusAsync("""{"status":"dreaming"}""")).ShouldBe(new VideoGenerationStatus.Pending(null, null));
        (await StatusAsync("""{"status":"done","result_url":"https://x.example/a.mp4?sig=1","duration":4.5}""")).ShouldBe(new VideoGenerationStatus.Done(new Uri("https://x.example/a.mp4?sig=1"), 4.5, null));
        (await StatusAsync("""{"status":"error","error":{"kind":"FaceError","description":"no face"}}""")).ShouldBe(new VideoGenerationStatus.Failed("FaceError", "no face", false, null));
        (await StatusAsync("""{"status":"rejected"}""")).ShouldBeOfType<VideoGenerationStatus.Refused>();
    }

    [Fact]
    public async Task What_it_cannot_do_is_not_sent_and_started_steps_are_billed_whole()
    {
        await using var server = await TestServer.StartAsync(200);
        using var provider = Provider(server.Url);
        TalkingHeadRequest[] wrong =
        [
            Files with { PortraitUrl = new Uri("https://example.com") }, Files with { Text = "Hello", Voice = "a" }, Files with { Sound = null },
            Files with { Sound = null, Text = "Hello" }, Files with { Sound = new InlineSound("audio/pcm", Sounds.Mp3) }, Files with { AspectRatio = "9:16" }, new("other"),
        ];

        foreach (var request in wrong) (await Rig.FailureOfAsync(SubmitAsync(provider, request))).NeverLeft.ShouldBeTrue();
        server.Seen.ShouldBeEmpty();
        new[] { 0, 15, 15.1 }.Select(provider.TalkingHeads.Models[0].BilledCredits).ShouldBe([1m, 1m, 2m]);
    }

    private static async Task<VideoGenerationStatus> StatusAsync(string json)
    {
        await using var server = await TestServer.StartAsync(200, json);
        using var provider = Provider(server.Url);
        return await provider.TalkingHeads.GetStatusAsync("talks", "tlk_1", CancellationToken.None);
    }

    private static Task<string> SubmitAsync(DidProvider provider, TalkingHeadRequest request) =>
        Reserved.RunAsync(DidProvider.Id, reservation => provider.TalkingHeads.SubmitAsync(request, reservation, CancellationToken.None));

    private static DidProvider Provider(Uri url) => new(new DidOptions(Key) { BaseUrl = url, Http = Rig.Quick }, TimeProvider.System, new Random(1), new RecordingLoggers());
}
