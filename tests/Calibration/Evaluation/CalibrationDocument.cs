using System.Globalization;

namespace FunctionsPipeline.Calibration;

/// <summary>The page <c>docs/calibration.md</c>.</summary>
internal static class CalibrationDocument
{
    public static string Write(
        IReadOnlyList<DetectorReport> reports,
        IReadOnlyList<DetectorReport> otherReports,
        IReadOnlyList<ClipRun> training,
        IReadOnlyList<ClipRun> test,
        IReadOnlyList<ClipRun> other,
        CalibrationPlan plan)
    {
        var otherText = other.Count == 0
            ? "None in this run."
            : $"{Count(other)}: defects put on parts of real footage and on ffmpeg's synthetic sources, most of them by ffmpeg's own filters. None of them was used to choose a number; clips of this kind with other seeds are among those that the operating points were fitted on.\n\n{ReportTables.Accuracy(otherReports)}";
        var footage = test.Count(run => run.Label.Control == "footage");
        var footageText = footage > 0
            ? $"{footage} of the clean test clips are parts of real footage."
            : "**The real footage was absent in this run**: no control is real.";
        return $"""
            # How well the detectors do

            Written by `./pipeline calibrate`; do not edit. The numbers are data: the operating points are in `src/Analysis/Data/operating-points.json`, the counts that attribution corrects by in `src/Analysis/Data/detector-accuracy.json`.

            ## What was measured
            {Count(training)} to fit the operating points, {Count(test)} to measure, {plan.PerCell} series of each defect in both. Training and test clips have different seeds and different textures; no test clip was used to choose a number. {footageText}

            The generator (`tests/Calibration`) paints scenes (objects, textures, pan, zoom, shake, rotation, occlusion, cuts, fades, light, text, foliage, water, falling and carried things; crf 18 to 38, 8 to 60 frames a second, 180 to 1080 lines) and spoils them at severity 1 (hardly visible) to 5 (blatant). The true box is where the spoilt picture differs visibly from the clean one; for motion, the object's path. Detectors of motion are judged on clips whose prompt is said to expect falling things.

            **Operating point**: *quiet* is the measure that at most {Percent(OperatingPointFit.FalseShareMax)} of the clean training clips exceed, *loud* the one that {Percent(OperatingPointFit.FoundShare)} of the training clips of severity 3 and above reach. The threshold is their geometric mean, or {1.05.ToString(CultureInfo.InvariantCulture)} times quiet where they cross; it is raised where clean clips that are in no set here are louder (sparks, texture bleed, warping).

            ## Accuracy
            AUC: against all clean test clips, a clip abstained on counting as score 0. Spearman: score and severity within a series (mean) and over all clips. IoU: the most severe finding's box against the true one (at its peak or over its time), severity 4 and 5, local defects. *Found* and *false* are counts at the operating point without the clips abstained on, with Wilson's 95 % interval. *Abstained*: defective + clean clips.

            {ReportTables.Accuracy(reports)}
            ## On another kind of clips
            {otherText}

            ## Motion without being told
            Every fourth series of gravity inversion and momentum violation does not say that things should fall; a detector may then only report what no unforced body does.

            {ReportTables.Untold(reports)}
            ## False finds by control
            {ReportTables.Controls(reports)}
            ## Cross-talk
            How often a detector fires on clips of another defect, severity 3 and above. Some of it is right: a frozen stretch is made of repeated frames.

            {ReportTables.CrossTalk(reports)}
            """;
    }

    private static string Count(IReadOnlyList<ClipRun> runs) =>
        $"{runs.Count} clips ({runs.Count(run => run.Label.Defect is null)} clean)";

    private static string Percent(double share) => (100 * share).ToString("0.#", CultureInfo.InvariantCulture) + " %";
}
