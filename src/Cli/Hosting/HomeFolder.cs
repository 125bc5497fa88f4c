using FunctionsPipeline.Cli.Output;

namespace FunctionsPipeline.Cli.Hosting;

/// <summary>The folder that holds everything: <c>durable.db</c>, <c>state.db</c>, <c>runs/</c>, <c>frame-jobs/</c>, <c>frame-results/</c>.</summary>
internal sealed record HomeFolder(string Path)
{
    /// <summary>The state database.</summary>
    public string StateDatabase => System.IO.Path.Combine(Path, "state.db");

    /// <summary>Folder of a run.</summary>
    public string RunFolder(string runId) => System.IO.Path.Combine(Path, "runs", runId);

    /// <summary>True when something was ever run here.</summary>
    public bool Exists => File.Exists(StateDatabase);

    /// <summary>Makes the folder if need be and proves that it can be written.</summary>
    /// <exception cref="CommandException">It cannot.</exception>
    public static HomeFolder OpenForWriting(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        try
        {
            // What lies in it are prompts and clips of one person.
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(full);
            else Directory.CreateDirectory(full, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            var probe = System.IO.Path.Combine(full, ".write-probe-" + Environment.ProcessId);
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
            return new HomeFolder(full);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(
                "home_not_writable",
                $"The home folder {full} cannot be written: {exception.Message} Nothing was started and no money was spent.",
                "Choose another with --home DIR.",
                ExitCodes.Error,
                exception);
        }
    }

    /// <summary>The folder of earlier runs, for commands that only read.</summary>
    /// <exception cref="CommandException">There is none.</exception>
    public static HomeFolder OpenForReading(string path)
    {
        var home = new HomeFolder(System.IO.Path.GetFullPath(path));
        return home.Exists
            ? home
            : throw new CommandException("home_empty", $"Nothing was run in {home.Path} yet.", "Start with: pipeline demo, or name another folder with --home DIR.");
    }
}
