using System.Diagnostics;
using System.Globalization;
using FunctionsPipeline.Benchmarks.Kernels;

namespace FunctionsPipeline.Benchmarks.Analysis;

/// <summary>The OpenCV script beside the analysis: one Python process that measures when it is asked to.</summary>
internal sealed class CompositeScript : IDisposable
{
    /// <summary>Debian's own Python has Debian's OpenCV; another one may come first on the path.</summary>
    private static readonly string[] Pythons = ["/usr/bin/python3", "python3"];

    private readonly Process _process;

    private CompositeScript(Process process, string version) => (_process, Version) = (process, version);

    /// <summary>Version of OpenCV.</summary>
    public string Version { get; }

    /// <summary>Starts the script; null where there is no Python with OpenCV.</summary>
    public static async Task<CompositeScript?> StartAsync(string frames, int threads)
    {
        foreach (var python in Pythons)
        {
            var arguments = new[]
            {
                ScriptPath(), frames, $"{MemoryClip.WidthPx}", $"{MemoryClip.HeightPx}", $"{threads}",
            };
            var start = new ProcessStartInfo(python, arguments)
            {
                RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
                Environment = { ["OMP_NUM_THREADS"] = $"{threads}", ["OPENBLAS_NUM_THREADS"] = $"{threads}" },
            };
            try
            {
                var process = Process.Start(start)!;
                process.ErrorDataReceived += (_, _) => { };
                process.BeginErrorReadLine();
                if (await process.StandardOutput.ReadLineAsync() is { } ready) return new CompositeScript(process, ready.Split(' ')[1]);
                process.Dispose();
            }
            catch (System.ComponentModel.Win32Exception)
            {
                // No such program: the next one may be there.
            }
        }

        return null;
    }

    /// <summary>Time a pair takes.</summary>
    public async Task<WorkTime> MeasureAsync(int pairs)
    {
        await _process.StandardInput.WriteLineAsync(pairs.ToString(CultureInfo.InvariantCulture));
        await _process.StandardInput.FlushAsync();
        var answer = await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The OpenCV script ended.");
        var times = answer.Split(' ');
        return new WorkTime(double.Parse(times[0], CultureInfo.InvariantCulture), double.Parse(times[1], CultureInfo.InvariantCulture));
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static string ScriptPath() => Path.Combine(AppContext.BaseDirectory, "Analysis", "composite_a.py");
}
