using FunctionsPipeline.Durable;
using FunctionsPipeline.Pipelines.Forecasting;
using FunctionsPipeline.State;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines;

/// <summary>A pipeline as hosts use it: read a spec, plan a run, start it, retry parts of it.</summary>
public interface IPipeline
{
    /// <summary>Name in specs and commands.</summary>
    string Name { get; }

    /// <summary>Adds the pipeline's orchestrators and activities.</summary>
    void Register(OrchestrationRegistry registry);

    /// <summary>Reads and validates everything a run needs and forecasts it. Writes nothing that stays, pays nothing.</summary>
    Task<PreparedRun> PrepareAsync(RunRequest request, CancellationToken cancellationToken);

    /// <summary>
    /// Makes the prepared run: its record, its items, its plan. Still nothing is paid. Making a run of one id twice, also from two
    /// processes at once, is making it once, so whoever died in between may simply do it again.
    /// </summary>
    /// <param name="prepared">The run.</param>
    /// <param name="runId">Its id.</param>
    /// <param name="cancellationToken">Ends the call; what was written is used by the next one.</param>
    /// <returns>The record as stored.</returns>
    Task<RunRecord> CreateAsync(PreparedRun prepared, RunId runId, CancellationToken cancellationToken);

    /// <summary>
    /// Makes a run over the plan of another one, which takes over every step whose inputs are the same. The other one stays as it is.
    /// </summary>
    /// <param name="source">An ended run.</param>
    /// <param name="runId">Id of the new run.</param>
    /// <param name="from">The first step that is done anew whatever its inputs are; null when all that is the same is taken over.</param>
    /// <param name="budgetTicks">Cap of the new run; null takes that of the source.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The new run as stored.</returns>
    /// <exception cref="Input.InputException">There is no such step.</exception>
    Task<RunRecord> ForkAsync(RunRecord source, RunId runId, string? from, long? budgetTicks, CancellationToken cancellationToken);

    /// <summary>Starts the run's current round, or finds it started.</summary>
    Task StartAsync(IOrchestrationClient client, RunRecord run, CancellationToken cancellationToken);

    /// <summary>Plans another round over the wanted items. Returns null when there is none.</summary>
    /// <param name="run">An ended run.</param>
    /// <param name="isWanted">Which items; the same answer for the same item at every call.</param>
    /// <param name="budgetTicks">A new cap of the run; null keeps the old one.</param>
    /// <param name="evenIfEmpty">Plans a round without items too: it only writes the run's end, which an earlier round could not.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<RunRecord?> PlanRetryAsync(
        RunRecord run, Func<ItemRecord, bool> isWanted, long? budgetTicks, bool evenIfEmpty, CancellationToken cancellationToken);

    /// <summary>Id of the instance that executes the run's current round.</summary>
    string InstanceId(RunRecord run);

    /// <summary>What the ids of all instances of a run start with.</summary>
    string InstanceIdPrefix(RunId runId);
}

/// <summary>What a person asks for: a spec and what the command line says on top of it.</summary>
public sealed record RunRequest
{
    /// <summary>The spec.</summary>
    public required SpecSource Spec { get; init; }

    /// <summary>Fields of the spec by name, over those of the file and checked like them, for example <c>budgetUsd</c>.</summary>
    public IReadOnlyDictionary<string, string> Overrides { get; init; } = new Dictionary<string, string>();

    /// <summary>Only these items of the plan; null for all.</summary>
    public ItemRange? Items { get; init; }

    /// <summary>Caps from the settings, besides the run's own.</summary>
    public decimal? DayBudgetUsd { get; init; }

    /// <summary>Cap of the project in dollars.</summary>
    public decimal? ProjectBudgetUsd { get; init; }

    /// <summary>Cap of the project at one provider, in dollars.</summary>
    public decimal? ProviderBudgetUsd { get; init; }

    /// <summary>The run that this one is to be a fork of; null for a run of its own.</summary>
    public RunRecord? ForkOf { get; init; }

    /// <summary>The first step that a fork does anew whatever its inputs are; null when all that is the same is taken over.</summary>
    public string? RerunFrom { get; init; }

    /// <summary>The providers that the built-in simulator stands in for, and how it behaves as each.</summary>
    public IReadOnlyDictionary<string, ProviderProfile> Simulated { get; init; } = new Dictionary<string, ProviderProfile>();
}

/// <summary>Where a spec comes from.</summary>
public abstract record SpecSource
{
    private SpecSource() { }

    /// <summary>What messages call it.</summary>
    internal abstract string Title { get; }

    /// <summary>Absolute path; empty for a document that came without a file.</summary>
    internal abstract string FullPath { get; }

    /// <summary>A file, YAML or JSON by its name; files that it names are looked for beside it.</summary>
    /// <param name="Path">As the person gave it.</param>
    public sealed record OfFile(string Path) : SpecSource
    {
        /// <inheritdoc/>
        internal override string Title => Path;

        /// <inheritdoc/>
        internal override string FullPath => System.IO.Path.GetFullPath(Path);
    }

    /// <summary>A JSON document, as HTTP or a command brings it.</summary>
    /// <param name="Name">Name in messages.</param>
    /// <param name="Utf8">The document.</param>
    public sealed record OfJson(string Name, ReadOnlyMemory<byte> Utf8) : SpecSource
    {
        /// <summary>Folder that files it names are looked for in. Null, as over HTTP, refuses files.</summary>
        public string? Folder { get; init; }

        /// <inheritdoc/>
        internal override string Title => Name;

        /// <inheritdoc/>
        internal override string FullPath => "";
    }
}

/// <summary>A validated run that was not made yet. Dispose it to remove its scratch files.</summary>
public abstract class PreparedRun : IDisposable
{
    /// <summary>Pipeline.</summary>
    public required string Pipeline { get; init; }

    /// <summary>Project.</summary>
    public required string Project { get; init; }

    /// <summary>Provider.</summary>
    public required string Provider { get; init; }

    /// <summary>Items.</summary>
    public required int Total { get; init; }

    /// <summary>What the forecast was made from; with another number of items it forecasts a larger or smaller run of the same kind.</summary>
    public required ForecastInput ForecastInput { get; init; }

    /// <summary>What it will probably take.</summary>
    public required Forecast Forecast { get; init; }

    /// <summary>Cap of the run, ticks.</summary>
    public required long? BudgetTicks { get; init; }

    /// <summary>SHA-256 over spec and prompts.</summary>
    public required string InputFingerprint { get; init; }

    /// <summary>True when the built-in simulator stands in for the provider.</summary>
    public required bool UsesSimulator { get; init; }

    /// <summary>SHA-256 over the spec alone.</summary>
    public required string SpecFingerprint { get; init; }

    /// <summary>IANA name of the zone in which its project has its days, for a run of which there is one a day.</summary>
    /// <value>UTC.</value>
    public string TimeZone { get; init; } = "UTC";

    /// <inheritdoc/>
    public abstract void Dispose();
}
