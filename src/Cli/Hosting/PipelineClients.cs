using System.Globalization;
using FunctionsPipeline.Cli.Configuration;
using FunctionsPipeline.Media;
using FunctionsPipeline.Pipelines;
using FunctionsPipeline.Pipelines.FrameJobs;
using FunctionsPipeline.Providers;
using FunctionsPipeline.Providers.Downloads;
using FunctionsPipeline.Providers.Fal;
using FunctionsPipeline.Providers.Xai;
using FunctionsPipeline.State;
using FunctionsPipeline.State.Governor;
using FunctionsPipeline.State.Ledger;
using FunctionsPipeline.State.Prices;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Cli.Hosting;

/// <summary>Makes what the activities work with, over the stores of a home and one provider.</summary>
internal sealed class PipelineClients : IDisposable
{
    // Claims of workers inside a pipeline's process: whoever owns the home knows that earlier ones are gone.
    private const string HostWorkerPrefix = "host-";

    private readonly IDisposable _provider;
    private readonly FileDownloader _downloader;
    private readonly ClipAnalyzer _analyzer;
    private readonly string _owner;
    private FrameJobWorker? _worker;

    private PipelineClients(
        CommandEnvironmentView environment, HomeStores stores, ClipAnalyzer analyzer, IDisposable provider, IVideoGenerator generator)
    {
        _provider = provider;
        _analyzer = analyzer;
        _owner = string.Create(
            CultureInfo.InvariantCulture,
            $"{HostWorkerPrefix}{Environment.ProcessId}-{environment.Clock.GetUtcNow().ToUnixTimeMilliseconds():x}");
        _downloader = new FileDownloader(
            new FileDownloaderOptions(), environment.Clock, Seeded(environment.Random), environment.Loggers.CreateLogger<FileDownloader>());
        Services = new PipelineServices
        {
            Runs = stores.Runs,
            Blobs = stores.Blobs,
            Ledger = stores.Ledger,
            PaidCalls = new PaidCallDoor(
                stores.Ledger,
                new PaidCallDoorOptions { Owner = _owner, OwnerIsAlone = true },
                environment.Clock,
                environment.Loggers.CreateLogger<PaidCallDoor>()),
            Governor = new Governor(stores.Tables, environment.Clock, environment.Loggers.CreateLogger<Governor>()),
            Prices = PriceBook.Load(environment.Settings[SettingDefinitions.Prices]),
            Limits = LimitBook.Load(environment.Settings[SettingDefinitions.RateLimits]),
            VideoGenerators = new Dictionary<string, IVideoGenerator>(StringComparer.Ordinal) { [generator.ProviderId] = generator },
            Downloads = _downloader,
            ScratchFolder = Path.Combine(environment.Home.Path, ".scratch"),
            RunFolder = runId => environment.Home.RunFolder(runId.Value),
            FrameJobs = new FrameJobStore(stores.Blobs),
            FrameJobPut = () => _worker?.Wake(),
            Progress = new RunProgress(),
            NewRunId = () => RunId.Create(environment.Clock, environment.Random),
            Clock = environment.Clock,
            Loggers = environment.Loggers,
        };
    }

    public PipelineServices Services { get; }

    public static async Task<PipelineClients> CreateAsync(
        CommandEnvironmentView environment, HomeStores stores, ProviderConnection connection, CancellationToken cancellationToken)
    {
        var ffmpeg = await FfmpegTool.FindAsync(environment.Settings[SettingDefinitions.Ffmpeg], environment.Clock, cancellationToken);
        var analyzer = new ClipAnalyzer(ffmpeg, DevicePools.Create(environment.Settings, Environment.ProcessorCount, environment.Random.Next()), environment.Clock);
        var random = Seeded(environment.Random);
        if (connection.Provider == FalProvider.Id)
        {
            var fal = new FalProvider(new FalOptions(connection.Key) { BaseUrl = connection.BaseUrl }, environment.Clock, random, environment.Loggers);
            return new PipelineClients(environment, stores, analyzer, fal, fal.Video);
        }

        var xai = new XaiProvider(new XaiOptions(connection.Key) { BaseUrl = connection.BaseUrl }, environment.Clock, random, environment.Loggers);
        return new PipelineClients(environment, stores, analyzer, xai, xai.Video);
    }

    /// <summary>A worker in this process, for the jobs of one run.</summary>
    public FrameJobWorker CreateWorker(RunId runId, Func<FrameResult, CancellationToken, Task> onDone)
    {
        var options = new FrameJobWorkerOptions
        {
            Name = _owner,
            RunId = runId.Value,
            Parallelism = _analyzer.Devices.JobsMax,
            IsDead = worker => worker.StartsWith(HostWorkerPrefix, StringComparison.Ordinal) && worker != _owner,
        };
        _worker = new FrameJobWorker(
            Services.FrameJobs, Services.Blobs, _analyzer, options, onDone, Services.Clock, Services.Loggers.CreateLogger<FrameJobWorker>());
        return _worker;
    }

    public void Dispose()
    {
        _downloader.Dispose();
        _provider.Dispose();
    }

    private static Random Seeded(Random random) => new(random.Next());
}
