using System.CommandLine;
using System.Text.Json;

namespace FunctionsPipeline.Calibration;

/// <summary><c>evaluate</c>: measures the detectors on labelled clips.</summary>
internal static class EvaluateCommand
{
    private static readonly JsonSerializerOptions JsonOptions = new(JsonSerializerDefaults.Web) { WriteIndented = true };
    private static readonly JsonSerializerOptions Compact = new(JsonSerializerDefaults.Web);

    public static Command Create()
    {
        var clips = new Option<string[]>("--clips") { Description = "Folders made by make.", Required = true, AllowMultipleArgumentsPerToken = true };
        var detectors = new Option<string[]>("--detectors") { Description = "Only these.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
        var json = new Option<string?>("--json") { Description = "Write the reports there too." };
        var markdown = new Option<string?>("--markdown") { Description = "Write the tables there too." };
        var severities = new Option<int[]>("--severities") { Description = "Of the defective clips only those of these severities.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
        var controls = new Option<string[]>("--controls") { Description = "Of the clean clips only these kinds.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
        var results = new Option<string?>("--results") { Description = "Write what was found in every clip there, a line of JSON a clip." };
        var command = new Command("evaluate", "Measures the detectors on labelled clips.") { clips, detectors, severities, controls, json, markdown, results };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var runs = await ClipRunner.RunAsync(
                arguments.GetValue(clips)!, arguments.GetValue(detectors)!, label => IsWanted(label, arguments.GetValue(severities)!, arguments.GetValue(controls)!), cancellationToken);
            var reports = Evaluator.IdsOf(runs).Select(id => Evaluator.Report(id, runs)).ToList();
            var tables = $"{ReportTables.Accuracy(reports)}\nFalse finds on clean clips\n\n{ReportTables.Controls(reports)}\nCross-talk\n\n{ReportTables.CrossTalk(reports)}";
            Console.WriteLine(tables);
            Console.WriteLine(ReportTables.Mistakes(reports));
            if (arguments.GetValue(json) is { } jsonFile) await File.WriteAllTextAsync(jsonFile, JsonSerializer.Serialize(reports, JsonOptions), cancellationToken);
            if (arguments.GetValue(markdown) is { } markdownFile) await File.WriteAllTextAsync(markdownFile, tables, cancellationToken);
            if (arguments.GetValue(results) is { } resultFile) await File.WriteAllLinesAsync(resultFile, runs.Select(run => JsonSerializer.Serialize(run, Compact)), cancellationToken);
            return 0;
        });
        return command;
    }

    private static bool IsWanted(ClipLabel label, int[] severities, string[] controls) => label.Defect is null
        ? controls.Length == 0 || controls.Contains(label.Control)
        : severities.Length == 0 || severities.Contains(label.Severity);
}
