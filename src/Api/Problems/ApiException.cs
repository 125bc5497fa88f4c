namespace FunctionsPipeline.Api;

/// <summary>A request that is refused. Nothing was changed.</summary>
/// <param name="status">HTTP status, 4xx.</param>
/// <param name="code">Stable, snake_case.</param>
/// <param name="message">What is wrong, and what is allowed.</param>
/// <param name="hint">What to do next, or null.</param>
internal sealed class ApiException(int status, string code, string message, string? hint = null) : Exception(message)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    public string? Hint { get; } = hint;
}
