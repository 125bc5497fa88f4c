using System.Globalization;

namespace FunctionsPipeline.Media;

/// <summary>Makes a soft chord that swells and fades: music that nobody owns, to lie below voices. Safe for several threads.</summary>
public sealed class MusicBed(FfmpegTool tool, TimeProvider clock)
{
    // An open fifth with its octave and ninth, a little out of tune with each other, in Hz.
    private static readonly double[] Tones = [110, 164.6, 220.4, 329.9, 246.6];

    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(1);

    /// <summary>Writes it.</summary>
    /// <param name="outputPath">The WAV that is written; one that is there is replaced.</param>
    /// <param name="seconds">Its length; the chord swells anew every eight seconds.</param>
    /// <param name="cancellationToken">Ends the wait, and the process.</param>
    /// <exception cref="MediaException">ffmpeg failed.</exception>
    public Task MakeAsync(string outputPath, double seconds, CancellationToken cancellationToken)
    {
        var chord = string.Join('+', Tones.Select((tone, place) => string.Create(
            CultureInfo.InvariantCulture, $"0.07*sin(2*PI*{tone}*t)*(0.6+0.4*sin(2*PI*t/8+{place * 1.3}))")));
        var source = string.Create(CultureInfo.InvariantCulture, $"aevalsrc=exprs='{chord}':sample_rate=48000:duration={seconds:0.###},lowpass=f=900,afade=t=in:d=1.5");
        string[] arguments = ["-nostdin", "-hide_banner", "-v", "error", "-f", "lavfi", "-i", source, "-ac", "2", "-fflags", "+bitexact", "-c:a", "pcm_s16le", "-y", outputPath];
        return FfmpegRun.RunAsync(tool, arguments, new FfmpegJob("The music", Timeout), clock, null, cancellationToken);
    }
}
