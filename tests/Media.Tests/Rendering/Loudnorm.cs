using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace FunctionsPipeline.Media.Tests.Rendering;

/// <summary>Loudness as told by another filter than the one that the product measures with.</summary>
internal static class Loudnorm
{
    public static async Task<(double Integrated, double Peak)> MeasureAsync(string ffmpeg, string file)
    {
        var start = new ProcessStartInfo(ffmpeg, ["-nostdin", "-hide_banner", "-nostats", "-i", file, "-af", "loudnorm=print_format=json", "-f", "null", "-"]) { RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var said = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        var json = JsonDocument.Parse(said[said.LastIndexOf('{')..(said.LastIndexOf('}') + 1)]).RootElement;
        return (Number("input_i"), Number("input_tp"));

        double Number(string name) => double.Parse(json.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);
    }
}
