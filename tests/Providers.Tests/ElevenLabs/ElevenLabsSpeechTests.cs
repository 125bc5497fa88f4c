using System.Text.Json;
using FunctionsPipeline.Providers.ElevenLabs;
using FunctionsPipeline.Providers.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace FunctionsPipeline.Providers.Tests.ElevenLabs;

public sealed class ElevenLabsSpeechTests
{
    private const string Key = "sk_elevenlabs_test_0123456789";
    private static readonly SpeechRequest Request = new("eleven_multilingual_v2", "JBFqnCBsd6RMkjVDRZzb", "Hi there, fox in a tuxedo");

    [Fact]
    public async Task The_request_names_everything_and_holds_the_key_in_its_own_header()
    {
        await using var server = await TestServer.StartAsync(Answer("null"));
        using var provider = Provider(server.Url);

        await provider.Speech.SubmitAsync(Request with { Speed = 1.1, Seed = 7, PreviousText = "Before." });

        var seen = server.Seen.ShouldHaveSingleItem();
        (seen.Method, seen.Path).ShouldBe(("POST", "/v1/text-to-speech/JBFqnCBsd6RMkjVDRZzb/with-timestamps?output_format=mp3_44100_128"));
        seen.Headers["xi-api-key"].ShouldBe(Key);
        seen.Headers.ContainsKey("Authorization").ShouldBeFalse();
        JsonElement.DeepEquals(
            JsonElement.Parse(seen.Body),
            JsonElement.Parse("""{"text":"Hi there, fox in a tuxedo","model_id":"eleven_multilingual_v2","voice_settings":{"speed":1.1},"seed":7,"previous_text":"Before."}""")).ShouldBeTrue();
    }

    [Fact]
    public async Task Times_of_characters_become_times_of_words_and_headers_tell_the_cost()
    {
        await using var server = await TestServer.StartAsync(Answer(
            """{"characters":["H","i"," ","a","."],"character_start_times_seconds":[0,0.1,0.2,0.3,0.4],"character_end_times_seconds":[0.1,0.2,0.3,0.4,0.5]}"""));
        using var provider = Provider(server.Url);

        var reply = await provider.Speech.SubmitAsync(Request);

        reply.Sound.MediaType.ShouldBe("audio/mpeg");
        reply.Sound.Content.ToArray().ShouldBe(Sounds.Mp3);
        reply.Words.ShouldBe([new TimedText("Hi", 0, 0.2), new TimedText("a.", 0.3, 0.5)]);
        (reply.Id, reply.BilledCharacters, reply.DurationSeconds, reply.ChargedTicks).ShouldBe(("req-1", 25L, 0.5, null));
    }

    [Theory]
    [InlineData("null", 0)]
    [InlineData("""{"characters":["H"],"character_start_times_seconds":[0,1],"character_end_times_seconds":[1]}""", 1)]
    [InlineData("""{"characters":["H","i"],"character_start_times_seconds":[1,0],"character_end_times_seconds":[1,2]}""", 1)]
    public async Task Without_usable_times_the_sound_that_was_paid_for_is_kept_and_a_line_is_left(string alignment, int lines)
    {
        await using var server = await TestServer.StartAsync(Answer(alignment));
        var loggers = new RecordingLoggers();
        using var provider = Provider(server.Url, loggers);

        var reply = await provider.Speech.SubmitAsync(Request);

        reply.Characters.ShouldBeEmpty();
        reply.DurationSeconds.ShouldBeNull();
        loggers.Lines.Count(line => line.Contains("not whole", StringComparison.Ordinal)).ShouldBe(lines);
    }

