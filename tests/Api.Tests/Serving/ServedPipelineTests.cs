using FunctionsPipeline.Contracts.Serving;

namespace FunctionsPipeline.Api.Tests.Serving;

/// <summary>The suite that a Functions host passes too, on <c>pipeline serve</c>.</summary>
public sealed class ServedPipelineTests(ServedHome served) : PipelineConformance, IClassFixture<ServedHome>
{
    protected override HttpClient Client => served.Writer;
}
