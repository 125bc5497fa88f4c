using System.Diagnostics;
using System.Globalization;

namespace FunctionsPipeline.Benchmarks.Flow;

/// <summary>OpenCV's DIS flow in a Python process of its own, for the same pictures and in turn with ours.</summary>
internal sealed class OpenCvFlow : IDisposable
{
    /// <summary>Debian's, whose python3-opencv is found by no other interpreter.</summary>
    private const string Interpreter = "/usr/bin/python3";

    private readonly Process _process;

    private OpenCvFlow(Process process, string version) => (_process, Version) = (process, version);

    public string Version { get; }

    /// <summary>Starts it with the pictures; null when Python or OpenCV is not installed.</summary>
    public static OpenCvFlow? Start(IReadOnlyList<FlowScene> scenes, string folder)
    {
        if (!File.Exists(Interpreter)) return null;
        var file = Path.Combine(folder, "pairs");
        using (var pairs = File.Create(file))
        {
            foreach (var scene in scenes)
            {
                pairs.Write(scene.First);
                pairs.Write(scene.Second);
            }
        }

        var script = Path.Combine(AppContext.BaseDirectory, "Flow", "opencv_dis.py");
        var process = Process.Start(new ProcessStartInfo(Interpreter, [script])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var version = Ask(process, string.Create(CultureInfo.InvariantCulture, $"load {file} {scenes.Count} {FlowScene.WidthPx} {FlowScene.HeightPx}"));
        if (version is not null) return new OpenCvFlow(process, version);
        process.Dispose();
        return null;
    }

    /// <summary>Processor seconds of one flow.</summary>
    public double Seconds(string preset, int scene, int repeats) =>
        double.Parse(Require($"time {preset} {scene} {repeats}"), CultureInfo.InvariantCulture);

    /// <summary>The flow of a scene, x and y of each pixel in turn.</summary>
    public float[] Flow(string preset, int scene, string folder)
    {
        var file = Path.Combine(folder, "flow");
        Require($"flow {preset} {scene} {file}");
        var values = new float[2 * FlowScene.WidthPx * FlowScene.HeightPx];
        Buffer.BlockCopy(File.ReadAllBytes(file), 0, values, 0, values.Length * sizeof(float));
        return values;
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static string? Ask(Process process, string question)
    {
        try
        {
            process.StandardInput.WriteLine(question);
            process.StandardInput.Flush();
        }
        catch (IOException)
        {
            // It ended at once, as it does without OpenCV.
            return null;
        }

        return process.StandardOutput.ReadLine();
    }

    private string Require(string question) =>
        Ask(_process, question) ?? throw new InvalidOperationException($"OpenCV gave no answer: {_process.StandardError.ReadToEnd()}");
}