    [Theory]
    [InlineData(401, """{"detail":{"status":"invalid_api_key","message":"Invalid API key"}}""", ProviderErrorCode.Unauthorized, "invalid_api_key", false)]
    [InlineData(401, """{"detail":{"status":"quota_exceeded","message":"This request exceeds your quota"}}""", ProviderErrorCode.Forbidden, "quota_exceeded", false)]
    [InlineData(429, """{"detail":{"status":"too_many_concurrent_requests","message":"Too many"}}""", ProviderErrorCode.RateLimited, "too_many_concurrent_requests", true)]
    [InlineData(429, """{"detail":{"status":"system_busy","message":"Busy"}}""", ProviderErrorCode.RateLimited, "system_busy", true)]
    [InlineData(425, """{"detail":{"status":"too_early","message":"Early"}}""", ProviderErrorCode.RateLimited, "too_early", true)]
    [InlineData(422, """{"detail":[{"loc":["body","text"],"msg":"field required","type":"missing"}]}""", ProviderErrorCode.InvalidRequest, "missing", false)]
    [InlineData(400, """{"detail":"text"}""", ProviderErrorCode.InvalidRequest, null, false)]
    public async Task Each_form_of_error_is_read(int status, string body, ProviderErrorCode code, string? providerCode, bool isRetryable)
    {
        await using var server = await TestServer.StartAsync(status, body);
        using var provider = Provider(server.Url);

        var failure = await Rig.FailureOfAsync(provider.Speech.SubmitAsync(Request));

        (failure.Code, failure.ProviderCode, failure.IsRetryable, failure.MoneySpent).ShouldBe((code, providerCode, isRetryable, MoneySpent.No));
        server.Seen.Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_error_of_the_server_leaves_it_open_whether_it_was_charged_and_is_not_repeated()
    {
        await using var server = await TestServer.StartAsync(500, "{}");
        using var provider = Provider(server.Url);

        (await Rig.FailureOfAsync(provider.Speech.SubmitAsync(Request))).MoneySpent.ShouldBe(MoneySpent.Maybe);
        server.Seen.Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_the_model_cannot_do_is_not_sent()
    {
        await using var server = await TestServer.StartAsync(200);
        using var provider = Provider(server.Url);
        SpeechRequest[] wrong =
        [
            Request with { Text = new string('a', 10_001) }, Request with { Language = "en" }, Request with { Speed = 2 }, Request with { Voice = "a/b" },
            Request with { Model = "no-such" }, Request with { Instructions = "Whisper" }, Request with { Text = " " }, Request with { Seed = -1 },
        ];

        foreach (var request in wrong) (await Rig.FailureOfAsync(provider.Speech.SubmitAsync(request))).NeverLeft.ShouldBeTrue();
        server.Seen.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_list_of_voices_is_read_to_its_last_page()
    {
        await using var server = await TestServer.StartAsync(Answers.InTurn(
            context => context.AnswerAsync(200, """{"voices":[{"voice_id":"a","name":"Ann","labels":{"gender":"female"}}],"has_more":true,"next_page_token":"p 2"}"""),
            context => context.AnswerAsync(200, """{"voices":[{"voice_id":"b","name":"Bob"},{"voice_id":"../x"}],"has_more":false}""")));
        using var provider = Provider(server.Url);

        (await provider.Speech.ListVoicesAsync(CancellationToken.None)).ShouldBe([new SpeechVoice("a", "Ann") { Gender = "female" }, new SpeechVoice("b", "Bob")]);
        server.Seen.Last().Path.ShouldBe("/v2/voices?page_size=100&next_page_token=p%202");
    }

    private static RequestDelegate Answer(string alignment) => context =>
    {
        context.Response.Headers["character-cost"] = "25";
        context.Response.Headers["request-id"] = "req-1";
        return context.AnswerAsync(200, $$"""{"audio_base64":"{{Convert.ToBase64String(Sounds.Mp3)}}","alignment":{{alignment}},"normalized_alignment":null}""");
    };

    private static ElevenLabsProvider Provider(Uri url, RecordingLoggers? loggers = null) => new(
        new ElevenLabsOptions(Key) { BaseUrl = url, Http = Rig.Quick }, TimeProvider.System, new Random(1), loggers ?? new RecordingLoggers());
}
