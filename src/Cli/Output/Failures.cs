using FunctionsPipeline.Durable.Engine;
using FunctionsPipeline.Media;
using FunctionsPipeline.Pipelines.VideoBatch.Input;
using FunctionsPipeline.Providers;
using FunctionsPipeline.Sqlite;
using FunctionsPipeline.State.Data;

namespace FunctionsPipeline.Cli.Output;

/// <summary>What a person is told of an exception that ends a command.</summary>
internal static class Failures
{
    private const string NothingSpent = "Nothing was started and no money was spent.";

    /// <summary>
    /// The failure in words. One that nobody foresaw keeps its stack trace, because the person who reports it has nothing else.
    /// </summary>
    public static CommandException Of(Exception exception) => exception switch
    {
        CommandException known => known,
        InputException => new("invalid_input", exception.Message, NothingSpent),
        DataFileException => new("invalid_data_file", exception.Message, NothingSpent),
        HomeInUseException => new("home_in_use", exception.Message, "Wait for it, stop it, or use another folder with --home DIR."),
        SqliteFileException => new("database_unreadable", exception.Message),
        SqliteWriteException { IsDiskFull: true } => new("disk_full", exception.Message, "Free some space; what was acknowledged is kept. Then: pipeline resume"),
        SqliteWriteException => new("state_not_saved", exception.Message, "What was acknowledged is kept. Then: pipeline resume"),
        MediaException { Code: MediaErrorCodes.FfmpegMissing or MediaErrorCodes.FfmpegFailed } media =>
            new(media.Code, media.Message, media.Hint, ExitCodes.Blocked),
        MediaException media => new(media.Code, media.Message, media.Hint),
        ProviderException => new("provider_failed", exception.Message),
        IOException or UnauthorizedAccessException => new("file_failed", exception.Message, "What was acknowledged is kept; an unfinished run goes on with: pipeline resume"),
        _ => new(
            "internal_error",
            $"This should not happen. {exception}",
            "What was acknowledged is kept; an unfinished run goes on with: pipeline resume"),
    };
}
