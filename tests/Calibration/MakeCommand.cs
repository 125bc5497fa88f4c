using System.CommandLine;

namespace FunctionsPipeline.Calibration;

/// <summary><c>make</c>: writes a folder of labelled clips.</summary>
internal static class MakeCommand
{
    public static Command Create()
    {
        var folder = new Option<string>("--out") { Description = "Folder for the clips.", Required = true };
        var seed = new Option<int>("--seed") { Description = "Other seeds, other clips.", DefaultValueFactory = _ => 1 };
        var perCell = new Option<int>("--per-cell") { Description = "Series of each defect, and clean clips of each kind.", DefaultValueFactory = _ => 2 };
        var isTest = new Option<bool>("--test") { Description = "Take the textures of the test clips." };
        var defects = new Option<string[]>("--defects") { Description = "Only these.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [.. DefectIds.All] };
        var command = new Command("make", "Writes a folder of labelled clips.") { folder, seed, perCell, isTest, defects };
        command.SetAction((arguments, cancellationToken) =>
        {
            var plans = PaintedSet.Plans(arguments.GetValue(seed), arguments.GetValue(perCell), arguments.GetValue(isTest), arguments.GetValue(defects)!).ToList();
            ClipSetWriter.Write(plans, arguments.GetValue(folder)!, cancellationToken);
            return Task.FromResult(0);
        });
        return command;
    }
}
