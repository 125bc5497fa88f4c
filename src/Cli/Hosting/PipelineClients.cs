using System.Globalization;
using FunctionsPipeline.Cli.Configuration;
using FunctionsPipeline.Cli.Output;
using FunctionsPipeline.Media;
using FunctionsPipeline.Pipelines;
using FunctionsPipeline.Pipelines.FrameJobs;
using FunctionsPipeline.Providers;
using FunctionsPipeline.Providers.Downloads;
using FunctionsPipeline.State;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Cli.Hosting;

/// <summary>Makes what the activities work with, over the stores of a home and its providers.</summary>
internal sealed class PipelineClients : IDisposable
{
    // Claims of workers inside a pipeline's process: whoever owns the home knows that earlier ones are gone.
    private const string HostWorkerPrefix = "host-";

    private readonly ProviderSet _providers;
    private readonly FileDownloader _downloader;
    private readonly ClipAnalyzer _analyzer;
    private readonly string _owner;
    private FrameJobWorker? _worker;

    private PipelineClients(CommandEnvironmentView environment, HomeStores stores, FfmpegTool ffmpeg, ClipAnalyzer analyzer, ProviderConnection connection)
    {
        _analyzer = analyzer;
        _owner = string.Create(
            CultureInfo.InvariantCulture,
            $"{HostWorkerPrefix}{Environment.ProcessId}-{environment.Clock.GetUtcNow().ToUnixTimeMilliseconds():x}");
        _providers = new ProviderSet(
            connection.Accesses, environment.Clock, environment.Random, environment.Loggers, stories: StoriesOf(environment.Settings) ?? connection.Stories);
        _downloader = new FileDownloader(
            new FileDownloaderOptions(), environment.Clock, new Random(environment.Random.Next()), environment.Loggers.CreateLogger<FileDownloader>());
        var host = new HostTerms
        {
            Tables = stores.Tables,
            Blobs = stores.Blobs,
            Providers = _providers,
            Owner = _owner,
            OwnerIsAlone = true,
            ScratchFolder = Path.Combine(environment.Home.Path, ".scratch"),
            RunFolder = runId => environment.Home.RunFolder(runId.Value),
            Ffmpeg = ffmpeg,
            PricesFile = environment.Settings[SettingDefinitions.Prices],
            LimitsFile = environment.Settings[SettingDefinitions.RateLimits],
            Clock = environment.Clock,
            Random = environment.Random,
            Loggers = environment.Loggers,
        };
        Services = PipelineServices.Create(host, _downloader) with { FrameJobPut = () => _worker?.Wake() };
    }

    public PipelineServices Services { get; }

    public static async Task<PipelineClients> CreateAsync(
        CommandEnvironmentView environment, HomeStores stores, ProviderConnection connection, CancellationToken cancellationToken)
    {
        var ffmpeg = await FfmpegTool.FindAsync(environment.Settings[SettingDefinitions.Ffmpeg], environment.Clock, cancellationToken);
        var devices = DevicePools.Create(environment.Settings, Environment.ProcessorCount, environment.Random.Next());
        return new PipelineClients(environment, stores, ffmpeg, new ClipAnalyzer(ffmpeg, devices, environment.Clock), connection);
    }

    /// <summary>A worker in this process, for the jobs of one run or of all.</summary>
    public FrameJobWorker CreateWorker(RunId? runId, Func<FrameResult, CancellationToken, Task> onDone)
    {
        var options = new FrameJobWorkerOptions
        {
            Name = _owner,
            RunId = runId?.Value,
            Parallelism = _analyzer.Devices.JobsMax,
            IsDead = worker => worker.StartsWith(HostWorkerPrefix, StringComparison.Ordinal) && worker != _owner,
        };
        _worker = new FrameJobWorker(
            Services.FrameJobs, Services.Blobs, _analyzer, options, onDone, Services.Clock, Services.Loggers.CreateLogger<FrameJobWorker>());
        return _worker;
    }

    /// <summary>A server that stands in for the public sources; null when none is set.</summary>
    private static StoryAddresses? StoriesOf(Settings settings)
    {
        if (settings[SettingDefinitions.StoriesBaseUrl] is not { } text) return null;
        return Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? StoryAddresses.Simulated(url)
            : throw new CommandException("invalid_setting", $"{SettingDefinitions.StoriesBaseUrl.Name} is '{text}'; allowed is an absolute http or https address.");
    }

    public void Dispose()
    {
        _downloader.Dispose();
        _providers.Dispose();
    }
}
