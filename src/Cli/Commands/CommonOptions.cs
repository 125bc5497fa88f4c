using System.CommandLine;

namespace FunctionsPipeline.Cli.Commands;

/// <summary>Options every command understands.</summary>
internal static class CommonOptions
{
    public static readonly Option<string?> Home = new("--home")
    {
        Description = "Folder of runs and state (default ./outputs, or PIPELINE_HOME).", HelpName = "DIR", Recursive = true,
    };

    public static readonly Option<bool> Json = new("--json")
    {
        Description = "Print the result as one JSON object on stdout.", Recursive = true,
    };

    public static readonly Option<string?> SettingsFile = new("--config", "-c")
    {
        Description = "Read settings from this file (YAML) too, before ./pipeline.yaml.", HelpName = "FILE", Recursive = true,
    };

    public static readonly Option<string[]> EnvironmentFiles = new("--env-file")
    {
        Description = "Read NAME=value lines from this file too; may be given several times.", HelpName = "FILE", Recursive = true,
    };

    public static readonly Option<bool> NoProgressBar = new("--no-progress-bar")
    {
        Description = "Print progress as plain lines.", Recursive = true,
    };

    /// <summary>A run's id, or nothing for the latest.</summary>
    public static Argument<string?> RunId() => new("run-id")
    {
        Description = "Which run; the latest when left out.", Arity = ArgumentArity.ZeroOrOne,
    };
}
