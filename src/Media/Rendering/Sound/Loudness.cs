using System.Globalization;
using System.Text.RegularExpressions;

namespace FunctionsPipeline.Media;

/// <summary>How loud something is by EBU R 128.</summary>
/// <param name="IntegratedLufs">Integrated loudness, LUFS; -70 where all is silence.</param>
/// <param name="TruePeakDbtp">True peak, dBTP; negative infinity where all is silence.</param>
public sealed partial record Loudness(double IntegratedLufs, double TruePeakDbtp)
{
    /// <summary>The gate of the standard: nothing is heard below.</summary>
    public const double SilenceLufs = -70;

    /// <summary>Filter that measures without changing anything; it tells at the end, and needs messages of level <c>info</c>.</summary>
    internal const string Filter = "ebur128=peak=true:framelog=verbose";

    /// <summary>True when there is nothing to be heard.</summary>
    public bool IsSilent => IntegratedLufs <= SilenceLufs;

    /// <summary>Reads the filter's last summary.</summary>
    /// <exception cref="MediaException">There is none.</exception>
    internal static Loudness Parse(string said)
    {
        var integrated = IntegratedLine().Matches(said);
        var peak = PeakLine().Matches(said);
        if (integrated.Count == 0 || peak.Count == 0)
        {
            throw new MediaException(MediaErrorCodes.FfmpegFailed, "ffmpeg told no loudness.", "Use an ffmpeg with the filter ebur128.");
        }

        return new Loudness(Number(integrated[^1].Groups[1].Value), Number(peak[^1].Groups[1].Value));
    }

    private static double Number(string text) => text switch
    {
        "-inf" => double.NegativeInfinity,
        "nan" => SilenceLufs,
        _ => double.Parse(text, CultureInfo.InvariantCulture),
    };

    [GeneratedRegex(@"^\s+I:\s+(-?[0-9.]+|-inf|nan) LUFS", RegexOptions.Multiline)]
    private static partial Regex IntegratedLine();

    [GeneratedRegex(@"^\s+Peak:\s+(-?[0-9.]+|-inf|nan) dBFS", RegexOptions.Multiline)]
    private static partial Regex PeakLine();
}
