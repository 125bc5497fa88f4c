namespace FunctionsPipeline.Pipelines.Publishing;

/// <summary>What is to be published may not be sent, for a reason on this side: a cap, a missing price. Nothing was sent.</summary>
/// <param name="code">Stable code.</param>
/// <param name="message">In words, with what to do next.</param>
internal sealed class PublishRefusedException(string code, string message) : Exception(message)
{
    /// <summary>Stable code.</summary>
    public string Code { get; } = code;
}
