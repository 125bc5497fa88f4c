using System.CommandLine;

namespace FunctionsPipeline.Calibration;

/// <summary><c>fit</c>: chooses operating points on labelled clips.</summary>
internal static class FitCommand
{
    public static Command Create()
    {
        var clips = new Option<string[]>("--clips") { Description = "Folders made by make.", Required = true, AllowMultipleArgumentsPerToken = true };
        var detectors = new Option<string[]>("--detectors") { Description = "Only these.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
        var points = new Option<string>("--points") { Description = "The operating-points.json to change.", Required = true };
        var command = new Command("fit", "Chooses operating points on labelled clips.") { clips, detectors, points };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var runs = await ClipRunner.RunAsync(arguments.GetValue(clips)!, arguments.GetValue(detectors)!, cancellationToken);
            var file = arguments.GetValue(points)!;
            OperatingPointTable.Read(file).Fit(runs).Write(file);
            return 0;
        });
        return command;
    }
}
