using System.Text.Json;
using FunctionsPipeline.Pipelines.Control;
using FunctionsPipeline.State;
using FunctionsPipeline.State.Ledger;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Api;

/// <summary>A run as the API shows it. Money is in ticks of 1e-10 USD.</summary>
public sealed record RunView
{
    /// <summary>Id.</summary>
    public required string RunId { get; init; }

    /// <summary>Pipeline.</summary>
    public required string Pipeline { get; init; }

    /// <summary>Project.</summary>
    public required string Project { get; init; }

    /// <summary>Provider.</summary>
    public required string Provider { get; init; }

    /// <summary>True when a simulator stands in for the provider: the money is not real.</summary>
    public required bool UsesSimulator { get; init; }

    /// <summary>Where the run stands.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>True when nothing more will happen by itself.</summary>
    public required bool IsEnded { get; init; }

    /// <summary>True while a person holds it.</summary>
    public required bool IsSuspended { get; init; }

    /// <summary>True once a person asked for its end.</summary>
    public required bool IsCancelRequested { get; init; }

    /// <summary>1 for the first pass, counting up with every retry.</summary>
    public required int Round { get; init; }

    /// <summary>When it was planned.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its current round ended; absent while it has not.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How far it is; absent in lists.</summary>
    public RunProgressView? Progress { get; init; }

    /// <summary>Why it does not go on by itself, and what to do; absent in lists, and of a run that goes on or has ended.</summary>
    public RunObstacle? Obstacle { get; init; }

    /// <summary>Where to go from here.</summary>
    public required RunLinks Links { get; init; }

    internal static RunView Of(RunRecord run, RunLinks links, RunProgressView? progress = null, RunObstacle? obstacle = null) => new()
    {
        RunId = run.RunId.Value,
        Pipeline = run.Pipeline,
        Project = run.Project,
        Provider = run.Provider,
        UsesSimulator = run.UsesSimulator,
        Status = run.Status,
        IsEnded = run.IsEnded,
        IsSuspended = run.IsSuspended,
        IsCancelRequested = run.IsCancelRequested,
        Round = run.Round,
        CreatedAt = run.CreatedAt,
        EndedAt = run.EndedAt,
        Progress = progress,
        Obstacle = obstacle,
        Links = links,
    };
}

/// <summary>How far a run is. Items first, then money in ticks of 1e-10 USD.</summary>
public sealed record RunProgressView(
    int Total,
    int Ended,
    int Succeeded,
    int Failed,
    int Skipped,
    int Degraded,
    int Unknown,
    int Cancelled,
    long ForecastTicks,
    long ReservedTicks,
    long SpentTicks,
    decimal SpentUsd,
    long? BudgetTicks,
    int UnknownCalls)
{
    internal static RunProgressView Of(RunRecord run, IReadOnlyDictionary<ItemStatus, int> counts, LedgerTotals totals) => new(
        run.Total,
        run.Total - counts[ItemStatus.Pending],
        counts[ItemStatus.Succeeded],
        counts[ItemStatus.Failed],
        counts[ItemStatus.Skipped],
        counts[ItemStatus.Degraded],
        counts[ItemStatus.Unknown],
        counts[ItemStatus.Cancelled],
        run.ForecastTicks,
        totals.HeldTicks,
        totals.SpentTicks,
        UsdTicks.ToUsd(totals.SpentTicks),
        run.BudgetTicks,
        totals.UnknownCount);
}

/// <summary>Addresses of a run. What begins with <c>POST</c> in its name is posted to, the rest is read.</summary>
public sealed record RunLinks(
    string StatusQueryGetUri,
    string ItemsGetUri,
    string LedgerGetUri,
    string FilesGetUri,
    string CancelPostUri,
    string SuspendPostUri,
    string ResumePostUri,
    string RetryPostUri,
    string SendEventPostUri)
{
    internal static RunLinks Of(string origin, RunId runId)
    {
        var run = $"{origin}/{ApiRoutes.Runs}/{runId}";
        return new RunLinks(
            run, run + "/items", run + "/ledger", run + "/files/", run + "/cancel", run + "/suspend", run + "/resume", run + "/retry", run + "/events/{eventName}");
    }
}

/// <summary>A page of a list.</summary>
/// <param name="Values">Its entries.</param>
/// <param name="Next">What to give as <c>after</c> for the next page; absent on the last.</param>
public sealed record Page<T>(IReadOnlyList<T> Values, string? Next);

/// <summary>An item of a run.</summary>
public sealed record ItemView(
    int Index,
    string Id,
    ItemStatus Status,
    string? FailedStage,
    ItemError? Error,
    int Attempts,
    IReadOnlyList<Degradation> Degradations,
    JsonElement? Result,
    DateTimeOffset UpdatedAt)
{
    internal static ItemView Of(ItemRecord item) => new(
        item.Index,
        item.ItemId,
        item.Status,
        item.FailedStage,
        item.Error,
        item.Attempts,
        item.Degradations,
        item.ResultJson is { } json ? JsonSerializer.Deserialize<JsonElement>(json) : null,
        item.UpdatedAt);
}

/// <summary>Which items of an ended run are tried again; at least one of the lists has an entry.</summary>
public sealed record RetryOrder
{
    /// <summary>Kinds: failed (those that may succeed another time), errors (all failed), unknown, skipped, cancelled, degraded.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>Ids of items.</summary>
    public IReadOnlyList<string> Items { get; init; } = [];

    /// <summary>A new cap of the run, dollars; absent keeps the old one.</summary>
    public decimal? MaxUsd { get; init; }
}

/// <summary>How a run goes on.</summary>
public sealed record ResumeOrder
{
    /// <summary>A new cap of a run that its cap has stopped, dollars; absent keeps the old one.</summary>
    public decimal? MaxUsd { get; init; }
}
