using FunctionsPipeline.Benchmarks.Analysis;
using FunctionsPipeline.Benchmarks.Engine;
using FunctionsPipeline.Benchmarks.Flow;
using FunctionsPipeline.Benchmarks.Kernels;
using FunctionsPipeline.Benchmarks.Rendering;
using FunctionsPipeline.Benchmarks.Scale;

namespace FunctionsPipeline.Benchmarks;

/// <summary>All scenarios by the word that starts them. Each returns whether its targets were met.</summary>
internal static class Scenarios
{
    public static IReadOnlyDictionary<string, Func<Task<bool>>> ByName { get; } = new Dictionary<string, Func<Task<bool>>>(StringComparer.Ordinal)
    {
        ["analysis-memory"] = AnalyzeMemory.RunAsync,
        ["engine"] = EngineScenario.RunAsync,
        ["analysis"] = AnalysisScenario.RunAsync,
        ["flow"] = FlowScenario.RunAsync,
        ["kernels"] = KernelScenario.RunAsync,
        ["render"] = RenderScenario.RunAsync,
        ["episode"] = EpisodeScenario.RunAsync,
        ["scale"] = () => ScaleScenario.RunAsync(10_000),
        ["scale-quick"] = () => ScaleScenario.RunAsync(3_000),
    };
}
