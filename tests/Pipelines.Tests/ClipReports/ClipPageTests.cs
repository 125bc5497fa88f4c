using FunctionsPipeline.Analysis;
using FunctionsPipeline.Pipelines.ClipReports;

namespace FunctionsPipeline.Pipelines.Tests.ClipReports;

public sealed class ClipPageTests
{
    private static readonly DetectorFinding Finding = new(1, 2, 0.8, new FrameBox(40, 20, 30, 50))
    {
        PeakSeconds = 1.4,
        Heat = new HeatMap(2, 1, [0, 255]),
    };

    private static readonly DetectorResult Warping = DetectorResult.Measured("warping", 0.9, [Finding]) with
    {
        Series = [new SeriesPoint(0, 0), new SeriesPoint(1.4, 12.5), new SeriesPoint(3, 0)],
    };

    [Fact]
    public void A_finding_is_shown_with_its_picture_its_box_and_its_heat()
    {
        var page = Render([Warping], new FindingPicture("warping", Finding, [1, 2, 3]));

        page.ShouldContain("src=\"data:image/jpeg;base64,AQID\"");
        page.ShouldContain("class=\"box\" x=\"40\" y=\"20\" width=\"30\" height=\"50\"");
        page.ShouldContain("class=\"heat\" x=\"80\" y=\"0\" width=\"80\" height=\"120\"");
        page.ShouldContain("at 1.4 s, severity 80%");
    }

    [Fact]
    public void A_detectors_series_is_plotted_with_what_it_found()
    {
        var page = Render([Warping]);

        page.ShouldContain("<path class=\"line\" d=\"M0 57L350 3L750 57\"/>");
        page.ShouldContain("<rect class=\"range\" x=\"250\" y=\"0\" width=\"250\"");
    }

    [Fact]
    public void A_detector_that_could_not_measure_says_why()
    {
        var page = Render([DetectorResult.Abstain("zero-gravity", "the prompt does not say what falls")]);

        page.ShouldContain("Not measured: the prompt does not say what falls.");
        page.ShouldContain("No detector could measure this video");
        page.ShouldContain("not measured</p>");
    }

    [Fact]
    public void Every_point_taken_off_is_named()
    {
        Render([Warping]).ShouldContain("<li><span>warping</span><b>−54</b></li>");
    }

    [Fact]
    public void A_file_name_cannot_become_markup()
    {
        var page = ClipPage.Render(Report([Warping], []) with { Name = "<script>alert(1)</script>.mp4", ClipPath = "javascript:alert(1)" });

        page.ShouldNotContain("<script");
        page.ShouldNotContain("javascript:alert");
    }

    [Fact]
    public void The_page_loads_nothing_from_elsewhere()
    {
        var page = Render([Warping], new FindingPicture("warping", Finding, [1]));

        page.ShouldNotContain("http:");
        page.ShouldNotContain("https:");
        page.ShouldNotContain("src=\"//");
    }

    private static string Render(IReadOnlyList<DetectorResult> detectors, params FindingPicture[] pictures) => ClipPage.Render(Report(detectors, pictures));

    private static ClipReport Report(IReadOnlyList<DetectorResult> detectors, IReadOnlyList<FindingPicture> pictures) => new()
    {
        Name = "clip.mp4",
        ClipPath = "clip.mp4",
        Analysis = new VideoAnalysis
        {
            Frames = 100,
            DurationSeconds = 4,
            FramesPerSecond = 25,
            Width = 160,
            Height = 120,
            MeanLuma = 100,
            MeanDifference = 3,
            Sharpness = 50,
            Detectors = detectors,
        },
        Scores = VideoScoring.Score(detectors),
        Device = "cpu",
        Expects = [],
        Pictures = pictures,
    };
}
