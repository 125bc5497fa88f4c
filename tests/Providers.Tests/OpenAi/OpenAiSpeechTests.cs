using System.Text;
using System.Text.Json;
using FunctionsPipeline.Providers.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace FunctionsPipeline.Providers.Tests.OpenAi;

public sealed class OpenAiSpeechTests
{
    private static readonly SpeechRequest Plain = new("tts-1", "nova", "A lighthouse in fog", SoundFormat.Wav);
    private static readonly SpeechRequest ByTokens = Plain with { Model = "gpt-4o-mini-tts", Voice = "marin", Format = SoundFormat.Mp3 };

    [Fact]
    public async Task An_older_model_gives_the_bare_sound()
    {
        await using var server = await TestServer.StartAsync(context => context.AnswerFileAsync("audio/wav", Sounds.Wav(claimedBytes: uint.MaxValue)));
        using var provider = OpenAiRig.OpenAi(server.Url);

        var reply = await provider.Speech.SubmitAsync(Plain with { Speed = 1.5 });

        (reply.Sound.MediaType, reply.DurationSeconds, reply.Usage, reply.ChargedTicks).ShouldBe(("audio/wav", 0.5, null, null));
        reply.Characters.ShouldBeEmpty();
        var seen = server.Seen.ShouldHaveSingleItem();
        seen.Path.ShouldBe("/v1/audio/speech");
        JsonElement.DeepEquals(
            JsonElement.Parse(seen.Body),
            JsonElement.Parse("""{"model":"tts-1","input":"A lighthouse in fog","voice":"nova","response_format":"wav","speed":1.5}""")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_model_that_is_billed_by_tokens_is_asked_for_events_which_count_them()
    {
        var (first, second) = (Convert.ToBase64String(Sounds.Mp3[..10]), Convert.ToBase64String(Sounds.Mp3[10..]));
        await using var server = await TestServer.StartAsync(Events(
            $$$"""data: {"type":"speech.audio.delta","audio":"{{{first}}}"}""",
            $$$"""data: {"type":"speech.audio.delta","audio":"{{{second}}}"}""",
            """data: {"type":"speech.audio.done","usage":{"input_tokens":14,"output_tokens":101,"total_tokens":115}}"""));
        using var provider = OpenAiRig.OpenAi(server.Url);

        var reply = await provider.Speech.SubmitAsync(ByTokens with { Instructions = "Whisper." });

        reply.Sound.Content.ToArray().ShouldBe(Sounds.Mp3);
        reply.Usage.ShouldBe(new ChatUsage(14, 0, 101, 0));
        server.Seen.Single().Body.ShouldContain("\"stream_format\":\"sse\"");
    }

    [Theory]
    [InlineData("""data: {"type":"speech.audio.delta","audio":"//uQ"}""", "before its last event")]
    [InlineData("""data: {"type":"error","error":{"message":"the voice is hoarse"}}""", "the voice is hoarse")]
    [InlineData("data: {", "cannot be read")]
    public async Task Events_without_an_end_are_an_unsure_call(string line, string said)
    {
        await using var server = await TestServer.StartAsync(Events(line));
        using var provider = OpenAiRig.OpenAi(server.Url);

        var failure = await Rig.FailureOfAsync(provider.Speech.SubmitAsync(ByTokens));

        (failure.Code, failure.MoneySpent).ShouldBe((ProviderErrorCode.UnexpectedReply, MoneySpent.Maybe));
        failure.Message.ShouldContain(said);
    }

    [Fact]
    public async Task An_error_with_a_good_status_or_another_kind_of_file_is_not_taken_for_sound()
    {
        await using var server = await TestServer.StartAsync(Answers.InTurn(
            context => context.AnswerAsync(200, """{"error":{"message":"no such voice"}}"""),
            context => context.AnswerFileAsync("text/html", Png.File()),
            context => context.AnswerFileAsync("audio/wav", Png.File())));
        using var provider = OpenAiRig.OpenAi(server.Url);

        (await Rig.FailureOfAsync(provider.Speech.SubmitAsync(Plain))).Message.ShouldContain("no such voice");
        (await Rig.FailureOfAsync(provider.Speech.SubmitAsync(Plain))).Message.ShouldContain("not a WAV file");
        (await provider.Speech.SubmitAsync(Plain)).Problem.ShouldNotBeNull().ShouldContain("not a WAV file");
    }

    [Fact]
    public async Task What_the_model_cannot_do_is_not_sent_and_a_server_of_ones_own_takes_any_name()
    {
        await using var server = await TestServer.StartAsync(context => context.AnswerFileAsync("application/octet-stream", new byte[48_000]));
        using var provider = OpenAiRig.OpenAi(server.Url);
        using var own = OpenAiRig.Compatible(server.Url);
        SpeechRequest[] wrong = [Plain with { Text = new string('a', 4097) }, Plain with { Voice = "marin" }, Plain with { Instructions = "Whisper." }, Plain with { Speed = 5 }];

        foreach (var request in wrong) (await Rig.FailureOfAsync(provider.Speech.SubmitAsync(request))).NeverLeft.ShouldBeTrue();
        server.Seen.ShouldBeEmpty();
        (await own.Speech.SubmitAsync(new SpeechRequest("kokoro", "af_sky", "Hello", SoundFormat.Pcm))).DurationSeconds.ShouldBe(1);
    }

    private static RequestDelegate Events(params string[] lines) =>
        context => context.AnswerFileAsync("text/event-stream", Encoding.UTF8.GetBytes(string.Join("\n\n", lines) + "\n\n"));
}
