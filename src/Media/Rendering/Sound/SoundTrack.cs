using System.Globalization;

namespace FunctionsPipeline.Media;

/// <summary>Makes the sound of a timeline: mixes once, then finds the level by measuring what comes out of the encoder.</summary>
/// <remarks>
/// One gain for the whole and, where peaks would stick out, a limiter: speech keeps its own dynamics, which a levelling filter would
/// take from it. The limiter and the encoder change the loudness a little, so the result is measured and the gain corrected.
/// </remarks>
internal sealed class SoundTrack(FfmpegTool tool, RenderOptions options, TimeProvider clock)
{
    private const int RoundsMax = 5;

    /// <summary>Close enough, LU: the measurement itself tells tenths.</summary>
    private const double ToleranceLu = 0.15;

    /// <summary>Encoders overshoot; where they do by more, the next round's ceiling is lower.</summary>
    private const double CeilingMarginDb = 0.4;

    /// <summary>Nothing is made louder than this: what is so soft is noise.</summary>
    private const double GainMaxDb = 40;

    /// <param name="timeline">A valid timeline.</param>
    /// <param name="folder">Where its files may lie.</param>
    /// <param name="timeLeft">Time that is left.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The encoded sound (AAC in mp4), and how loud it is.</returns>
    public async Task<(string Path, Loudness Loudness)> MakeAsync(Timeline timeline, string folder, Func<TimeSpan> timeLeft, CancellationToken cancellationToken)
    {
        var mix = Path.Combine(folder, "mix.w64");
        var job = new FfmpegJob("The sound", timeLeft());
        var measured = Loudness.Parse(await FfmpegRun.RunAsync(tool, MixArguments(timeline, mix), job, clock, null, cancellationToken));

        var target = timeline.Loudness;
        var gain = measured.IsSilent ? 0 : Math.Min(target.IntegratedLufs - measured.IntegratedLufs, GainMaxDb);
        var ceiling = target.TruePeakMaxDbtp - CeilingMarginDb;
        var path = Path.Combine(folder, "sound.m4a");
        for (var round = 1; ; round++)
        {
            var isLimited = measured.TruePeakDbtp + gain > ceiling;
            job = new FfmpegJob("The sound", timeLeft());
            await FfmpegRun.RunAsync(tool, LevelArguments(mix, path, gain, isLimited ? ceiling : null), job, clock, null, cancellationToken);
            var result = await MeasureAsync(path, timeLeft(), cancellationToken);
            var off = target.IntegratedLufs - result.IntegratedLufs;
            var over = result.TruePeakDbtp - target.TruePeakMaxDbtp;
            var isDone = result.IsSilent || ((Math.Abs(off) <= ToleranceLu || gain >= GainMaxDb) && over <= 0);
            if (isDone || round == RoundsMax) return (path, result);

            gain = Math.Min(gain + off, GainMaxDb);
            if (over > 0) ceiling -= over + (CeilingMarginDb / 4);
        }
    }

    private async Task<Loudness> MeasureAsync(string path, TimeSpan timeLeft, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> arguments =
        [
            .. DecoderArguments.Input(path, new DecodeLimits()),
            "-map", "0:a:0", "-af", Loudness.Filter, "-f", "null", "-v", "info", "-nostats", "-",
        ];
        return Loudness.Parse(await FfmpegRun.RunAsync(tool, arguments, new FfmpegJob("Measuring the sound", timeLeft), clock, null, cancellationToken));
    }

    private static IReadOnlyList<string> MixArguments(Timeline timeline, string mix)
    {
        var graph = AudioGraph.Of(timeline);
        return
        [
            "-y",
            .. graph.Inputs.SelectMany(input => Input(input)),
            "-filter_complex", graph.Filters + $";{AudioGraph.Output}{Loudness.Filter},aformat=sample_fmts=flt[out]",
            "-map", "[out]", "-c:a", "pcm_f32le", "-fflags", "+bitexact", "-f", "w64", "-v", "info", "-nostats", "file:" + mix,
        ];
    }

    private static IEnumerable<string> Input(AudioInput input)
    {
        var arguments = DecoderArguments.Input(Path.GetFullPath(input.Path), new DecodeLimits());
        return input.IsRepeated ? ["-stream_loop", "-1", .. arguments] : arguments;
    }

    private IReadOnlyList<string> LevelArguments(string mix, string path, double gainDb, double? ceilingDb) =>
    [
        "-nostdin", "-hide_banner", "-v", "error", "-y", "-f", "w64", "-i", "file:" + mix,
        "-af", LevelFilters(gainDb, ceilingDb),
        "-c:a", "aac", "-b:a", options.AudioBitsPerSecond.ToString(CultureInfo.InvariantCulture), "-ar", "48000", "-ac", "2",
        "-fflags", "+bitexact", "-flags:a", "+bitexact", "-map_metadata", "-1", "-f", "mp4", "file:" + path,
    ];

    private static string LevelFilters(double gainDb, double? ceilingDb)
    {
        var gain = $"volume={FilterText.Number(gainDb)}dB:precision=double";
        if (ceilingDb is not { } ceiling) return gain;

        // At four times the rate the samples hardly miss a peak that lies between them.
        var limit = FilterText.Number(Math.Clamp(Math.Pow(10, ceiling / 20), 0.0625, 1));
        return $"{gain},aresample=192000,alimiter=level=false:limit={limit}:attack=4:release=60,aresample=48000";
    }
}
