using System.Diagnostics;

namespace FunctionsPipeline.Benchmarks.Kernels;

/// <summary>Time of one piece of work on two clocks.</summary>
/// <param name="Processor">Seconds of this process's processor time. Other programs on the machine take no part in it.</param>
/// <param name="Clock">Seconds that passed.</param>
internal readonly record struct WorkTime(double Processor, double Clock)
{
    /// <summary>Runs something for each number from 0 on and tells the time one takes.</summary>
    public static WorkTime Of(int repeats, Action<int> work)
    {
        var processor = Environment.CpuUsage.TotalTime;
        var clock = Stopwatch.StartNew();
        for (var number = 0; number < repeats; number++) work(number);
        var elapsed = clock.Elapsed;
        var used = Environment.CpuUsage.TotalTime - processor;
        return new WorkTime(used.TotalSeconds / repeats, elapsed.TotalSeconds / repeats);
    }
}
