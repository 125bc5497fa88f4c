using System.CommandLine;
using FunctionsPipeline.Cli.Output;

namespace FunctionsPipeline.Cli.Commands;

/// <summary><c>init [DIR]</c>: puts a sample spec and prompts into a folder. Never overwrites.</summary>
internal static class InitCommand
{
    private static readonly string[] Samples = ["video-batch.yaml", "prompts.txt"];

    public static Command Create()
    {
        var folder = new Argument<string>("dir") { Description = "Where to; default: here.", DefaultValueFactory = _ => "." };
        var command = new Command("init", "Writes a sample spec and prompts to start from.") { folder };
        return command.Runs((environment, cancellationToken) =>
        {
            var target = Directory.CreateDirectory(environment.Arguments.GetRequiredValue(folder)).FullName;
            foreach (var name in Samples)
            {
                if (File.Exists(Path.Combine(target, name)))
                {
                    throw new CommandException("file_exists", $"{Path.Combine(target, name)} is already there; nothing was written.", "Name another folder: pipeline init DIR.");
                }
            }

            foreach (var name in Samples) File.Copy(DemoCommand.SamplePath(name), Path.Combine(target, name));
            if (environment.Terminal.IsJson) environment.Terminal.Json(new { folder = target, files = Samples });
            environment.Terminal.Line($"Wrote {string.Join(" and ", Samples)} to {target}.");
            environment.Terminal.Line($"Next: pipeline plan {Path.Combine(target, Samples[0])}");
            return Task.FromResult(ExitCodes.Ok);
        });
    }
}
