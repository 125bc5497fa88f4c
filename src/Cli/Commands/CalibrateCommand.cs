using System.CommandLine;
using FunctionsPipeline.Cli.Hosting;

namespace FunctionsPipeline.Cli.Commands;

/// <summary><c>calibrate</c>: makes clips with known defects, fits the detectors' operating points, and writes the accuracy tables.</summary>
internal static class CalibrateCommand
{
    private static readonly Option<string?> Repository = new("--repository")
    {
        Description = "Source tree to write into. Default: the one this was built from.", HelpName = "DIR",
    };

    private static readonly Option<string?> Clips = new("--clips")
    {
        Description = "Folder for the clips; clips that are there are used again. Default: artifacts/calibration.", HelpName = "DIR",
    };

    private static readonly Option<int?> PerCell = new("--per-cell") { Description = "Series of each defect, and clean clips of each kind.", HelpName = "N" };

    private static readonly Option<string?> Footage = new("--footage") { Description = "Folder with the real footage for clean controls.", HelpName = "DIR" };

    private static readonly Option<string[]> Detectors = new("--detectors")
    {
        Description = "Only these.", HelpName = "ID", AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<string[]> Controls = new("--controls")
    {
        Description = "Only these clean clips, for example pan.", HelpName = "NAME", AllowMultipleArgumentsPerToken = true,
    };

    public static Command Create() =>
        new Command("calibrate", "Makes the detectors' operating points and accuracy tables again; needs the source tree.")
        {
            Repository, Clips, PerCell, Footage, Detectors, Controls,
        }.Runs(CalibrateAsync);

    private static Task<int> CalibrateAsync(CommandEnvironment environment, CancellationToken cancellationToken)
    {
        var arguments = new List<string> { "run" };
        foreach (Option option in new Option[] { Repository, Clips, PerCell, Footage, Detectors, Controls })
        {
            // As they were typed: the program checks them itself.
            if (environment.Arguments.GetResult(option) is not { Implicit: false } given) continue;
            arguments.Add(option.Name);
            arguments.AddRange(given.Tokens.Select(token => token.Value));
        }

        return CalibrationProcess.RunAsync(arguments, cancellationToken);
    }
}
