using FunctionsPipeline.Contracts;
using FunctionsPipeline.Pipelines;
using FunctionsPipeline.Providers;
using FunctionsPipeline.Providers.Downloads;
using FunctionsPipeline.State.Blobs;
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
            Providers = new ProviderSet([], clock, new Random(1), NullLoggerFactory.Instance),
            Owner = "test",
            OwnerIsAlone = true,
            ScratchFolder = Path.GetTempPath(),
            RunFolder = runId => runId.Value,
            Clock = clock,
            Random = new Random(1),
            Loggers = NullLoggerFactory.Instance,
        };
        var services = PipelineServices.Create(host, new FileDownloader(new FileDownloaderOptions(), clock, new Random(1), NullLogger<FileDownloader>.Instance));
        return ApiServices.Create("test", new PipelineCatalog(services), services, tables, client: null!, request => request);
    }
}
