using FunctionsPipeline.Durable;
using FunctionsPipeline.State;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.VideoBatch;

/// <summary>Errors that the pipeline itself gives to items; those of providers come through <see cref="FailureTranslation"/>.</summary>
internal static class ItemErrors
{
    public static ItemError AnalysisTimeout { get; } = new(
        "analysis_timeout",
        $"No worker analysed the clip within {VideoBatchLimits.AnalysisTimeout.TotalMinutes:0} minutes; the clip is kept.",
        "Start a worker (pipeline worker) and retry the item; the clip is not paid again.",
        true);

    public static ItemError Generation(string code, string message, bool retryable, long chargedTicks) => new(
        code,
        $"The provider ended the generation without a clip: {message.TrimEnd('.')}. It cost {UsdTicks.Format(chargedTicks)}.",
        retryable ? "pipeline retry buys it again." : "Change the prompt: the same text gives the same answer.",
        retryable);
}
