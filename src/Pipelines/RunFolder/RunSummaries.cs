using FunctionsPipeline.State.Ledger;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.RunFolder;

/// <summary>Sums a run up from what the stores hold, at any time of its life.</summary>
public static class RunSummaries
{
    /// <summary>Reads the summary with one entry an item.</summary>
    public static Task<RunSummary> ReadAsync(PipelineServices services, RunRecord run, CancellationToken cancellationToken) =>
        ReadAsync(services.Runs, services.Ledger, run, services.RunFolder(run.RunId), cancellationToken);

    /// <summary>Reads the summary with one entry an item, from the stores of a home that another process may be running.</summary>
    public static async Task<RunSummary> ReadAsync(
        RunStore runs, Ledger ledger, RunRecord run, string runFolder, CancellationToken cancellationToken)
    {
        var reader = PipelineCatalog.Readers[run.Pipeline];
        var tasks = new List<TaskSummary>(run.Total);
        var counts = Enum.GetValues<ItemStatus>().ToDictionary(status => status, _ => 0);
        var devices = new SortedDictionary<string, int>(StringComparer.Ordinal);
        await foreach (var item in runs.ListItemsAsync(run.RunId, null, cancellationToken))
        {
            counts[item.Status]++;
            if (reader.Device(item) is { } device) devices[device] = devices.GetValueOrDefault(device) + 1;
            tasks.Add(new TaskSummary(item.ItemId, item.Status, item.FailedStage, item.Error, item.Attempts, reader.Result(item)));
        }

        var totals = await ledger.GetTotalsAsync(run.Project, run.RunId, cancellationToken);
        return new RunSummary
        {
            RunId = run.RunId.Value,
            Pipeline = run.Pipeline,
            Project = run.Project,
            Provider = run.Provider,
            UsesSimulator = run.UsesSimulator,
            Status = run.Status,
            CreatedAt = run.CreatedAt,
            EndedAt = run.EndedAt,
            Total = run.Total,
            Succeeded = counts[ItemStatus.Succeeded],
            Failed = counts[ItemStatus.Failed],
            Skipped = counts[ItemStatus.Skipped],
            Degraded = counts[ItemStatus.Degraded],
            Unknown = counts[ItemStatus.Unknown],
            Cancelled = counts[ItemStatus.Cancelled],
            Unfinished = counts[ItemStatus.Pending],
            Cost = new RunCost(run.ForecastTicks, totals.HeldTicks, totals.SpentTicks),
            RunFolder = runFolder,
            Devices = [.. devices.Select(pair => new DeviceItems(pair.Key, pair.Value))],
            Tasks = tasks,
        };
    }
}
