using FunctionsPipeline.Durable;
using FunctionsPipeline.Pipelines;
using FunctionsPipeline.Pipelines.Control;
using FunctionsPipeline.Pipelines.Schedules;
using FunctionsPipeline.State.Runs;
using FunctionsPipeline.State.Schedules;
using FunctionsPipeline.State.Tables;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Api;

/// <summary>What the API works with. A host makes one.</summary>
public sealed record ApiServices
{
    /// <summary>Name of the kind of host, for people: <c>embedded</c> or <c>azure</c>.</summary>
    public required string Host { get; init; }

    /// <summary>The pipelines.</summary>
    public required PipelineCatalog Catalog { get; init; }

    /// <summary>What they work with.</summary>
    public required PipelineServices Pipelines { get; init; }

    /// <summary>The host's engine.</summary>
    public required IOrchestrationClient Client { get; init; }

    /// <summary>Starts runs.</summary>
    public required RunStarter Starter { get; init; }

    /// <summary>Steers runs.</summary>
    public required RunControl Control { get; init; }

    /// <summary>Schedules.</summary>
    public required ScheduleStore Schedules { get; init; }

    /// <summary>What came of their days.</summary>
    public required ScheduleHistory ScheduleHistory { get; init; }

    /// <summary>Starts what is due.</summary>
    public required ScheduleRunner ScheduleRunner { get; init; }

    /// <summary>False for a run that this host cannot go on with, because it was begun with another provider: a simulated one, say.</summary>
    public Func<RunRecord, bool> CanRun { get; init; } = static _ => true;

    /// <summary>Puts them together on a host.</summary>
    /// <param name="host">Name of the kind of host.</param>
    /// <param name="catalog">The pipelines.</param>
    /// <param name="services">What they work with.</param>
    /// <param name="tables">The host's tables.</param>
    /// <param name="client">The host's engine.</param>
    /// <param name="complete">Adds what the host knows to a run that is asked for: caps, and which providers are simulated.</param>
    public static ApiServices Create(
        string host, PipelineCatalog catalog, PipelineServices services, ITableStore tables, IOrchestrationClient client, Func<RunRequest, RunRequest> complete)
    {
        var (schedules, days) = (new ScheduleStore(tables), new ScheduleDays(tables, services.Clock));
        var starter = new RunStarter(catalog, services, new StartClaims(tables, services.Clock), client, complete);
        return new ApiServices
        {
            Host = host,
            Catalog = catalog,
            Pipelines = services,
            Client = client,
            Starter = starter,
            Control = new RunControl(catalog, services.Runs, client),
            Schedules = schedules,
            ScheduleHistory = new ScheduleHistory(new StartClaims(tables, services.Clock), services.Runs, days, services.Clock),
            ScheduleRunner = new ScheduleRunner(schedules, days, services.Blobs, starter, services.Clock, services.Loggers.CreateLogger<ScheduleRunner>()),
        };
    }
}
