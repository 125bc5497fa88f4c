namespace FunctionsPipeline.Durable;

/// <summary>Where an activity call comes from. For logs and for keys that make effects idempotent.</summary>
/// <param name="InstanceId">The calling instance.</param>
/// <param name="ActivityName">Registered name.</param>
/// <param name="Step">Position of the call in the instance's history. Stable over re-runs of the same call.</param>
/// <param name="Attempt">1 for the first attempt under <see cref="RetryOptions"/>.</param>
public sealed record ActivityContext(string InstanceId, string ActivityName, int Step, int Attempt);
