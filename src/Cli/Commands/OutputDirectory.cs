using System.CommandLine;
using FunctionsPipeline.Cli.Output;

namespace FunctionsPipeline.Cli.Commands;

/// <summary><c>--output-dir DIR</c>: what a run gave, copied out of its folder once it has ended.</summary>
/// <param name="what">What is copied, for the help.</param>
/// <param name="pattern">Which files of the run's folder, at any depth.</param>
/// <param name="folder">The folder below the run's that they lie in, which is kept; null for the run's own.</param>
internal sealed class OutputDirectory(string what, string pattern, string? folder)
{
    private readonly Option<string?> _option = new("--output-dir") { Description = $"Copy {what} there too.", HelpName = "DIR" };

    /// <summary>Adds the flag.</summary>
    public void AddTo(Command command) => command.Options.Add(_option);

    /// <summary>Copies, where the flag was given. Each file is there whole or not at all, also when the copying is cut short.</summary>
    public Task CopyAsync(CommandEnvironment environment, string runFolder)
    {
        if (environment.Arguments.GetValue(_option) is not { } directory) return Task.CompletedTask;

        try
        {
            var source = folder is null ? runFolder : Path.Combine(runFolder, folder);
            var depth = folder is null ? SearchOption.TopDirectoryOnly : SearchOption.AllDirectories;
            foreach (var file in Directory.EnumerateFiles(source, pattern, depth))
            {
                var target = Path.Combine(directory, Path.GetRelativePath(runFolder, file));
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                var unfinished = target + ".unfinished";
                File.Copy(file, unfinished, overwrite: true);
                File.Move(unfinished, target, overwrite: true);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandException("output_not_written", $"The results could not be copied to {directory}: {exception.Message} The run itself is kept in {runFolder}.", null, inner: exception);
        }

        environment.Terminal.Message($"Results copied to {Path.Combine(directory, folder ?? "")}");
        return Task.CompletedTask;
    }
}
