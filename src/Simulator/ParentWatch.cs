using System.Diagnostics;
using System.Globalization;

namespace FunctionsPipeline.Simulator;

/// <summary>Notices that another process has ended.</summary>
internal static class ParentWatch
{
    /// <summary>Returns when the process has ended, or is found not to exist.</summary>
    public static async Task WaitForEndAsync(int processId, TimeProvider clock, CancellationToken cancellationToken)
    {
        var beginning = StartOf(processId);
        using var timer = new PeriodicTimer(Limits.ParentWatchInterval, clock);
        // Another start time means that the number was given to another process.
        while (beginning is not null && StartOf(processId) == beginning) await timer.WaitForNextTickAsync(cancellationToken);
    }

    // When a process was started, in the system's own unit; null when it is no more. A zombie has ended, though its number is still taken.
    private static string? StartOf(int processId)
    {
        if (!OperatingSystem.IsLinux()) return StartByProcess(processId);
        try
        {
            var text = File.ReadAllText($"/proc/{processId.ToString(CultureInfo.InvariantCulture)}/stat");
            // The second field is the program's name in brackets and may hold anything; the fields after it do not.
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X" ? null : fields[19];
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static string? StartByProcess(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return process.StartTime.Ticks.ToString(CultureInfo.InvariantCulture);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }
}
