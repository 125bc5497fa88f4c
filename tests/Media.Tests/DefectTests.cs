using FunctionsPipeline.Analysis;

namespace FunctionsPipeline.Media.Tests;

/// <summary>Defects put into encoded clips are found where they are, and clean clips are clean, at any quality.</summary>
public sealed class DefectTests(ClipFolder folder) : IClassFixture<ClipFolder>
{
    /// <summary>Time that both the defect and the finding cover, of the time that either does. Encoders blur the ends.</summary>
    private const double OverlapMin = 0.6;

    private const string Zoom = "mandelbrot=size=320x180:rate=24:end_scale=0.05";
    private const string Card = "testsrc2=size=320x180:rate=24";
    private const string Cells = "life=size=320x180:rate=24:seed=5:mold=10:ratio=0.1:death_color=#505070:life_color=#d0e0ff";

    public static TheoryData<string, int> Clean => Clips(18, 28, 38);

    public static TheoryData<string, int> Defective => Clips(18, 34);

    /// <summary>Without cells at the low quality: every cell changes with every frame, and the encoder smears the swing into that.</summary>
    public static TheoryData<string, int> Flickering => new() { { Zoom, 18 }, { Zoom, 34 }, { Card, 18 }, { Card, 34 }, { Cells, 18 } };

    [Theory]
    [MemberData(nameof(Clean))]
    public async Task A_clean_clip_has_no_defect_of_time_or_colour(string source, int quality)
    {
        var analysis = await AnalyzeAsync(source, "null", quality);

        analysis.Detectors.Where(detector => detector.Detected).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Defective))]
    public async Task A_freeze_is_found_where_it_is(string source, int quality)
    {
        // Frames 24 to 41 show frame 24.
        var analysis = await AnalyzeAsync(source, "loop=loop=18:size=1:start=24,setpts=N/24/TB", quality);

        ShouldBeFoundAt(analysis, "freeze", 1.0, 1.75);
    }

    [Theory]
    [MemberData(nameof(Flickering))]
    public async Task Flicker_is_found_where_it_is(string source, int quality)
    {
        // 6 Hz for a second and a half.
        var analysis = await AnalyzeAsync(source, "eq=brightness='if(between(t,0.5,2),0.04*sin(2*PI*6*t),0)':eval=frame", quality);

        ShouldBeFoundAt(analysis, "flicker", 0.5, 2.0);
    }

    [Theory]
    [InlineData(Card)]
    [InlineData(Zoom)]
    public async Task Repeated_frames_are_found_where_they_are(string source)
    {
        // Every fourth frame of the second second shows the one before it.
        var analysis = await AnalyzeAsync(source, "select='not(between(n,24,47)*not(mod(n,4)))',fps=24", 23);

        ShouldBeFoundAt(analysis, "duplicate", 1.0, 2.0);
    }

    [Theory]
    [InlineData(18)]
    [InlineData(30)]
    public async Task Displaced_red_and_blue_are_found(int quality)
    {
        var analysis = await AnalyzeAsync(Card, "rgbashift=rh=3:bh=-3", quality);

        analysis.Detectors.Single(detector => detector.Id == "chromatic-aberration").Detected.ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Defective))]
    public async Task Black_is_found_where_it_is(string source, int quality)
    {
        var analysis = await AnalyzeAsync(source, "drawbox=color=black:thickness=fill:enable='between(n,12,35)'", quality);

        ShouldBeFoundAt(analysis, "black", 0.5, 1.5);
    }

    private static TheoryData<string, int> Clips(params int[] qualities)
    {
        var clips = new TheoryData<string, int>();
        foreach (var source in new[] { Zoom, Card, Cells })
        {
            foreach (var quality in qualities) clips.Add(source, quality);
        }

        return clips;
    }

    private async Task<VideoAnalysis> AnalyzeAsync(string source, string filter, int quality)
    {
        var file = await folder.RunAsync(
            "clip.mp4", "-f", "lavfi", "-i", source, "-frames:v", "72", "-vf", filter, "-pix_fmt", "yuv420p",
            "-c:v", "libx264", "-preset", "veryfast", "-threads", "1", "-crf", $"{quality}");
        var limits = new DecodeLimits { HasChroma = true };
        await using var frames = await FfmpegFrameSource.OpenAsync(folder.Tool, file, limits, TimeProvider.System, CancellationToken.None);
        return await VideoAnalyzer.AnalyzeAsync(frames, CreateDetectors(source), CancellationToken.None);
    }

    /// <summary>
    /// Without sparks: in these patterns small bright things do come and go. Without aberration in the fractal, whose rings of red, green and
    /// blue lie one behind the other as fringes do; docs/analysis.md says so.
    /// </summary>
    private static IReadOnlyList<IDetector> CreateDetectors(string source)
    {
        IDetector[] detectors = [new FlickerDetector(), new FreezeDetector(), new DuplicateDetector(), new BlackDetector()];
        return source == Zoom ? detectors : [.. detectors, new ChromaticAberrationDetector()];
    }

    private static void ShouldBeFoundAt(VideoAnalysis analysis, string id, double startSeconds, double endSeconds)
    {
        var result = analysis.Detectors.Single(detector => detector.Detected);
        result.Id.ShouldBe(id);
        var finding = result.Findings.ShouldHaveSingleItem();
        var common = Math.Min(finding.EndSeconds, endSeconds) - Math.Max(finding.StartSeconds, startSeconds);
        var either = Math.Max(finding.EndSeconds, endSeconds) - Math.Min(finding.StartSeconds, startSeconds);
        (common / either).ShouldBeGreaterThan(OverlapMin, $"found from {finding.StartSeconds} s to {finding.EndSeconds} s");
    }
}
