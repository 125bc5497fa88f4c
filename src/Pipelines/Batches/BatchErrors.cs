using FunctionsPipeline.Durable;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.Batches;

/// <summary>Errors that every batch gives to items; those of providers come through <see cref="FailureTranslation"/>.</summary>
internal static class BatchErrors
{
    public static ItemError NoSlot { get; } = new(
        "no_time_slot", "The provider's rate limit left no time slot; no money was spent.", "Retry later, or lower the concurrency.", true);

    /// <summary>For an item that an error of the machine left without an end.</summary>
    public static ItemError NotRecorded { get; } = new(
        "not_recorded", "The item's end could not be written down, for example because the disk was full.", "pipeline retry goes on from what the ledger knows; nothing is paid twice.", true);

    public static ItemError From(FailureDetails details) => new(details.Code, details.Message, null, details.IsRetryable);

    public static ItemError Unknown(string code, string message) => new(
        code,
        $"{message.TrimEnd('.')}. Nobody can tell whether it was charged: its price stays reserved and it is not sent again.",
        "Look at the provider's bill, then: pipeline ledger resolve.",
        false);
}
