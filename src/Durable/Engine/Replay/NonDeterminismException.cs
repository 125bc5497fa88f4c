namespace FunctionsPipeline.Durable.Engine;

/// <summary>The code of an orchestrator does not ask for what its history holds: it was changed while the instance was under way.</summary>
/// <remarks>The instance is left as it is. With the old code back it goes on.</remarks>
public sealed class NonDeterminismException(string instanceId, string orchestrator, int step, string inHistory, string inCode)
    : Exception($"instance {instanceId} ({orchestrator}): step {step}: history has {inHistory}, code asks for {inCode}")
{
    /// <summary>Step at which history and code part.</summary>
    public int Step { get; } = step;
}
