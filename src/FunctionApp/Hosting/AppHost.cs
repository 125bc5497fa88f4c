using FunctionsPipeline.Api;
using FunctionsPipeline.AzureStorage;
using FunctionsPipeline.Pipelines;
using FunctionsPipeline.Pipelines.Control;
using FunctionsPipeline.Pipelines.Schedules;
using FunctionsPipeline.Providers;
using FunctionsPipeline.Providers.Downloads;
using FunctionsPipeline.State.Runs;
using FunctionsPipeline.State.Schedules;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.FunctionApp;

/// <summary>What the functions of this process share: stores, providers, the catalog. Made once, at the start.</summary>
/// <remarks>Safe for several threads.</remarks>
public sealed class AppHost : IDisposable
{
    private readonly AppOptions _options;
    private readonly AzureStores _stores;
    private readonly VideoProviders _providers;
    private readonly FileDownloader _downloads;
    private readonly TimeProvider _clock;
    private readonly ILoggerFactory _loggers;

    /// <summary>Asks nothing of the storage account yet.</summary>
    internal AppHost(AppOptions options, TimeProvider clock, Random random, ILoggerFactory loggers)
    {
        (_options, _clock, _loggers) = (options, clock, loggers);
        _stores = AzureStores.Create(options.Storage, clock);
        _providers = new VideoProviders(options.Providers, clock, random, loggers);
        _downloads = new FileDownloader(new FileDownloaderOptions(), clock, new Random(random.Next()), loggers.CreateLogger<FileDownloader>());
        Services = PipelineServices.Create(
            new HostTerms
            {
                Tables = _stores.Tables,
                Blobs = _stores.Blobs,
                VideoGenerators = _providers.Generators,
                Owner = $"functions-{Environment.MachineName}-{Environment.ProcessId}-{random.Next():x}",
                OwnerIsAlone = false,
                ScratchFolder = options.ScratchFolder,
                RunFolder = runId => $"runs/{runId}",
                PricesFile = options.PricesFile,
                LimitsFile = options.LimitsFile,
                Clock = clock,
                Random = random,
                Loggers = loggers,
            },
            _downloads);
        Catalog = new PipelineCatalog(Services);
    }

    /// <summary>The pipelines.</summary>
    public PipelineCatalog Catalog { get; }

    /// <summary>What they work with.</summary>
    public PipelineServices Services { get; }

    /// <summary>The API over the client that a function was given.</summary>
    public PipelineApi Api(DurableTaskClient client)
    {
        var engine = new DurableClient(client);
        var starter = Starter(engine);
        var schedules = new ScheduleStore(_stores.Tables);
        return new PipelineApi(new ApiServices
        {
            Host = "azure",
            Catalog = Catalog,
            Pipelines = Services,
            Client = engine,
            Starter = starter,
            Control = new RunControl(Catalog, Services.Runs, engine),
            Schedules = schedules,
            ScheduleRunner = Runner(schedules, starter),
        });
    }

    /// <summary>Starts what is due, over the client that a function was given.</summary>
    public ScheduleRunner Schedules(DurableTaskClient client) => Runner(new ScheduleStore(_stores.Tables), Starter(new DurableClient(client)));

    /// <inheritdoc/>
    public void Dispose()
    {
        _downloads.Dispose();
        _providers.Dispose();
    }

    private RunStarter Starter(DurableClient engine) => new(
        Catalog,
        Services,
        new StartClaims(_stores.Tables, _clock),
        engine,
        request => request with
        {
            DayBudgetUsd = _options.DayBudgetUsd,
            ProjectBudgetUsd = _options.ProjectBudgetUsd,
            ProviderBudgetUsd = _options.ProviderBudgetUsd,
        });

    private ScheduleRunner Runner(ScheduleStore schedules, RunStarter starter) =>
        new(schedules, _stores.Blobs, starter, _clock, _loggers.CreateLogger<ScheduleRunner>());
}
