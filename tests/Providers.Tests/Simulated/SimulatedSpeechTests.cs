using FunctionsPipeline.Providers.Tests.Support;
using FunctionsPipeline.State.Prices;

namespace FunctionsPipeline.Providers.Tests.Simulated;

/// <summary>The real speech adapters against the simulator's voices over HTTP. What comes is listened to, not believed.</summary>
public sealed class SimulatedSpeechTests
{
    private const string Text = "The old king waited. Then, slowly, he began to laugh!";

    private static readonly PriceBook Prices = PriceBook.Load();

    public static TheoryData<string, string, string> Voices => new()
    {
        { "elevenlabs", "eleven_multilingual_v2", "JBFqnCBsd6RMkjVDRZzb" },
        { "openai", "tts-1", "nova" },
        { "openai", "gpt-4o-mini-tts", "coral" },
        { "openai-compatible", "kokoro", "af_sky" },
    };

    public static TheoryData<string, string, string> Faults
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (var provider in new[] { "elevenlabs", "openai", "openai-compatible" })
            {
                data.Add(provider, """{"kind":"error-before-accept","status":401}""", "Unauthorized No");
                data.Add(provider, """{"kind":"error-before-accept","status":400}""", "InvalidRequest No");
                data.Add(provider, """{"kind":"rate-limit","retryAfterSeconds":3}""", "RateLimited No");
                data.Add(provider, """{"kind":"error-after-accept","status":503}""", "ServerError Maybe");
                data.Add(provider, """{"kind":"reply-lost"}""", "ConnectionLost Maybe");
            }

