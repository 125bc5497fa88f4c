using System.Text.Json.Serialization;
using FunctionsPipeline.Pipelines.FrameJobs;
using FunctionsPipeline.State;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.RunFolder;

/// <summary>The one object a run is summed up in: <c>run.json</c>, and stdout with <c>--json</c>. Money is in ticks of 1e-10 USD.</summary>
public sealed record RunSummary
{
    /// <summary>Id of the run.</summary>
    public required string RunId { get; init; }

    /// <summary>Pipeline.</summary>
    public required string Pipeline { get; init; }

    /// <summary>Project.</summary>
    public required string Project { get; init; }

    /// <summary>Provider.</summary>
    public required string Provider { get; init; }

    /// <summary>True when the built-in simulator stood in for the provider: the money was not real.</summary>
    public bool UsesSimulator { get; init; }

    /// <summary>How the run stands.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>When it was planned, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ended, UTC; null while it has not.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Items.</summary>
    public required int Total { get; init; }

    /// <summary>Items that succeeded.</summary>
    public required int Succeeded { get; init; }

    /// <summary>Items that failed.</summary>
    public required int Failed { get; init; }

    /// <summary>Items that were not started.</summary>
    public required int Skipped { get; init; }

    /// <summary>Items that succeeded with a recorded fallback.</summary>
    public required int Degraded { get; init; }

    /// <summary>Items of which nobody can tell whether they were paid.</summary>
    public required int Unknown { get; init; }

    /// <summary>Items that a person cancelled.</summary>
    public required int Cancelled { get; init; }

    /// <summary>Items that have not ended yet.</summary>
    public required int Unfinished { get; init; }

    /// <summary>Money.</summary>
    public required RunCost Cost { get; init; }

    /// <summary>Absolute path of the run's folder.</summary>
    public required string RunFolder { get; init; }

    /// <summary>Items by the device that analysed them, by id.</summary>
    public IReadOnlyList<DeviceItems> Devices { get; init; } = [];

    /// <summary>How the devices of living workers stand; null except in <c>status</c>, for a run that is under way.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<WorkerDevices>? Workers { get; init; }

    /// <summary>One entry an item, in the order of the plan.</summary>
    public IReadOnlyList<TaskSummary> Tasks { get; init; } = [];
}

/// <summary>Money of a run, ticks of 1e-10 USD.</summary>
/// <param name="ForecastTicks">Median forecast made before the run.</param>
/// <param name="ReservedTicks">Held now, unknown calls included.</param>
/// <param name="SpentTicks">Charged.</param>
public sealed record RunCost(long ForecastTicks, long ReservedTicks, long SpentTicks)
{
    /// <summary><see cref="SpentTicks"/> in dollars.</summary>
    public decimal SpentUsd => UsdTicks.ToUsd(SpentTicks);
}

/// <summary>Items that one device analysed.</summary>
/// <param name="Id">Device.</param>
/// <param name="Items">How many.</param>
public sealed record DeviceItems(string Id, int Items);

/// <summary>One item in the summary.</summary>
/// <param name="Result">What it gave, as its pipeline tells it in a few words; null when nothing.</param>
public sealed record TaskSummary(
    string Id, ItemStatus Status, string? FailedStage, ItemError? Error, int Attempts, object? Result);
