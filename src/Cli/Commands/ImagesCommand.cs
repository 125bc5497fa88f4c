using System.CommandLine;
using FunctionsPipeline.Cli.Output;

namespace FunctionsPipeline.Cli.Commands;

/// <summary><c>images --input-file FILE</c>: iterates images against a judge and keeps the best.</summary>
internal static class ImagesCommand
{
    public static Command Create()
    {
        var outputDirectory = new Option<string?>("--output-dir") { Description = "Copy the results there too: a folder a prompt, as under results/ in the run's folder.", HelpName = "DIR" };
        var command = new InputCommand("images", "prompts", "Makes images, has them judged, betters the prompts by what failed, and keeps the best.")
            .Field(new Option<double?>("--target-score") { Description = "Score at which a prompt is done (field targetScore).", HelpName = "SHARE" }, "targetScore")
            .Field(new Option<int?>("--iterations") { Description = "Images of a prompt at most (field iterationsMax).", HelpName = "N" }, "iterationsMax")
            .Field(new Option<int?>("--baseline") { Description = "So many parallel samples at equal cost instead of iterations (field baseline).", HelpName = "N" }, "baseline")
            .Field(new Option<string?>("--aspect-ratio") { Description = "Shape of the images, such as 16:9 (field aspectRatio).", HelpName = "W:H" }, "aspectRatio")
            .List("--image-model", "images", "Makers of images, the preferred one first")
            .List("--judge", "judges", "Models that judge, the preferred one first")
            .Create((environment, runFolder) => CopyAsync(environment, runFolder, environment.Arguments.GetValue(outputDirectory)));
        command.Options.Add(outputDirectory);
        return command;
    }

    /// <summary>Each file is there whole or not at all, also when the copying is cut short.</summary>
    private static Task CopyAsync(CommandEnvironment environment, string runFolder, string? outputDirectory)
    {
        if (outputDirectory is null) return Task.CompletedTask;

        var source = Path.Combine(runFolder, "results");
        try
        {
            foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
            {
                var target = Path.Combine(outputDirectory, "results", Path.GetRelativePath(source, file));
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                var unfinished = target + ".unfinished";
                File.Copy(file, unfinished, overwrite: true);
                File.Move(unfinished, target, overwrite: true);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandException("output_not_written", $"The results could not be copied to {outputDirectory}: {exception.Message} The run itself is kept in {runFolder}.", null, inner: exception);
        }

        environment.Terminal.Message($"Results copied to {Path.Combine(outputDirectory, "results")}");
        return Task.CompletedTask;
    }
}
