using System.Globalization;
using Xunit.Abstractions;

namespace FunctionsPipeline.Analysis.Tests.Stills;

/// <summary>
/// How well each check tells spoilt pictures from clean ones: 20 painted pictures, each spoilt at 5 severities. <c>docs/stills.md</c> has
/// the table that the test prints.
/// </summary>
public sealed class StillAccuracyTests(ITestOutputHelper output)
{
    private const int Pictures = 20;
    private const double Threshold = 0.65;
    private const double AreaMin = 0.95;

    private static readonly PaintedStill[] Painted = [.. Enumerable.Range(0, Pictures + 1).Select(seed => PaintedStill.Of(seed, 208, 176))];
    private static readonly PictureHash[] Hashes = [.. Painted.Select(still => PictureHash.Of(still.Take())!.Value)];

    // Compared with another picture: what a picture is that repeats none.
    private static readonly StillReport[] Clean = [.. Enumerable.Range(0, Pictures).Select(seed => Painted[seed].Check(Hashes[seed + 1]))];

    private static readonly double[] Blurs = [0.7, 1.2, 2, 3, 5];
    private static readonly double[] Darkenings = [0.6, 0.4, 0.25, 0.15, 0.07];
    private static readonly double[] Gains = [1.5, 2, 3, 5, 10];
    private static readonly double[] Contrasts = [0.6, 0.4, 0.3, 0.2, 0.1];
    private static readonly double[] Steps = [3, 6, 10, 16, 24];
    private static readonly double[] Noises = [2, 4, 8, 16, 32];
    private static readonly double[] Cuts = [0.08, 0.04, 0.02, 0.01, 0];

    /// <summary>The defect, the check that is to see it, and the severity from which it must.</summary>
    public static TheoryData<string, string, int> Defects => new()
    {
        { "blur", "sharpness", 3 },
        { "too dark", "exposure", 2 },
        { "too bright", "exposure", 2 },
        { "stretched levels", "clipping", 3 },
        { "washed out", "contrast", 2 },
        { "posterised", "banding", 2 },
        { "grain", "noise", 2 },
        { "shown before", "duplicate", 3 },
    };

    [Theory]
    [MemberData(nameof(Defects))]
    public void A_defect_is_told_from_clean_pictures_from_a_stated_severity_on(string defect, string check, int fromSeverity)
    {
        var clean = Clean.Select(report => Badness(report, check)).ToArray();
        var areas = new double[5];
        var passed = new int[5];
        for (var severity = 1; severity <= areas.Length; severity++)
        {
            var reports = Enumerable.Range(0, Pictures).Select(seed => Spoil(defect, severity, seed).Check(Hashes[check == "duplicate" ? seed : seed + 1])).ToArray();
            areas[severity - 1] = RocCurve.Area([.. reports.Select(report => Badness(report, check))], clean);
            passed[severity - 1] = reports.Count(report => report.Score >= Threshold);
        }

        var figures = string.Join(" | ", areas.Select(area => area.ToString("0.000", CultureInfo.InvariantCulture)));
        output.WriteLine($"| {defect} | `{check}` | {figures} | {string.Join(", ", passed)} |");
        areas.Skip(fromSeverity - 1).ShouldAllBe(area => area >= AreaMin);

        // Bands alone ruin no picture.
        if (check != "banding") passed[4].ShouldBe(0);
    }

    [Fact]
    public void Clean_pictures_pass()
    {
        output.WriteLine($"clean: lowest {Clean.Min(report => report.Score):0.000}, mean {Clean.Average(report => report.Score):0.000}");
        Clean.ShouldAllBe(report => report.Score >= Threshold);
    }

    /// <summary>0 where nothing was found or nothing could be measured.</summary>
    private static double Badness(StillReport report, string check) => 1 - (report.Checks.Single(one => one.Name == check).Score ?? 1);

    private static PaintedStill Spoil(string defect, int severity, int seed)
    {
        var still = Painted[seed];
        var at = severity - 1;
        return defect switch
        {
            "blur" => still.Blurred(Blurs[at]),
            "too dark" => still.Mapped(level => level * Darkenings[at]),
            "too bright" => still.Mapped(level => 255 - ((255 - level) * Darkenings[at])),
            "stretched levels" => still.Mapped(level => 128 + ((level - 128) * Gains[at])),
            "washed out" => still.Mapped(level => 128 + ((level - 128) * Contrasts[at])),
            "posterised" => still.Mapped(level => Math.Round(level / Steps[at]) * Steps[at]),
            "grain" => still.Noisy(Noises[at], seed + 1000),
            "shown before" => still.Resized(176, 150, Cuts[at]),
            _ => throw new ArgumentOutOfRangeException(nameof(defect), defect, "There is no such defect."),
        };
    }
}
