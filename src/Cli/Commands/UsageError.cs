using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using FunctionsPipeline.Cli.Output;
using FunctionsPipeline.Pipelines.Input;
using FunctionsPipeline.Pipelines.VideoBatch.Input;

namespace FunctionsPipeline.Cli.Commands;

/// <summary>A command line that says nothing the program understands. Told on stderr: stdout is for results.</summary>
internal sealed class UsageError
{
    private readonly ParseResult _arguments;

    private UsageError(ParseResult arguments) => _arguments = arguments;

    /// <summary>Null when the command line is understood, a request for help included.</summary>
    public static UsageError? Find(ParseResult arguments) => arguments.Action is ParseErrorAction ? new UsageError(arguments) : null;

    /// <summary>Reports it and returns the exit code.</summary>
    public int Report()
    {
        // With a mistake in it the line cannot be asked for the option's value.
        var isJson = _arguments.Tokens.Any(token => token.Value == CommonOptions.Json.Name);
        var message = string.Join(' ', _arguments.Errors.Select(error => InWords(error.Message)).Distinct(StringComparer.Ordinal));
        Terminal.Create(isJson, isPlain: true, Environment.GetEnvironmentVariable).Fail(new CommandException("usage", message, Hint()));
        return ExitCodes.Error;
    }

    // The parser names types as the runtime does.
    private static string InWords(string message) => message
        .Replace($"expected type '{typeof(int?)}'", "a whole number", StringComparison.Ordinal)
        .Replace($"expected type '{typeof(int)}'", "a whole number", StringComparison.Ordinal)
        .Replace($"expected type '{typeof(long?)}'", "a whole number", StringComparison.Ordinal)
        .Replace($"expected type '{typeof(decimal?)}'", "an amount", StringComparison.Ordinal);

    private string Hint()
    {
        var command = _arguments.CommandResult;
        var names = command.Command.Subcommands.Select(subcommand => subcommand.Name)
            .Concat(command.Command.Options.Select(option => option.Name))
            .Concat(_arguments.RootCommandResult.Command.Options.Select(option => option.Name));
        var closest = _arguments.UnmatchedTokens.Count > 0 ? Suggestion.Closest(_arguments.UnmatchedTokens[0], names) : null;
        return (closest is null ? "" : $"Did you mean '{closest}'? ") + $"See: {Path(command)} --help";
    }

    private static string Path(CommandResult command) =>
        command.Parent is CommandResult parent ? $"{Path(parent)} {command.Command.Name}" : command.Command.Name;
}
