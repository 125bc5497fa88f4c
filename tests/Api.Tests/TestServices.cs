using FunctionsPipeline.Contracts;
using FunctionsPipeline.Durable;
using FunctionsPipeline.Pipelines;
using FunctionsPipeline.Pipelines.Control;
using FunctionsPipeline.Pipelines.Schedules;
using FunctionsPipeline.Providers;
using FunctionsPipeline.Providers.Downloads;
using FunctionsPipeline.State.Blobs;
using FunctionsPipeline.State.Runs;
using FunctionsPipeline.State.Schedules;
using Microsoft.Extensions.Logging.Abstractions;

namespace FunctionsPipeline.Api.Tests;

/// <summary>An API that can be described and never asked.</summary>
internal static class TestServices
{
    public static ApiServices Create()
    {
        var clock = new ManualTimeProvider();
        var tables = new InMemoryTableStore(clock);
        var blobs = new FolderBlobStore(Path.GetTempPath(), clock);
        var host = new HostTerms
        {
            Tables = tables,
            Blobs = blobs,
            VideoGenerators = new Dictionary<string, IVideoGenerator>(),
            Owner = "test",
            OwnerIsAlone = true,
            ScratchFolder = Path.GetTempPath(),
            RunFolder = runId => runId.Value,
            Clock = clock,
            Random = new Random(1),
            Loggers = NullLoggerFactory.Instance,
        };
        var services = PipelineServices.Create(host, new FileDownloader(new FileDownloaderOptions(), clock, new Random(1), NullLogger<FileDownloader>.Instance));
        var catalog = new PipelineCatalog(services);
        var schedules = new ScheduleStore(tables);
        IOrchestrationClient client = null!;
        var starter = new RunStarter(catalog, services, new StartClaims(tables, clock), client, request => request);
        return new ApiServices
        {
            Host = "test",
            Catalog = catalog,
            Pipelines = services,
            Client = client,
            Starter = starter,
            Control = new RunControl(catalog, services.Runs, client),
            Schedules = schedules,
            ScheduleRunner = new ScheduleRunner(schedules, blobs, starter, clock, NullLogger<ScheduleRunner>.Instance),
        };
    }
}
