namespace FunctionsPipeline.Pipelines.Batches;

/// <summary>Why a run starts no further item. Also the error code of the items that were not started.</summary>
public static class StopReasons
{
    /// <summary>A cap would be passed. Resumable after raising it.</summary>
    public const string Budget = "budget_stopped";

    /// <summary>A person cancelled the run.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>The provider refuses the key or the account: every further call would fail the same way.</summary>
    public const string KeyRefused = "key_refused";

    /// <summary>No price is known for the call, and what has no price is not bought.</summary>
    public const string PriceUnknown = "price_unknown";
}
