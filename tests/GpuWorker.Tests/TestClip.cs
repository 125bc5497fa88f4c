using System.Diagnostics;

namespace FunctionsPipeline.GpuWorker.Tests;

/// <summary>Clips that ffmpeg makes.</summary>
internal static class TestClip
{
    /// <summary>Makes a file from one of ffmpeg's test sources, without loss, at any size.</summary>
    public static async Task<string> MakeAsync(string folder, string name, string source)
    {
        var file = Path.Combine(folder, name);
        using var ffmpeg = Process.Start(new ProcessStartInfo(
            "ffmpeg", ["-v", "error", "-nostdin", "-f", "lavfi", "-i", source, "-pix_fmt", "yuv420p", "-c:v", "ffv1", "-threads", "1", file]))!;
        await ffmpeg.WaitForExitAsync();
        ffmpeg.ExitCode.ShouldBe(0);
        return file;
    }
}
