using static FunctionsPipeline.Media.Tests.Rendering.RenderFolder;

namespace FunctionsPipeline.Media.Tests.Rendering;

/// <summary>What is heard of a timeline.</summary>
public sealed class SoundTests(RenderFolder folder) : IClassFixture<RenderFolder>
{
    private const string OnlyMusic = "lowpass=f=300,lowpass=f=300,lowpass=f=300";
    private const string OnlyVoice = "highpass=f=700,highpass=f=700,highpass=f=700";

    [Theory]
    [InlineData(0.02)]
    [InlineData(0.9)]
    public async Task The_whole_is_as_loud_as_it_should_be_however_loud_its_parts_are(double amplitude)
    {
        var voice = await folder.ToneAsync($"loud-{amplitude}.wav", 900, 4, amplitude);

        var video = await folder.RenderAsync(Of([Still(0, 75, folder.Red)], [new AudioClip(voice, AudioRole.Voice, 0.5, 4)]), "loud.mp4");
        var measured = await MeasureAsync("loud.mp4");

        measured.Integrated.ShouldBe(-14, 0.2);
        measured.Peak.ShouldBeLessThanOrEqualTo(-1);
        video.Loudness.IntegratedLufs.ShouldBe(measured.Integrated, 0.15);
    }

    [Fact]
    public async Task Peaks_stay_below_the_ceiling_when_the_gain_would_lift_them_over_it()
    {
        // Short clicks: soft on the whole, loud at once.
        var voice = await folder.Clips.RunAsync("clicks.wav", "-f", "lavfi", "-i", "aevalsrc='0.05*sin(2*PI*700*t)+if(lt(mod(t,0.5),0.004),0.9*sin(2*PI*3000*t),0)':s=48000:d=4");

        var video = await folder.RenderAsync(Of([Still(0, 60, folder.Red)], [new AudioClip(voice, AudioRole.Voice, 0, 4)]), "clicks.mp4");
        var measured = await MeasureAsync("clicks.mp4");

        // Two ways to look between samples agree on a burst within so much.
        video.Loudness.TruePeakDbtp.ShouldBeLessThanOrEqualTo(-1);
        measured.Peak.ShouldBeLessThanOrEqualTo(-0.7);
        measured.Integrated.ShouldBe(-14, 0.5);
    }

    [Fact]
    public async Task Music_goes_down_under_a_voice_and_comes_back()
    {
        var voice = await folder.ToneAsync("duck-voice.wav", 1500, 2);
        var music = await folder.ToneAsync("duck-music.wav", 150, 1);
        var audio = new[] { new AudioClip(voice, AudioRole.Voice, 3, 2), new AudioClip(music, AudioRole.Music, 0, 8) };

        await folder.RenderAsync(Of([Still(0, 8 * Rate, folder.Red)], audio), "duck.mp4");
        var before = await folder.LevelAsync("duck.mp4", 1, 2.5, OnlyMusic);
        var under = await folder.LevelAsync("duck.mp4", 3.2, 4.8, OnlyMusic);
        var after = await folder.LevelAsync("duck.mp4", 5.8, 6.6, OnlyMusic);

        (before - under).ShouldBe(12, 1.5);
        after.ShouldBe(before, 1);
    }

    [Fact]
    public async Task Voices_of_different_makers_come_out_equally_loud()
    {
        var soft = await folder.ToneAsync("soft.wav", 1000, 2, 0.02);
        var loud = await folder.ToneAsync("loud.wav", 1000, 2, 0.5);

        await folder.RenderAsync(
            Of([Still(0, 5 * Rate, folder.Red)], [new AudioClip(soft, AudioRole.Voice, 0, 2), new AudioClip(loud, AudioRole.Voice, 2.5, 2)]), "equal.mp4");

        (await folder.LevelAsync("equal.mp4", 0.2, 1.8, OnlyVoice)).ShouldBe(await folder.LevelAsync("equal.mp4", 2.7, 4.3, OnlyVoice), 0.5);
    }

    [Fact]
    public async Task A_voice_begins_where_the_timeline_says()
    {
        var voice = await folder.ToneAsync("start.wav", 1000, 1);

        await folder.RenderAsync(Of([Still(0, 3 * Rate, folder.Red)], [new AudioClip(voice, AudioRole.Voice, 1, 1)]), "start.mp4");

        (await folder.LevelAsync("start.mp4", 0, 0.95, "anull")).ShouldBeLessThan(-60);
        (await folder.LevelAsync("start.mp4", 1.02, 1.1, "anull")).ShouldBeGreaterThan(-30);
        (await folder.LevelAsync("start.mp4", 2.1, 2.9, "anull")).ShouldBeLessThan(-60);
    }

    [Fact]
    public async Task Without_any_sound_there_is_silence_as_long_as_the_picture()
    {
        var video = await folder.RenderAsync(Of([Still(0, 30, folder.Red)]), "silent.mp4");

        video.Loudness.IsSilent.ShouldBeTrue();
        (await folder.LevelAsync("silent.mp4", 0, 1.9, "anull")).ShouldBeLessThan(-90);
    }

    [Fact]
    public async Task The_music_bed_repeats_without_a_seam_and_is_the_same_for_the_same_seed()
    {
        await MusicBed.WriteAsync(folder.File("bed-1.wav"), 5, CancellationToken.None);
        await MusicBed.WriteAsync(folder.File("bed-2.wav"), 5, CancellationToken.None);
        await MusicBed.WriteAsync(folder.File("bed-3.wav"), 6, CancellationToken.None);

        folder.Hash("bed-1.wav").ShouldBe(folder.Hash("bed-2.wav"));
        folder.Hash("bed-3.wav").ShouldNotBe(folder.Hash("bed-1.wav"));
        var samples = await folder.Clips.OutputAsync("-i", folder.File("bed-1.wav"), "-f", "s16le", "-ac", "1", "-");
        int Step(int from, int to) => Math.Abs(BitConverter.ToInt16(samples, from) - BitConverter.ToInt16(samples, to));
        var largest = Enumerable.Range(0, (samples.Length / 2) - 1).Max(i => Step(2 * i, 2 * (i + 1)));
        Step(samples.Length - 2, 0).ShouldBeLessThanOrEqualTo(largest);
    }

    private Task<(double Integrated, double Peak)> MeasureAsync(string name) => Loudnorm.MeasureAsync(folder.Tool.Path, folder.File(name));
}
