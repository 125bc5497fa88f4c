using System.Globalization;
using System.Text.RegularExpressions;

namespace FunctionsPipeline.Media;

/// <summary>Decodes a clip to its end and says how long it is. Safe for several threads; each call is one ffmpeg process.</summary>
public sealed partial class ClipMeter(FfmpegTool tool, TimeProvider clock)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);

    /// <summary>Measures a file.</summary>
    /// <param name="path">A video.</param>
    /// <param name="cancellationToken">Ends the wait, and the process.</param>
    /// <returns>Seconds from the first frame to the end of the last; null when it holds no video that can be decoded whole.</returns>
    /// <exception cref="MediaException">ffmpeg did not end in time.</exception>
    public async Task<double?> SecondsAsync(string path, CancellationToken cancellationToken)
    {
        string[] arguments =
        [
            .. DecoderArguments.Input(Path.GetFullPath(path), new DecodeLimits()),
            "-xerror", "-map", "0:v:0", "-progress", "pipe:1", "-f", "null", "-",
        ];
        double? seconds = null;
        try
        {
            await FfmpegRun.RunAsync(tool, arguments, new FfmpegJob($"The measurement of '{Path.GetFileName(path)}'", Timeout), clock, Take, cancellationToken);
            return seconds;
        }
        catch (MediaException exception) when (exception.Code == MediaErrorCodes.RenderFailed)
        {
            return null;
        }

        void Take(string line)
        {
            if (Time().Match(line) is { Success: true } time) seconds = double.Parse(time.Groups[1].Value, CultureInfo.InvariantCulture) / 1e6;
        }
    }

    [GeneratedRegex("^out_time_us=([0-9]+)")]
    private static partial Regex Time();
}
