namespace FunctionsPipeline.Analysis;

/// <summary>The environment asks for a kernel that does not exist or does not run here. The message says which ones do.</summary>
public sealed class KernelChoiceException(string message) : InvalidOperationException(message);
