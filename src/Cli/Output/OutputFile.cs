using FunctionsPipeline.Pipelines.RunFolder;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Cli.Output;

/// <summary>A file that a run is written to, in the format that its ending says.</summary>
internal sealed class OutputFile
{
    private readonly string _format;

    private OutputFile(string path, string format) => (Path, _format) = (path, format);

    /// <summary>Absolute.</summary>
    public string Path { get; }

    /// <summary>Checks a path without touching what is there.</summary>
    /// <returns>Null and a problem in words when nothing can be written there.</returns>
    public static (OutputFile? File, string? Problem) Check(string path)
    {
        if (RunExports.FormatOf(path) is not { } format)
        {
            return (null, $"--output has '{path}', whose ending says no format; allowed are {string.Join(", ", RunExports.Endings)}.");
        }

        var full = System.IO.Path.GetFullPath(path);
        if (Directory.Exists(full)) return (null, $"--output has '{path}', which is a folder.");
        return Directory.Exists(System.IO.Path.GetDirectoryName(full))
            ? (new OutputFile(full, format), null)
            : (null, $"--output has '{path}', and its folder does not exist.");
    }

    /// <summary>Writes the file in one step: it is there whole, or as it was before.</summary>
    /// <exception cref="CommandException">It cannot be written.</exception>
    public async Task WriteAsync(RunRecord run, RunSummary summary, RunStores stores, CancellationToken cancellationToken)
    {
        var unfinished = $"{Path}.{Environment.ProcessId}.unfinished";
        try
        {
            await using (var file = new FileStream(unfinished, FileMode.Create, FileAccess.Write, FileShare.None, 64 * 1024))
            {
                await RunExports.WriteAsync(_format, run, summary, stores, file, cancellationToken);
                file.Flush(flushToDisk: true);
            }

            File.Move(unfinished, Path, overwrite: true);
        }
        catch (ArgumentException exception)
        {
            throw new CommandException("output_format", $"{exception.Message} The run itself is kept.", $"pipeline status {summary.RunId} -o FILE writes it at any time.", inner: exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(
                "output_not_written",
                $"{Path} could not be written: {exception.Message} The run itself is kept.",
                $"pipeline status {summary.RunId} -o FILE writes it at any time.",
                inner: exception);
        }
        finally
        {
            // Asked first: where nothing can be written, deleting may fail too and would hide why.
            if (File.Exists(unfinished)) File.Delete(unfinished);
        }
    }
}
