namespace FunctionsPipeline.Cli.Output;

/// <summary>Ends a command with a message for people and an exit code. With <c>--json</c> it becomes an error object.</summary>
internal sealed class CommandException(string code, string message, string? hint = null, int exitCode = ExitCodes.Error, Exception? inner = null)
    : Exception(message, inner)
{
    public string Code { get; } = code;

    public string? Hint { get; } = hint;

    public int ExitCode { get; } = exitCode;
}
