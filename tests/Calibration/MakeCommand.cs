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
        var style = new Option<string>("--style") { Description = "a: painted; b: put on footage and ffmpeg's sources; footage: parts of the footage as clean clips.", DefaultValueFactory = _ => "a" };
        style.AcceptOnlyFromAmong("a", "b", "footage");
        var isTest = new Option<bool>("--test") { Description = "Take the textures (style a) or the parts (style footage) of the test clips." };
        var footage = new Option<string?>("--footage") { Description = "Folder with the real footage (styles b and footage)." };
        var defects = new Option<string[]>("--defects") { Description = "Only these.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [.. DefectIds.All] };
        defects.AcceptOnlyFromAmong([.. DefectIds.All]);
        var command = new Command("make", "Writes a folder of labelled clips.") { folder, seed, perCell, style, isTest, footage, defects };
        command.SetAction((arguments, cancellationToken) =>
        {
            var (to, start, count, wanted) = (arguments.GetValue(folder)!, arguments.GetValue(seed), arguments.GetValue(perCell), arguments.GetValue(defects)!);
            var jobs = arguments.GetValue(style) switch
            {
                "b" => InjectedSet.Jobs(to, start, count, wanted, arguments.GetValue(footage)),
                "footage" => FootageControls.Jobs(to, arguments.GetValue(footage), arguments.GetValue(isTest)),
                _ => PaintedSet.Plans(start, count, arguments.GetValue(isTest), wanted).Select(plan => (Func<ClipLabel>)(() => ClipMaker.Make(plan, to))),
            };
            ClipSetWriter.Write([.. jobs], to, cancellationToken);
            return Task.FromResult(0);
        });
        return command;
    }
}
