namespace FunctionsPipeline.Durable;

/// <summary>How a failed activity or sub-orchestration is tried again. Delays are durable timers.</summary>
/// <param name="AttemptsMax">All attempts, the first included. At least 1.</param>
/// <param name="FirstInterval">Delay before the second attempt.</param>
public sealed record RetryOptions(int AttemptsMax, TimeSpan FirstInterval)
{
    /// <summary>Factor from one delay to the next. At least 1. Default 2.</summary>
    public double BackoffCoefficient { get; init; } = 2;

    /// <summary>No delay is longer. Default 1 minute.</summary>
    public TimeSpan IntervalMax { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Share of a delay that is drawn, 0 to 1: 0.25 gives 75 % to 125 %. Default 0.25.</summary>
    /// <remarks>Drawn from the instance id and the step, so a replay agrees.</remarks>
    public double JitterShare { get; init; } = 0.25;

    /// <summary>Codes that are final, besides failures that say so themselves (<see cref="FailureDetails.IsRetryable"/>).</summary>
    public IReadOnlyList<string> NonRetryableCodes { get; init; } = [];
}
