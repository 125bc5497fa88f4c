using System.Globalization;
using FunctionsPipeline.Pipelines;
using FunctionsPipeline.Pipelines.FrameJobs;
using FunctionsPipeline.Pipelines.RunFolder;
using FunctionsPipeline.State;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Cli.Output;

/// <summary>A run's summary for people.</summary>
internal static class SummaryText
{
    private const int FailuresShownMax = 10;
    private const double BytesPerGigabyte = 1e9;

    public static void Print(Terminal terminal, RunSummary summary)
    {
        terminal.Line($"Run {summary.RunId} ({summary.Pipeline}, {summary.Provider}): {Words(summary.Status)}");
        terminal.Line(
            $"  {summary.Total} items: {summary.Succeeded} succeeded, {summary.Degraded} degraded, {summary.Failed} failed, {summary.Unknown} unknown, {summary.Skipped} skipped, {summary.Cancelled} cancelled, {summary.Unfinished} unfinished");
        terminal.Line(
            $"  spent {UsdTicks.Format(summary.Cost.SpentTicks)}, held {UsdTicks.Format(summary.Cost.ReservedTicks)}, forecast {UsdTicks.Format(summary.Cost.ForecastTicks)}");
        if (PipelineCatalog.Readers[summary.Pipeline].Sentence(summary.Tasks) is { } sentence) terminal.Line("  " + sentence);
        if (summary.Devices.Count > 0) terminal.Line($"  analysed on {string.Join(", ", summary.Devices.Select(device => $"{device.Id}: {device.Items}"))}");
        foreach (var worker in summary.Workers ?? []) PrintDevices(terminal, worker);
        foreach (var group in summary.Tasks
                     .Where(task => task.Error is not null)
                     .GroupBy(task => (task.FailedStage, task.Error!.Code))
                     .OrderByDescending(group => group.Count())
                     .Take(FailuresShownMax))
        {
            var first = group.First();
            terminal.Line($"  {group.Count()} x {group.Key.FailedStage}/{group.Key.Code}, for example {first.Id}: {first.Error!.Message}");
            if (first.Error.Hint is { } hint) terminal.Line("      " + hint);
        }

        // Not every pipeline writes a page for people.
        var report = Path.Combine(summary.RunFolder, "report.html");
        terminal.Line(File.Exists(report) || summary.Unfinished > 0 ? $"  report: {report}" : $"  folder: {summary.RunFolder}");
    }

    private static void PrintDevices(Terminal terminal, WorkerDevices worker)
    {
        foreach (var device in worker.Devices)
        {
            var memory = string.Create(
                CultureInfo.InvariantCulture, $"{device.MemoryUsedBytes / BytesPerGigabyte:0.0} of {device.MemoryTotalBytes / BytesPerGigabyte:0.0} GB in use");
            var items = device.Running.Count == 0 ? "" : $" ({string.Join(", ", device.Running)})";
            terminal.Line($"  device {device.Id} of {worker.Worker}: {device.Running.Count} of {device.JobsMax} at work{items}, {device.JobsDone} done, memory {memory}");
        }
    }

    private static string Words(RunStatus status) => status switch
    {
        RunStatus.Planned => "planned, not started",
        RunStatus.Running => "under way or interrupted",
        RunStatus.Succeeded => "every item succeeded",
        RunStatus.Degraded => "finished, with recorded fallbacks",
        RunStatus.Failed => "finished; some items did not succeed",
        RunStatus.BudgetStopped => "stopped by a budget cap; raise it and resume",
        _ => "cancelled",
    };
}
