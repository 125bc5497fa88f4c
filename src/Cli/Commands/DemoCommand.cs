using System.CommandLine;

namespace FunctionsPipeline.Cli.Commands;

/// <summary><c>demo</c>: a small batch that shows everything, without a key and without cost.</summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        var options = new RunOptions();
        var end = new EndOptions();
        var command = new Command("demo", "Runs a small batch against the built-in simulator (or a provider, when a key is set).");
        options.AddTo(command);
        end.AddTo(command);
        return command.Runs((environment, cancellationToken) => RunCommand.RunAsync(
            environment, WantedRun.Of(environment, SamplePath("video-batch.yaml"), options) with { IsNew = true }, end.Read(environment), cancellationToken));
    }

    /// <summary>A sample beside the program.</summary>
    public static string SamplePath(string name) => Path.Combine(AppContext.BaseDirectory, "samples", name);
}
