using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace FunctionsPipeline.Media;

/// <summary>Brings voices and music of different makers to one loudness: measures every file once, all in one run.</summary>
internal static partial class SourceLevels
{
    /// <summary>Nothing is changed by more, dB: what is so soft is not meant to be heard.</summary>
    private const double GainMaxDb = 30;

    /// <summary>So much of a file tells how loud it is, s; music may be long.</summary>
    private const int MeasuredSeconds = 60;

    /// <returns>The change of level by file, dB; empty where files stay as they are. 0 for one too short or too soft to be measured.</returns>
    public static async Task<IReadOnlyDictionary<string, double>> MeasureAsync(
        FfmpegTool tool, Timeline timeline, TimeSpan timeout, TimeProvider clock, CancellationToken cancellationToken)
    {
        var gains = new Dictionary<string, double>(StringComparer.Ordinal);
        var files = timeline.Audio.Select(clip => clip.Path).Distinct(StringComparer.Ordinal).ToArray();
        if (timeline.Loudness.SourceLufs is not { } target || files.Length == 0) return gains;

        var said = await FfmpegRun.RunAsync(tool, Arguments(files), new FfmpegJob("Measuring the sounds", timeout), clock, null, cancellationToken);
        foreach (var file in files) gains[file] = 0;
        foreach (Match match in Summary().Matches(said))
        {
            // A graph that is set up again tells twice; the last word counts.
            var lufs = double.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture);
            var isMeasured = lufs > Loudness.SilenceLufs;
            gains[files[int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)]] = isMeasured ? Math.Clamp(target - lufs, -GainMaxDb, GainMaxDb) : 0;
        }

        return gains;
    }

    private static IReadOnlyList<string> Arguments(IReadOnlyList<string> files)
    {
        var graph = new StringBuilder();
        for (var i = 0; i < files.Count; i++)
        {
            graph.Append(CultureInfo.InvariantCulture, $"[{i}:a:0]atrim=duration={MeasuredSeconds},aresample=48000,aformat=channel_layouts=stereo,ebur128@s{i}=framelog=verbose[m{i}];");
        }

        graph.AppendJoin("", Enumerable.Range(0, files.Count).Select(i => $"[m{i}]")).Append(CultureInfo.InvariantCulture, $"concat=n={files.Count}:v=0:a=1[all]");
        return
        [
            .. files.SelectMany(file => DecoderArguments.Input(Path.GetFullPath(file), new DecodeLimits())),
            "-filter_complex", graph.ToString(), "-map", "[all]", "-f", "null", "-v", "info", "-nostats", "-",
        ];
    }

    [GeneratedRegex(@"\[ebur128@s(\d{1,4}) @ [^\]]+\] Summary:\s+Integrated loudness:\s+I:\s+(-?[0-9.]{1,8}) LUFS")]
    private static partial Regex Summary();
}
