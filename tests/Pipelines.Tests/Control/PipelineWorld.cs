using System.Text;
using FunctionsPipeline.Contracts;
using FunctionsPipeline.Pipelines.Control;
using FunctionsPipeline.Pipelines.Input;
using FunctionsPipeline.Providers;
using FunctionsPipeline.Providers.Downloads;
using FunctionsPipeline.State.Blobs;
using FunctionsPipeline.State.Runs;
using FunctionsPipeline.State.Tables;
using Microsoft.Extensions.Logging.Abstractions;

namespace FunctionsPipeline.Pipelines.Tests.Control;

/// <summary>State that hosts share, in virtual time, and hosts on it. Nothing is called and nothing runs: starts are taken note of.</summary>
internal sealed class PipelineWorld : IDisposable
{
    /// <summary>A run of two prompts that is wanted.</summary>
    public static readonly StartRequest TwoPrompts = new(
        "video-batch",
        new SpecSource.OfJson("body", Encoding.UTF8.GetBytes("""{"pipeline":"video-batch","prompts":["one","two"],"traps":[]}""")));

    private readonly TemporaryFolder _folder = new();
    private readonly FileDownloader _downloads;
    private readonly ProviderSet _providers;

    public PipelineWorld(DateTimeOffset now)
    {
        Clock = new ManualTimeProvider(now);
        Tables = new InMemoryTableStore(Clock);
        Blobs = new FolderBlobStore(_folder.Path, Clock);
        _downloads = new FileDownloader(new FileDownloaderOptions(), Clock, new Random(1), NullLogger<FileDownloader>.Instance);

        // Checked and never called.
        _providers = new ProviderSet(
            [new ProviderAccess("xai", new Uri("http://127.0.0.1:9/"), "a-key-that-nobody-has")], Clock, new Random(1), NullLoggerFactory.Instance);
    }

    public ManualTimeProvider Clock { get; }

    public ITableStore Tables { get; }

    public IBlobStore Blobs { get; }

    /// <summary>What every host has started.</summary>
    public StartedInstances Started { get; } = new();

    public RunStore Runs => new(Tables, Clock);

    /// <summary>A host on the shared state.</summary>
    public (PipelineCatalog Catalog, RunStarter Starter) OpenHost(int seed = 1, ITableStore? tables = null)
    {
        var services = CreateServices(seed, tables);
        var catalog = new PipelineCatalog(services);
        return (catalog, new RunStarter(catalog, services, new StartClaims(tables ?? Tables, Clock), Started, request => request));
    }

    /// <summary>What a host's pipelines work with.</summary>
    public PipelineServices CreateServices(int seed = 1, ITableStore? tables = null) => PipelineServices.Create(
        new HostTerms
        {
            Tables = tables ?? Tables,
            Blobs = Blobs,
            Providers = _providers,
            Owner = $"host-{seed}",
            OwnerIsAlone = false,
            ScratchFolder = Path.Combine(_folder.Path, "scratch"),
            RunFolder = runId => runId.Value,
            Clock = Clock,
            Random = new Random(seed),
            Loggers = NullLoggerFactory.Instance,
        },
        _downloads);

    public void Dispose()
    {
        _providers.Dispose();
        _downloads.Dispose();
        _folder.Dispose();
    }
}
