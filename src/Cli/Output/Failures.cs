using FunctionsPipeline.Analysis;
using FunctionsPipeline.Durable.Engine;
using FunctionsPipeline.Media;
using FunctionsPipeline.Pipelines.Control;
using FunctionsPipeline.Pipelines.Input;
using FunctionsPipeline.Pipelines.VideoBatch.Input;
using FunctionsPipeline.Providers;
using FunctionsPipeline.Sqlite;
using FunctionsPipeline.State.Data;

namespace FunctionsPipeline.Cli.Output;

/// <summary>What a person is told of an exception that ends a command.</summary>
internal static class Failures
{
    private const string NothingSpent = "Nothing was started and no money was spent.";
    private const string GoOn = "What was acknowledged is kept; an unfinished run goes on with: pipeline resume";

    // ENOSPC, ERROR_DISK_FULL
    private const int OutOfSpace = 28;
    private const int OutOfSpaceOnWindows = unchecked((int)0x80070070);

    /// <summary>
    /// The failure in words. One that nobody foresaw keeps its stack trace, because the person who reports it has nothing else.
    /// </summary>
    public static CommandException Of(Exception exception) => exception switch
    {
        CommandException known => known,
        InputException => new("invalid_input", exception.Message, NothingSpent),
        DataFileException => new("invalid_data_file", exception.Message, NothingSpent),
        KernelChoiceException => new("invalid_setting", exception.Message, NothingSpent),
        HomeInUseException => new("home_in_use", exception.Message, "Wait for it, stop it, or use another folder with --home DIR."),
        SqliteFileException => new("database_unreadable", exception.Message),
        SqliteWriteException { IsDiskFull: true } => new("disk_full", exception.Message, "Free some space. " + GoOn),
        IOException { HResult: OutOfSpace or OutOfSpaceOnWindows } => new("disk_full", $"The disk is full: {exception.Message}", "Free some space. " + GoOn),
        SqliteWriteException => new("state_not_saved", exception.Message, GoOn),
        MediaException { Code: MediaErrorCodes.FfmpegMissing or MediaErrorCodes.FfmpegFailed } media =>
            new(media.Code, media.Message, media.Hint, ExitCodes.Blocked),
        MediaException media => new(media.Code, media.Message, media.Hint),
        RunStateException state => new(state.Code, state.Message, state.Hint),
        ProviderException => new("provider_failed", exception.Message),
        IOException or UnauthorizedAccessException => new("file_failed", exception.Message, GoOn),
        _ => new("internal_error", $"This should not happen. {exception}", GoOn),
    };
}
