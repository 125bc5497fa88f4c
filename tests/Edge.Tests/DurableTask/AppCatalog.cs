using FunctionsPipeline.FunctionApp;
using FunctionsPipeline.Pipelines;
using Microsoft.Extensions.Logging.Abstractions;

namespace FunctionsPipeline.Edge.Tests.DurableTask;

/// <summary>The catalog as the app makes it at its start. Nothing is called: neither storage nor a provider is there.</summary>
internal static class AppCatalog
{
    public static PipelineCatalog Create()
    {
        var options = AppOptions.Read(
            name => name switch
            {
                "AzureWebJobsStorage" => "UseDevelopmentStorage=true",
                "XAI_API_KEY" => "a-key-that-nobody-has",
                _ => null,
            },
            Path.GetTempPath());
        using var host = new AppHost(options, ffmpeg: null, TimeProvider.System, new Random(1), NullLoggerFactory.Instance);
        return host.Catalog;
    }
}
