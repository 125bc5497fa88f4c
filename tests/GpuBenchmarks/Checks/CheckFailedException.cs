namespace FunctionsPipeline.GpuBenchmarks.Checks;

/// <summary>A device gave something else than the processor.</summary>
public sealed class CheckFailedException(string message) : Exception(message);
