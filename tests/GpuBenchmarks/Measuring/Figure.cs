namespace FunctionsPipeline.GpuBenchmarks.Measuring;

/// <summary>A measured number.</summary>
/// <param name="What">What was measured.</param>
/// <param name="Value">How much.</param>
/// <param name="Unit">Of what.</param>
/// <param name="Goal">What it is to reach; null where it is a bound or only told.</param>
public sealed record Figure(string What, double Value, string Unit, double? Goal = null)
{
    /// <summary>Whether the goal is reached; null where there is none.</summary>
    public bool? IsMet => Goal is { } goal ? Value >= goal : null;
}
