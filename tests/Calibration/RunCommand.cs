using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using FunctionsPipeline.Analysis;

namespace FunctionsPipeline.Calibration;

/// <summary><c>run</c>: the whole calibration. Makes training and test clips, fits on the one, measures on the other, writes the data and the tables.</summary>
internal static class RunCommand
{
    private const int TrainingSeed = 101;
    private const int TestSeed = 202;
    private static readonly JsonSerializerOptions Compact = new(JsonSerializerDefaults.Web);

    public static Command Create()
    {
        var repository = new Option<string>("--repository") { Description = "Root of the source tree to write into.", DefaultValueFactory = _ => RepositoryRoot() };
        var clips = new Option<string?>("--clips") { Description = "Folder for the clips; made clips there are used again. Default: artifacts/calibration." };
        var perCell = new Option<int>("--per-cell") { Description = "Series of each defect, and clean clips of each kind.", DefaultValueFactory = _ => 4 };
        var footage = new Option<string?>("--footage") { Description = "Folder with real footage for clean controls. Default: ../shared/media beside the source tree." };
        var detectors = new Option<string[]>("--detectors") { Description = "Only these.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
        detectors.AcceptOnlyFromAmong([.. DefectIds.All]);
        var controls = new Option<string[]>("--controls") { Description = "Only these clean clips.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
        var command = new Command("run", "Fits the operating points and writes the accuracy tables.") { repository, clips, perCell, footage, detectors, controls };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var root = Path.GetFullPath(arguments.GetValue(repository)!);
            var plan = new CalibrationPlan(
                root,
                arguments.GetValue(clips) ?? Path.Combine(root, "artifacts", "calibration"),
                arguments.GetValue(footage) ?? Path.Combine(root, "..", "shared", "media"),
                arguments.GetValue(perCell),
                arguments.GetValue(detectors)!,
                arguments.GetValue(controls)!);
            await RunAsync(plan, cancellationToken);
            return 0;
        });
        return command;
    }

    private static async Task RunAsync(CalibrationPlan plan, CancellationToken cancellationToken)
    {
        var pointsFile = Path.Combine(plan.Repository, "src", "Analysis", "Data", "operating-points.json");
        var training = await MeasureAsync(plan, "train", folder => [.. Painted(plan, folder, isTest: false), .. Injected(plan, folder, isTest: false)], cancellationToken);
        var points = OperatingPointTable.Read(pointsFile).Fit(training);
        points.Write(pointsFile);

        var test = points.Apply(await MeasureAsync(plan, "test", folder => [.. Painted(plan, folder, isTest: true)], cancellationToken));
        var other = points.Apply(await MeasureAsync(plan, "other", folder => [.. Injected(plan, folder, isTest: true)], cancellationToken));
        WriteAccuracy(plan, Reports([.. test, .. other]));
        var (reports, otherReports) = (Reports(test), Reports(other));
        var documentFile = Path.Combine(plan.Repository, "docs", "calibration.md");
        Directory.CreateDirectory(Path.GetDirectoryName(documentFile)!);
        await File.WriteAllTextAsync(documentFile, CalibrationDocument.Write(reports, otherReports, training, test, other, plan), cancellationToken);
        Console.WriteLine(ReportTables.Accuracy(reports));
        Console.WriteLine(ReportTables.Mistakes(reports));
        Console.WriteLine(ReportTables.Accuracy(otherReports));
        Console.WriteLine(ReportTables.Mistakes(otherReports));
        Console.WriteLine($"Wrote {pointsFile}, the detectors' accuracy beside it and {documentFile}. Build again to use them.");
    }

    private static List<DetectorReport> Reports(IReadOnlyList<ClipRun> runs) => [.. Evaluator.IdsOf(runs).Select(id => Evaluator.Report(id, runs))];

    private static IEnumerable<Func<ClipLabel>> Painted(CalibrationPlan plan, string folder, bool isTest) =>
        PaintedSet.Plans(isTest ? TestSeed : TrainingSeed, plan.PerCell, isTest, Defects(plan))
            .Where(clip => clip.Defect is not null || plan.Controls.Count == 0 || plan.Controls.Contains(clip.Control))
            .Select(clip => (Func<ClipLabel>)(() => ClipMaker.Make(clip, folder)))
            .Concat(FootageControls.Jobs(folder, plan.FootageFolder, isTest));

    /// <summary>Half as many series as painted ones: they come in two ways. They are of no control, so whoever asks for some gets none.</summary>
    private static IEnumerable<Func<ClipLabel>> Injected(CalibrationPlan plan, string folder, bool isTest) => plan.Controls.Count > 0
        ? []
        : InjectedSet.Jobs(folder, isTest ? TestSeed : TrainingSeed, (plan.PerCell + 1) / 2, Defects(plan), plan.FootageFolder);

    private static IReadOnlyCollection<string> Defects(CalibrationPlan plan) => plan.Detectors.Count == 0 ? DefectIds.All : plan.Detectors;

    private static async Task<IReadOnlyList<ClipRun>> MeasureAsync(
        CalibrationPlan plan, string name, Func<string, IReadOnlyList<Func<ClipLabel>>> jobsIn, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(plan.ClipFolder, name);
        if (!File.Exists(Path.Combine(folder, ClipLabel.FileName)))
        {
            var jobs = jobsIn(folder);
            Console.WriteLine($"Making {jobs.Count} clips in {folder}.");
            ClipSetWriter.Write(jobs, folder, cancellationToken);
        }

        Console.WriteLine($"Analysing the clips in {folder}.");
        return await ClipRunner.RunAsync([folder], plan.Detectors, cancellationToken);
    }

    /// <summary>Replaces the counts of the detectors that were run; the file has a line for each.</summary>
    private static void WriteAccuracy(CalibrationPlan plan, IReadOnlyList<DetectorReport> reports)
    {
        var file = Path.Combine(plan.Repository, "src", "Analysis", "Data", "detector-accuracy.json");
        var known = JsonSerializer.Deserialize<List<DetectorAccuracy>>(File.ReadAllText(file), Compact)!;
        var lines = known.Select(accuracy => reports.FirstOrDefault(report => report.Id == accuracy.DetectorId) is { } report
            ? new DetectorAccuracy(report.Id, report.Defective.Total, report.Defective.Found, report.Clean.Total, report.Clean.Found)
            : accuracy);
        var text = new StringBuilder("[\n");
        text.AppendJoin(",\n", lines.Select(line => string.Create(
            CultureInfo.InvariantCulture,
            $"  {{ \"detectorId\": \"{line.DetectorId}\", \"defectClips\": {line.DefectClips}, \"defectsDetected\": {line.DefectsDetected}, \"cleanClips\": {line.CleanClips}, \"cleanDetected\": {line.CleanDetected} }}")));
        File.WriteAllText(file, text.Append("\n]\n").ToString());
    }

    // The program lies in artifacts/publish/Calibration/release of the tree it was built from.
    private static string RepositoryRoot() => Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", ".."));
}

/// <summary>What a calibration is run on.</summary>
/// <param name="Repository">Root of the source tree.</param>
/// <param name="ClipFolder">Where the clips go.</param>
/// <param name="FootageFolder">Real footage; may be absent.</param>
/// <param name="PerCell">Series of each defect, and clean clips of each kind.</param>
/// <param name="Detectors">Only these; none for all.</param>
/// <param name="Controls">Only these clean clips; none for all.</param>
internal sealed record CalibrationPlan(
    string Repository, string ClipFolder, string FootageFolder, int PerCell, IReadOnlyCollection<string> Detectors, IReadOnlyCollection<string> Controls);
