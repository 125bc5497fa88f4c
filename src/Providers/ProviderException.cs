namespace FunctionsPipeline.Providers;

/// <summary>The only exception that providers and downloads throw for what happens outside this process.</summary>
/// <remarks>A cancelled token still gives <see cref="OperationCanceledException"/>.</remarks>
public sealed class ProviderException(ProviderFailure failure, Exception? innerException = null)
    : Exception(failure.Describe(), innerException)
{
    /// <summary>What is known, as data.</summary>
    public ProviderFailure Failure { get; } = failure;
}
