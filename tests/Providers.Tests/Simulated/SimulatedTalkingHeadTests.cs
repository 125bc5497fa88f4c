using System.Globalization;
using FunctionsPipeline.Providers.Tests.Support;
using FunctionsPipeline.State.Prices;

namespace FunctionsPipeline.Providers.Tests.Simulated;

/// <summary>The real adapters of talking heads against the simulator's over HTTP. The clips are decoded, not believed.</summary>
public sealed class SimulatedTalkingHeadTests
{
    private const int PictureWidth = 240;
    private const int PictureHeight = 320;

    private static readonly PriceBook Prices = PriceBook.Load();
    private static readonly Lazy<Task<InlineImage>> Picture = new(async () => new InlineImage("image/png", await MediaProgram.PictureAsync(PictureWidth, PictureHeight)));

    public static TheoryData<string, string> Makers => new() { { "did", "talks" }, { "heygen", "talking_photo" } };

    public static TheoryData<string, string, string> Faults
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (var (provider, _) in Makers.Select(row => ((string)row[0], (string)row[1])))
            {
                data.Add(provider, """{"kind":"error-before-accept","status":401}""", "Unauthorized No");
                data.Add(provider, """{"kind":"rate-limit","retryAfterSeconds":3}""", "RateLimited No");
                data.Add(provider, """{"kind":"quota-exceeded"}""", "Forbidden No");
                data.Add(provider, """{"kind":"error-after-accept","status":503}""", "ServerError Maybe");
                data.Add(provider, """{"kind":"reply-lost"}""", "ConnectionLost Maybe");
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Makers))]
    public async Task A_clip_has_the_picture_s_shape_and_the_sound_s_length_and_costs_what_was_charged(string provider, string model)
    {
        await using var providers = await SimulatedProviders.StartAsync(provider, "elevenlabs");
        var sound = await SpeakAsync(providers);

        var (status, clip) = await MakeAsync(providers, provider, await RequestAsync(model, sound.Sound));

        var streams = await MediaProgram.StreamsAsync(clip);
        var video = streams.Single(stream => stream["codec_type"] == "video");
        (video["codec_name"], video["r_frame_rate"], video["pix_fmt"]).ShouldBe(("h264", "25/1", "yuv420p"));
        (Number(video, "width") / Number(video, "height")).ShouldBe((double)PictureWidth / PictureHeight, 0.02);
        (Number(video, "nb_read_frames") / 25).ShouldBe(sound.DurationSeconds!.Value, 0.1);
        streams.Single(stream => stream["codec_type"] == "audio")["codec_name"].ShouldBe("aac");
        status.DurationSeconds!.Value.ShouldBe(sound.DurationSeconds.Value, 0.1);
        (await providers.ChargesAsync(provider)).ShouldBe([Price(providers, provider, model, sound.DurationSeconds.Value)]);
    }

    [Theory]
    [MemberData(nameof(Makers))]
    public async Task The_mouth_follows_the_loudness_of_the_sound(string provider, string model)
    {
        await using var providers = await SimulatedProviders.StartAsync(provider, "elevenlabs");
        var sound = await SpeakAsync(providers, SoundFormat.Pcm);
        var wave = new Waveform(sound.Sound.Content);

        var (_, clip) = await MakeAsync(providers, provider, await RequestAsync(model, WavOf(sound.Sound)));

        // An open mouth is dark: the picture has nothing else that is.
        var light = await MediaProgram.LightAsync(clip, "iw/2:ih/5:iw/4:ih*0.47");
        var mouth = light.Select(frame => light.Max() - frame).ToList();
        var loudness = Enumerable.Range(0, mouth.Count).Select(frame => wave.Level((frame - 1) / 25.0, (frame + 1) / 25.0)).ToList();
        mouth.Max().ShouldBeGreaterThan(1);
        Correlation(mouth, loudness).ShouldBeGreaterThan(0.6);
    }

    [Theory]
    [MemberData(nameof(Makers))]
    public async Task The_same_face_that_says_the_same_is_the_same_file(string provider, string model)
    {
        await using var providers = await SimulatedProviders.StartAsync(provider, "elevenlabs");
        var request = await RequestAsync(model, (await SpeakAsync(providers)).Sound);

        var (_, first) = await MakeAsync(providers, provider, request);
        var (_, second) = await MakeAsync(providers, provider, request);

        second.AsSpan().SequenceEqual(first).ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Makers))]
    public async Task A_text_is_spoken_by_the_maker_itself(string provider, string model)
    {
        await using var providers = await SimulatedProviders.StartAsync(provider);
        var request = new TalkingHeadRequest(model) { Portrait = await Picture.Value, Text = "Good morning to you all.", Voice = "en-US-JennyNeural" };

        var (status, clip) = await MakeAsync(providers, provider, request);

        (await MediaProgram.SecondsAsync(clip)).ShouldBe(status.DurationSeconds!.Value, 0.15);
        status.DurationSeconds.Value.ShouldBeInRange(0.8, 4);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Faults_of_an_order_come_through_as_what_they_are(string provider, string fault, string outcome)
    {
        await using var providers = await SimulatedProviders.StartFaultyAsync(Rule(provider, fault), provider);

        var failure = await Rig.FailureOfAsync(SubmitAsync(providers, provider, await SilentAsync(provider)));

        $"{failure.Code} {failure.MoneySpent}".ShouldBe(outcome);
        if (failure.MoneySpent == MoneySpent.No) (await providers.ChargesAsync(provider)).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Makers))]
    public async Task An_order_that_is_never_answered_is_unsure(string provider, string model)
    {
        await using var providers = await SimulatedProviders.StartImpatientAsync(Rule(provider, """{"kind":"hang","accepted":true,"seconds":20}"""), provider);

        var failure = await Rig.FailureOfAsync(SubmitAsync(providers, provider, await SilentAsync(provider) with { Model = model }));

        (failure.Code, failure.MoneySpent).ShouldBe((ProviderErrorCode.Timeout, MoneySpent.Maybe));
    }

    [Theory]
    [MemberData(nameof(Makers))]
    public async Task A_wrong_key_is_told(string provider, string model)
    {
        await using var providers = await SimulatedProviders.StartWithBadKeyAsync(provider);

        var failure = await Rig.FailureOfAsync(SubmitAsync(providers, provider, await SilentAsync(provider) with { Model = model }));

        (failure.Code, failure.MoneySpent, failure.IsRetryable).ShouldBe((ProviderErrorCode.Unauthorized, MoneySpent.No, false));
    }

    [Theory]
    [InlineData("did", "moderation", typeof(VideoGenerationStatus.Refused))]
    [InlineData("heygen", "moderation", typeof(VideoGenerationStatus.Refused))]
    [InlineData("did", "generation-failed", typeof(VideoGenerationStatus.Failed))]
    [InlineData("heygen", "generation-failed", typeof(VideoGenerationStatus.Failed))]
    public async Task What_does_not_come_about_is_told_and_costs_nothing(string provider, string fault, Type ending)
    {
        await using var providers = await SimulatedProviders.StartFaultyAsync(Rule(provider, $$"""{"kind":"{{fault}}"}"""), provider);
        var request = await SilentAsync(provider);

        var id = await SubmitAsync(providers, provider, request);

        (await providers.Set.TalkingHeads[provider].GetStatusAsync(request.Model, id, CancellationToken.None)).ShouldBeOfType(ending);
        (await providers.ChargesAsync(provider)).Sum().ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(Makers))]
    public async Task A_clip_that_ends_early_is_paid_for_and_shorter_than_its_sound(string provider, string model)
    {
        await using var providers = await SimulatedProviders.StartFaultyAsync(Rule(provider, """{"kind":"short-clip"}"""), provider, "elevenlabs");
        var sound = await SpeakAsync(providers);

        var (_, clip) = await MakeAsync(providers, provider, await RequestAsync(model, sound.Sound));

        (await MediaProgram.SecondsAsync(clip)).ShouldBeLessThan(sound.DurationSeconds!.Value * 0.7);
        (await providers.ChargesAsync(provider)).ShouldBe([Price(providers, provider, model, sound.DurationSeconds.Value)]);
    }

    [Theory]
    [MemberData(nameof(Makers))]
    public async Task What_is_no_sound_is_not_accepted(string provider, string model)
    {
        await using var providers = await SimulatedProviders.StartAsync(provider);

        var failure = await Rig.FailureOfAsync(SubmitAsync(providers, provider, await RequestAsync(model, new InlineSound("audio/mpeg", Sounds.Mp3))));

        (failure.Code, failure.MoneySpent).ShouldBe((ProviderErrorCode.InvalidRequest, MoneySpent.No));
    }

    private static async Task<TalkingHeadRequest> RequestAsync(string model, InlineSound sound) => new(model) { Portrait = await Picture.Value, Sound = sound };

    private static Task<TalkingHeadRequest> SilentAsync(string provider) =>
        RequestAsync(provider == "did" ? "talks" : "talking_photo", new InlineSound("audio/wav", Sounds.Wav()));

    private static Task<SpeechReply> SpeakAsync(SimulatedProviders providers, SoundFormat format = SoundFormat.Wav) => providers.Set.Speech["elevenlabs"].SubmitAsync(
        new SpeechRequest("eleven_flash_v2_5", "pqHfZKP75CvOlQylNhV4", "Come in. Sit down, and tell me.", format) { Seed = 3 });

    private static Task<string> SubmitAsync(SimulatedProviders providers, string provider, TalkingHeadRequest request) =>
        Reserved.RunAsync(provider, reservation => providers.Set.TalkingHeads[provider].SubmitAsync(request, reservation, CancellationToken.None));

    private static async Task<(VideoGenerationStatus.Done Status, byte[] Clip)> MakeAsync(SimulatedProviders providers, string provider, TalkingHeadRequest request)
    {
        var id = await SubmitAsync(providers, provider, request);
        var status = (await providers.Set.TalkingHeads[provider].GetStatusAsync(request.Model, id, CancellationToken.None)).ShouldBeOfType<VideoGenerationStatus.Done>();
        using var client = new HttpClient();
        return (status, await client.GetByteArrayAsync(status.Url));
    }

    private static string Rule(string provider, string fault) => $$"""[{"match":{"operation":"talking-head","provider":"{{provider}}","every":1},"fault":{{fault}}}]""";

    private static long Price(SimulatedProviders providers, string provider, string model, double seconds)
    {
        var credits = providers.Set.TalkingHeads[provider].Models.Single().BilledCredits(seconds);
        return Prices.TicksFor(provider, model, new Dictionary<string, string>(), (PriceUnit.Credit, credits))!.Value;
    }

    private static InlineSound WavOf(InlineSound bare) => new("audio/wav", (byte[])[.. Sounds.Wav((uint)bare.Content.Length).AsSpan(0, 44), .. bare.Content.Span]);

    private static double Number(IReadOnlyDictionary<string, string> stream, string name) => double.Parse(stream[name], CultureInfo.InvariantCulture);

    private static double Correlation(List<double> left, List<double> right)
    {
        var (leftMean, rightMean) = (left.Average(), right.Average());
        var shared = left.Zip(right, (one, other) => (one - leftMean) * (other - rightMean)).Sum();
        return shared / Math.Sqrt(left.Sum(value => Math.Pow(value - leftMean, 2)) * right.Sum(value => Math.Pow(value - rightMean, 2)));
    }
}
