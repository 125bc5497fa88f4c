using System.Diagnostics;

namespace FunctionsPipeline.GpuBenchmarks.Measuring;

/// <summary>Times work: once to warm up, then again and again, and the middle of all.</summary>
internal static class Clock
{
    private const int RunsMin = 3;

    /// <summary>Median seconds of a run. Runs end when the time is over and there were enough.</summary>
    public static double MedianSeconds(TimeSpan budget, Action run)
    {
        run();
        var seconds = new List<double>();
        var all = Stopwatch.StartNew();
        while (seconds.Count < RunsMin || all.Elapsed < budget)
        {
            var watch = Stopwatch.StartNew();
            run();
            seconds.Add(watch.Elapsed.TotalSeconds);
        }

        seconds.Sort();
        return seconds[seconds.Count / 2];
    }
}
