using System.Globalization;
using System.Text;

namespace FunctionsPipeline.Calibration;

/// <summary>Reports as tables in Markdown, which read well in a terminal too.</summary>
internal static class ReportTables
{
    private static readonly string[] AccuracyHeads =
    [
        "detector", "AUC 1", "AUC 2", "AUC 3", "AUC 4", "AUC 5", "AUC 3-5", "Spearman, series", "Spearman, all",
        "IoU, median", "IoU >= 0.5", "found, 3-5", "false, clean", "abstained",
    ];

    /// <summary>One line a detector.</summary>
    public static string Accuracy(IReadOnlyList<DetectorReport> reports) => Table(AccuracyHeads, reports.Select(report => (string[])
    [
        report.Id,
        .. report.AreaBySeverity.Select(Number),
        Number(report.AreaFromThree),
        Number(report.SpearmanOfSeries),
        Number(report.SpearmanPooled),
        Number(report.MedianOverlap),
        Percent(report.OverlapShare),
        report.Defective.ToString(),
        report.Clean.ToString(),
        $"{report.DefectiveAbstained} + {report.CleanAbstained}",
    ]));

    /// <summary>False finds by what the clean clips show.</summary>
    public static string Controls(IReadOnlyList<DetectorReport> reports)
    {
        var controls = reports.SelectMany(report => report.CleanByControl.Keys).Distinct(StringComparer.Ordinal).ToList();
        return Table(
            ["control", .. reports.Select(report => report.Id)],
            controls.Select(control => (string[])[control, .. reports.Select(report => Short(report.CleanByControl.GetValueOrDefault(control)))]));
    }

    /// <summary>How often a detector (column) fires on clips of another defect (line), severity 3 and above.</summary>
    public static string CrossTalk(IReadOnlyList<DetectorReport> reports)
    {
        var defects = reports.SelectMany(report => report.CrossTalk.Keys).Distinct(StringComparer.Ordinal).ToList();
        return Table(
            ["clips of", .. reports.Select(report => report.Id)],
            defects.Select(defect => (string[])[defect, .. reports.Select(report => report.Id == defect ? "" : Percent(report.CrossTalk.GetValueOrDefault(defect).Share))]));
    }

    /// <summary>What the detectors of motion find without being told that things should fall, clips abstained on left out.</summary>
    public static string Untold(IReadOnlyList<DetectorReport> reports) => Table(
        ["detector", "found, 3-5"],
        reports.Where(report => DefectIds.IsMotion(report.Id)).Select(report => (string[])[report.Id, report.Untold.ToString()]));

    /// <summary>The clips each detector was wrong about.</summary>
    public static string Mistakes(IReadOnlyList<DetectorReport> reports)
    {
        var text = new StringBuilder();
        foreach (var report in reports)
        {
            if (report.FalsePositives.Count > 0) text.AppendLine(CultureInfo.InvariantCulture, $"{report.Id}, false: {string.Join(", ", report.FalsePositives)}");
            if (report.Missed.Count > 0) text.AppendLine(CultureInfo.InvariantCulture, $"{report.Id}, missed: {string.Join(", ", report.Missed)}");
        }

        return text.ToString();
    }

    public static string Table(IReadOnlyList<string> heads, IEnumerable<string[]> lines)
    {
        var all = lines.Prepend([.. heads]).ToList();
        var widths = heads.Select((_, column) => all.Max(line => line[column].Length)).ToList();
        var text = new StringBuilder();
        foreach (var (line, number) in all.Select((line, number) => (line, number)))
        {
            text.Append("| ").AppendJoin(" | ", line.Select((cell, column) => cell.PadRight(widths[column]))).AppendLine(" |");
            if (number == 0) text.Append('|').AppendJoin('|', widths.Select(width => new string('-', width + 2))).AppendLine("|");
        }

        return text.ToString();
    }

    private static string Number(double? value) => value?.ToString("0.000", CultureInfo.InvariantCulture) ?? "-";

    private static string Percent(double? share) => share is { } value ? (100 * value).ToString("0", CultureInfo.InvariantCulture) + " %" : "-";

    private static string Short(Tally tally) => tally.Total == 0 ? "-" : $"{tally.Found}/{tally.Total}";
}
