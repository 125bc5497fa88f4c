using System.Globalization;

namespace FunctionsPipeline.Media;

/// <summary>Makes the sound of a timeline: mixes once, then finds the level by measuring what comes out of the encoder.</summary>
/// <remarks>
/// One gain for the whole and, where peaks would stick out, a limiter: speech keeps its own dynamics, which a levelling filter would
/// take from it. The limiter and the encoder change the loudness a little, so the result is measured and the gain corrected.
/// </remarks>
internal sealed class SoundTrack(FfmpegTool tool, RenderOptions options, TimeProvider clock)
{
    private const int EncodingsMax = 3;
    private const int RoundsMax = 4;

    /// <summary>Close enough, LU: the measurement itself tells tenths.</summary>
    private const double ToleranceLu = 0.1;

    /// <summary>Encoders overshoot; where they do by more, the next encoding's ceiling is lower.</summary>
    private const double CeilingMarginDb = 0.5;

    /// <summary>Nothing is made louder than this: what is so soft is noise.</summary>
    private const double GainMaxDb = 40;

    /// <param name="timeline">A valid timeline.</param>
    /// <param name="folder">Where its files may lie.</param>
    /// <param name="timeLeft">Time that is left.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>Its true peak is below the target's whatever that costs in loudness.</returns>
    public async Task<EncodedSound> MakeAsync(Timeline timeline, string folder, Func<TimeSpan> timeLeft, CancellationToken cancellationToken)
    {
        var mix = Path.Combine(folder, "mix.w64");
        var levels = await SourceLevels.MeasureAsync(tool, timeline, timeLeft(), clock, cancellationToken);
        var measured = Loudness.Parse(await RunAsync(MixArguments(AudioGraph.Of(timeline, levels), mix), timeLeft(), cancellationToken));

        var target = timeline.Loudness;
        var path = Path.Combine(folder, "sound.m4a");
        var level = new SoundLevel(measured.IsSilent ? 0 : Math.Min(target.IntegratedLufs - measured.IntegratedLufs, GainMaxDb), target.TruePeakMaxDbtp - CeilingMarginDb, 0);
        for (var encoding = 1; ; encoding++)
        {
            level = await CorrectGainAsync(mix, measured, level, target.IntegratedLufs, timeLeft, cancellationToken);
            await RunAsync(EncodeArguments(mix, path, level.Filters(measured)), timeLeft(), cancellationToken);
            var result = Loudness.Parse(await RunAsync(MeasureArguments(path, "anull"), timeLeft(), cancellationToken));
            var over = result.TruePeakDbtp - target.TruePeakMaxDbtp;
            if (result.IsSilent || over <= 0 || encoding > EncodingsMax) return new EncodedSound(path, result);

            // A lower ceiling keeps the loudness. Where that does not help, all of it is turned down.
            level = encoding < EncodingsMax
                ? level with { CeilingDb = level.CeilingDb - over - (CeilingMarginDb / 4) }
                : level with { TrimDb = -over - (CeilingMarginDb / 4) };
        }
    }

    /// <summary>A limiter takes loudness away, so what is behind it is measured and the gain corrected; encoding changes it hardly.</summary>
    private async Task<SoundLevel> CorrectGainAsync(
        string mix, Loudness measured, SoundLevel level, double targetLufs, Func<TimeSpan> timeLeft, CancellationToken cancellationToken)
    {
        for (var round = 0; round < RoundsMax && level.IsLimiting(measured) && !measured.IsSilent && level.GainDb < GainMaxDb; round++)
        {
            var limited = Loudness.Parse(await RunAsync(MeasureArguments(mix, level.Filters(measured)), timeLeft(), cancellationToken));
            var off = targetLufs - limited.IntegratedLufs - level.TrimDb;
            if (Math.Abs(off) <= ToleranceLu) break;
            level = level with { GainDb = Math.Min(level.GainDb + off, GainMaxDb) };
        }

        return level;
    }

    private Task<string> RunAsync(IReadOnlyList<string> arguments, TimeSpan timeLeft, CancellationToken cancellationToken) =>
        FfmpegRun.RunAsync(tool, arguments, new FfmpegJob("The sound", timeLeft), clock, null, cancellationToken);

    private static IReadOnlyList<string> MeasureArguments(string path, string filters) =>
    [
        .. DecoderArguments.Input(path, new DecodeLimits()),
        "-map", "0:a:0", "-af", $"{filters},{Loudness.Filter}", "-f", "null", "-v", "info", "-nostats", "-",
    ];

    private static IReadOnlyList<string> MixArguments(AudioGraph graph, string mix) =>
    [
        "-y",
        .. graph.Inputs.SelectMany(Input),
        "-filter_complex", graph.Filters + $";{AudioGraph.Output}{Loudness.Filter},aformat=sample_fmts=flt[out]",
        "-map", "[out]", "-c:a", "pcm_f32le", "-fflags", "+bitexact", "-f", "w64", "-v", "info", "-nostats", "file:" + mix,
    ];

    private static IEnumerable<string> Input(AudioInput input)
    {
        var arguments = DecoderArguments.Input(Path.GetFullPath(input.Path), new DecodeLimits());
        return input.IsRepeated ? ["-stream_loop", "-1", .. arguments] : arguments;
    }

    private IReadOnlyList<string> EncodeArguments(string mix, string path, string filters) =>
    [
        "-y",
        .. DecoderArguments.Input(mix, new DecodeLimits()),
        "-af", filters,
        "-c:a", "aac", "-b:a", options.AudioBitsPerSecond.ToString(CultureInfo.InvariantCulture), "-ar", "48000", "-ac", "2",
        "-fflags", "+bitexact", "-flags:a", "+bitexact", "-map_metadata", "-1", "-f", "mp4", "file:" + path,
    ];
}

/// <summary>Finished sound.</summary>
/// <param name="Path">AAC in mp4.</param>
/// <param name="Loudness">How loud it is.</param>
internal sealed record EncodedSound(string Path, Loudness Loudness);

/// <summary>What is done to a mix before it is encoded.</summary>
/// <param name="GainDb">Change of level, dB.</param>
/// <param name="CeilingDb">Where the limiter begins, dBTP.</param>
/// <param name="TrimDb">Change of level behind the limiter, dB.</param>
internal sealed record SoundLevel(double GainDb, double CeilingDb, double TrimDb)
{
    /// <summary>Whether anything of a mix reaches the ceiling.</summary>
    public bool IsLimiting(Loudness mix) => mix.TruePeakDbtp + GainDb > CeilingDb;

    /// <summary>Filters that do it; no limiter where nothing would reach it.</summary>
    public string Filters(Loudness mix)
    {
        var gain = $"volume={FilterText.Number(GainDb)}dB:precision=double";
        if (!IsLimiting(mix)) return $"{gain},volume={FilterText.Number(TrimDb)}dB";

        // At four times the rate the samples hardly miss a peak that lies between them.
        var limit = FilterText.Number(Math.Clamp(Math.Pow(10, CeilingDb / 20), 0.0625, 1));
        return $"{gain},aresample=192000,alimiter=level=false:limit={limit}:attack=4:release=60,aresample=48000,volume={FilterText.Number(TrimDb)}dB";
    }
}
