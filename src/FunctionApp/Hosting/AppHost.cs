using FunctionsPipeline.Api;
using FunctionsPipeline.AzureStorage;
using FunctionsPipeline.Media;
using FunctionsPipeline.Pipelines;
using FunctionsPipeline.Pipelines.Schedules;
using FunctionsPipeline.Providers;
using FunctionsPipeline.Providers.Downloads;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.FunctionApp;

/// <summary>What the functions of this process share: stores, providers, the catalog. Made once, at the start.</summary>
/// <remarks>Safe for several threads.</remarks>
public sealed class AppHost : IDisposable
{
    private readonly AppOptions _options;
    private readonly AzureStores _stores;
    private readonly ProviderSet _providers;
    private readonly FileDownloader _downloads;

    /// <summary>Asks nothing of the storage account yet.</summary>
    internal AppHost(AppOptions options, FfmpegTool? ffmpeg, TimeProvider clock, Random random, ILoggerFactory loggers)
    {
        _options = options;
        _stores = AzureStores.Create(options.Storage, clock);
        _providers = new ProviderSet(options.Providers, clock, random, loggers, stories: options.Stories);
        _downloads = new FileDownloader(new FileDownloaderOptions(), clock, new Random(random.Next()), loggers.CreateLogger<FileDownloader>());
        Services = PipelineServices.Create(
            new HostTerms
            {
                Tables = _stores.Tables,
                Blobs = _stores.Blobs,
                Providers = _providers,
                Owner = $"functions-{Environment.MachineName}-{Environment.ProcessId}-{random.Next():x}",
                OwnerIsAlone = false,
                ScratchFolder = options.ScratchFolder,
                RunFolder = runId => $"runs/{runId}",
                Ffmpeg = ffmpeg,
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
    public PipelineApi Api(DurableTaskClient client) => new(CreateServices(client));

    /// <summary>Starts what is due, over the client that a function was given.</summary>
    public ScheduleRunner Schedules(DurableTaskClient client) => CreateServices(client).ScheduleRunner;

    /// <inheritdoc/>
    public void Dispose()
    {
        _downloads.Dispose();
        _providers.Dispose();
    }

    private ApiServices CreateServices(DurableTaskClient client) => ApiServices.Create(
        "azure",
        Catalog,
        Services,
        _stores.Tables,
        new DurableClient(client),
        request => request with
        {
            DayBudgetUsd = _options.DayBudgetUsd,
            ProjectBudgetUsd = _options.ProjectBudgetUsd,
            ProviderBudgetUsd = _options.ProviderBudgetUsd,
        });
}
