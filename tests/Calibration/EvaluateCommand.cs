using System.CommandLine;
using System.Text.Json;

namespace FunctionsPipeline.Calibration;

/// <summary><c>evaluate</c>: measures the detectors on labelled clips.</summary>
internal static class EvaluateCommand
{
    private static readonly JsonSerializerOptions JsonOptions = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static Command Create()
    {
        var clips = new Option<string[]>("--clips") { Description = "Folders made by make.", Required = true, AllowMultipleArgumentsPerToken = true };
        var detectors = new Option<string[]>("--detectors") { Description = "Only these.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
        var json = new Option<string?>("--json") { Description = "Write the reports there too." };
        var markdown = new Option<string?>("--markdown") { Description = "Write the tables there too." };
        var command = new Command("evaluate", "Measures the detectors on labelled clips.") { clips, detectors, json, markdown };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var runs = await ClipRunner.RunAsync(arguments.GetValue(clips)!, arguments.GetValue(detectors)!, cancellationToken);
            var reports = Evaluator.IdsOf(runs).Select(id => Evaluator.Report(id, runs)).ToList();
            var tables = $"{ReportTables.Accuracy(reports)}\nFalse finds on clean clips\n\n{ReportTables.Controls(reports)}\nCross-talk\n\n{ReportTables.CrossTalk(reports)}";
            Console.WriteLine(tables);
            Console.WriteLine(ReportTables.Mistakes(reports));
            if (arguments.GetValue(json) is { } jsonFile) await File.WriteAllTextAsync(jsonFile, JsonSerializer.Serialize(reports, JsonOptions), cancellationToken);
            if (arguments.GetValue(markdown) is { } markdownFile) await File.WriteAllTextAsync(markdownFile, tables, cancellationToken);
            return 0;
        });
        return command;
    }
}
