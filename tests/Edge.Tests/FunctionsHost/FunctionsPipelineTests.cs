using FunctionsPipeline.Contracts.Serving;

namespace FunctionsPipeline.Edge.Tests.FunctionsHost;

/// <summary>The suite that <c>pipeline serve</c> passes too, on a running Functions host.</summary>
[NeedsFunctionsHost]
public sealed class FunctionsPipelineTests : PipelineConformance, IDisposable
{
    public FunctionsPipelineTests()
    {
        Client = new HttpClient { BaseAddress = RunningHost.Address };
        if (RunningHost.Key is { } key) Client.DefaultRequestHeaders.Add("x-functions-key", key);
    }

    protected override HttpClient Client { get; }

    public void Dispose() => Client.Dispose();
}