            data.Add("elevenlabs", """{"kind":"moderation"}""", "ContentRefused No");
            data.Add("openai", """{"kind":"moderation"}""", "ContentRefused No");
            data.Add("elevenlabs", """{"kind":"quota-exceeded"}""", "Forbidden No");
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Voices))]
    public async Task A_text_is_heard_and_costs_what_was_charged_to_the_tick(string provider, string model, string voice)
    {
        await using var providers = await SimulatedProviders.StartAsync(provider);

        var request = new SpeechRequest(model, voice, Text, SoundFormat.Pcm);

        var reply = await providers.Set.Speech[provider].SubmitAsync(request);

        reply.Problem.ShouldBeNull();
        var sound = new Waveform(reply.Sound.Content);
        sound.Seconds.ShouldBeInRange(2, 6);
        sound.Level(0, sound.Seconds).ShouldBeInRange(0.02, 0.4);
        (await providers.ChargesAsync(provider)).ShouldBe([Price(provider, request, reply)]);
    }

    [Theory]
    [InlineData(SoundFormat.Mp3)]
    [InlineData(SoundFormat.Wav)]
    public async Task Files_are_whole_and_as_long_as_what_is_said(SoundFormat format)
    {
        await using var providers = await SimulatedProviders.StartAsync("elevenlabs", "openai");

        var timed = await providers.Set.Speech["elevenlabs"].SubmitAsync(new SpeechRequest("eleven_v3", "JBFqnCBsd6RMkjVDRZzb", Text, format));
        var plain = await providers.Set.Speech["openai"].SubmitAsync(new SpeechRequest("tts-1", "onyx", Text, format));

        (await MediaProgram.SecondsAsync(timed.Sound.Content)).ShouldBe(timed.DurationSeconds!.Value, 0.12);
        (await MediaProgram.SecondsAsync(plain.Sound.Content)).ShouldBeInRange(2, 6);
    }

    [Fact]
    public async Task Words_are_spoken_when_their_times_say_so()
    {
        await using var providers = await SimulatedProviders.StartAsync("elevenlabs");

        var reply = await providers.Set.Speech["elevenlabs"].SubmitAsync(new SpeechRequest("eleven_multilingual_v2", "JBFqnCBsd6RMkjVDRZzb", Text, SoundFormat.Pcm));

        string.Concat(reply.Characters.Select(character => character.Text)).ShouldBe(Text);
        reply.Words.Select(word => word.Text).ShouldBe(Text.Split(' '));
        var sound = new Waveform(reply.Sound.Content);
        var (first, last) = sound.Heard;
        reply.Words[0].StartSeconds.ShouldBe(first, 0.12);
        reply.Words[^1].EndSeconds.ShouldBe(last, 0.2);
        foreach (var word in reply.Words) sound.Level(word.StartSeconds, word.EndSeconds).ShouldBeGreaterThan(0.02, word.ToString());

        // The pause between the sentences, without the ends of the words beside it.
        var (end, start) = (reply.Words[3].EndSeconds, reply.Words[4].StartSeconds);
        (start - end).ShouldBeGreaterThan(0.1);
        sound.Level(end + 0.05, start - 0.03).ShouldBeLessThan(0.01);
    }

    [Fact]
    public async Task A_seed_gives_the_same_sound_again_and_voices_differ()
    {
        await using var providers = await SimulatedProviders.StartAsync("elevenlabs");
        var speech = providers.Set.Speech["elevenlabs"];
        var request = new SpeechRequest("eleven_multilingual_v2", "nPczCjzI2devNBz1zQrb", Text, SoundFormat.Pcm) { Seed = 7 };

        var brian = (await speech.SubmitAsync(request)).Sound.Content;
        var again = (await speech.SubmitAsync(request)).Sound.Content;
        var jessica = (await speech.SubmitAsync(request with { Voice = "cgSgspJ2msm6clMCkdW9" })).Sound.Content;

        again.Span.SequenceEqual(brian.Span).ShouldBeTrue();
        new Waveform(jessica).PitchHz.ShouldBeGreaterThan(new Waveform(brian).PitchHz * 1.3);
    }

    [Fact]
    public async Task The_account_lists_the_voices_that_are_known_of_it()
    {
        await using var providers = await SimulatedProviders.StartAsync("elevenlabs");
        var speech = providers.Set.Speech["elevenlabs"];

        var listed = await speech.ListVoicesAsync(CancellationToken.None);

        speech.Voices.Select(voice => (voice.Id, voice.Name, voice.Gender)).ShouldBeSubsetOf(listed.Select(voice => (voice.Id, voice.Name, voice.Gender)));
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Faults_come_through_as_what_they_are(string provider, string fault, string outcome)
    {
        await using var providers = await SimulatedProviders.StartFaultyAsync(Rule(provider, fault), provider);

        var failure = await Rig.FailureOfAsync(providers.Set.Speech[provider].SubmitAsync(RequestTo(provider)));

        $"{failure.Code} {failure.MoneySpent}".ShouldBe(outcome);
        if (failure.Code == ProviderErrorCode.RateLimited) failure.RetryAfter.ShouldBe(TimeSpan.FromSeconds(3));
        if (failure.MoneySpent == MoneySpent.No) (await providers.ChargesAsync(provider)).Sum().ShouldBe(0);
    }

    [Theory]
    [InlineData("elevenlabs")]
    [InlineData("openai")]
    [InlineData("openai-compatible")]
    public async Task A_voice_that_never_answers_is_an_unsure_call(string provider)
    {
        await using var providers = await SimulatedProviders.StartImpatientAsync(Rule(provider, """{"kind":"hang","accepted":true,"seconds":20}"""), provider);

        var failure = await Rig.FailureOfAsync(providers.Set.Speech[provider].SubmitAsync(RequestTo(provider)));

        (failure.Code, failure.MoneySpent).ShouldBe((ProviderErrorCode.Timeout, MoneySpent.Maybe));
    }

    [Theory]
    [InlineData("elevenlabs")]
    [InlineData("openai")]
    public async Task A_wrong_key_is_told(string provider)
    {
        await using var providers = await SimulatedProviders.StartWithBadKeyAsync(provider);

        var failure = await Rig.FailureOfAsync(providers.Set.Speech[provider].SubmitAsync(RequestTo(provider)));

        (failure.Code, failure.MoneySpent, failure.IsRetryable).ShouldBe((ProviderErrorCode.Unauthorized, MoneySpent.No, false));
    }

    [Theory]
    [InlineData("elevenlabs")]
    [InlineData("openai")]
    public async Task A_sound_that_is_none_is_a_reply_that_was_paid_for(string provider)
    {
        foreach (var (kind, format) in new[] { ("empty-sound", SoundFormat.Mp3), ("garbled-sound", SoundFormat.Wav), ("silent-sound", SoundFormat.Pcm) })
        {
            await using var providers = await SimulatedProviders.StartFaultyAsync(Rule(provider, $$"""{"kind":"{{kind}}"}"""), provider);

            var request = RequestTo(provider) with { Format = format };

            var reply = await providers.Set.Speech[provider].SubmitAsync(request);

            if (kind == "silent-sound") new Waveform(reply.Sound.Content).Level(0, 10).ShouldBe(0);
            else reply.Problem.ShouldNotBeNull(kind);
            (await providers.ChargesAsync(provider)).ShouldBe([Price(provider, request, reply)]);
        }
    }

    private static string Rule(string provider, string fault) => $$"""[{"match":{"operation":"speech","provider":"{{provider}}","every":1},"fault":{{fault}}}]""";

    private static SpeechRequest RequestTo(string provider) => provider switch
    {
        "elevenlabs" => new("eleven_flash_v2_5", "EXAVITQu4vr4xnSDxMaL", "Who is there?"),
        "openai" => new("tts-1", "echo", "Who is there?"),
        _ => new("kokoro", "af_sky", "Who is there?"),
    };

    private static long Price(string provider, SpeechRequest request, SpeechReply reply) => reply.Usage is { } usage
        ? Ticks(provider, request.Model, (PriceUnit.InputToken, usage.PromptTokens), (PriceUnit.OutputToken, usage.OutputTokens))
        : Ticks(provider, request.Model, (PriceUnit.Character, reply.BilledCharacters ?? request.Text.Length));

    private static long Ticks(string provider, string model, params (PriceUnit, decimal)[] quantities) => Prices.TicksFor(provider, model, new Dictionary<string, string>(), quantities)!.Value;
}
