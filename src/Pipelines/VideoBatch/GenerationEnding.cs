using FunctionsPipeline.Pipelines.PaidCalls;
using FunctionsPipeline.Providers;
using FunctionsPipeline.State.Prices;

namespace FunctionsPipeline.Pipelines.VideoBatch;

/// <summary>How a generation ended, in the ledger's words. No code means that there is a clip.</summary>
/// <param name="ChargedTicks">What the provider says, or what the price file says where the provider says nothing.</param>
internal sealed record GenerationEnding(string? Code, string Message, bool IsRetryable, long ChargedTicks)
{
    public static GenerationEnding Of(VideoGenerationStatus status, PriceBook prices, VideoBatchSettings settings)
    {
        var price = prices.Ticks(settings.Provider, settings.Model, settings.Resolution, settings.DurationSeconds) ?? 0;
        var chargedOn = prices.ChargedOn(settings);
        var forAnswer = chargedOn == ChargedOn.Success ? 0 : price;
        var forAcceptance = chargedOn == ChargedOn.Accepted ? price : 0;
        return status switch
        {
            VideoGenerationStatus.Done done => new(null, "", false, done.ChargedTicks ?? price),
            VideoGenerationStatus.Refused refused => new("content_refused", refused.Message, false, refused.ChargedTicks ?? forAnswer),
            VideoGenerationStatus.Failed failed =>
                new("generation_failed", $"{failed.Code}: {failed.Message}", failed.IsRetryable, failed.ChargedTicks ?? forAcceptance),
            VideoGenerationStatus.Expired => new("generation_expired", "The provider gave the request up", true, forAcceptance),
            _ => throw new InvalidOperationException($"{status.GetType().Name} is not an end."),
        };
    }
}
