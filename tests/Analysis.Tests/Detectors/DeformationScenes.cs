using static FunctionsPipeline.Analysis.Tests.Pictures;

namespace FunctionsPipeline.Analysis.Tests.Detectors;

/// <summary>Scenes in which nothing is deformed, for all detectors of deformation.</summary>
internal static class DeformationScenes
{
    public const int WidthPx = 160;
    public const int HeightPx = 120;
    public const int Frames = 48;

    public static TheoryData<string> CleanNames { get; } =
    [
        "a pan", "a zoom", "a turning camera", "a shaking camera", "a ball that passes", "a ball that swings", "a ball that comes to rest",
        "noise", "a fade", "more light", "cuts",
    ];

    public static Scene Clean(string name) => Of(name switch
    {
        "a pan" => (frame, x, y) => Texture(x + 2.3 * frame, y + 0.7 * frame),
        "a zoom" => (frame, x, y) => Texture((x - 80) * Math.Exp(-0.01 * frame), (y - 60) * Math.Exp(-0.01 * frame)),
        "a turning camera" => (frame, x, y) =>
        {
            var (sin, cos) = Math.SinCos(0.012 * frame);
            return Texture(cos * (x - 80) - sin * (y - 60), sin * (x - 80) + cos * (y - 60));
        },
        "a shaking camera" => (frame, x, y) => Texture(x + 3 * Math.Sin(1.1 * frame), y + 2 * Math.Cos(0.9 * frame)),
        "a ball that passes" => (frame, x, y) => Ball(x, y, 4 * frame - 20, 58, 20),
        "a ball that swings" => (frame, x, y) => Ball(x, y, 80 + 30 * Math.Sin(0.25 * frame), 60, 20),
        "a ball that comes to rest" => (frame, x, y) => Ball(x, y, 30 + 3 * Math.Min(frame, 30), 60, 20),
        "noise" => (frame, x, y) => Texture(x, y) + 12 * Noise(frame, x, y),
        "a fade" => (frame, x, y) => Texture(x + frame, y) * Math.Min(1, frame / 30.0),
        "more light" => (frame, x, y) => Texture(x, y) * (0.7 + 0.01 * frame),
        "cuts" => (frame, x, y) => frame / 12 % 2 == 0 ? Texture(x, y) : 0.5 * Texture(3 * y + 20, 2 * x),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    });

    /// <summary>Between -0.5 and 0.5, without any pattern: the bits of a number are mixed as in MurmurHash3.</summary>
    private static double Noise(int frame, int x, int y)
    {
        var bits = (uint)(((frame * HeightPx) + y) * WidthPx + x);
        bits = (bits ^ (bits >> 16)) * 0x85ebca6b;
        bits = (bits ^ (bits >> 13)) * 0xc2b2ae35;
        return (bits ^ (bits >> 16)) / (double)uint.MaxValue - 0.5;
    }

    public static Scene Of(Func<int, int, int, double> luma) => new(Frames, luma, WidthPx, HeightPx);

    /// <summary>Intersection over union of the most severe finding's box.</summary>
    public static double OverlapOfWorst(DetectorResult result, FrameBox truth)
    {
        var box = result.Findings.MaxBy(finding => finding.Severity)!.Box!;
        var width = Math.Min(box.X + box.Width, truth.X + truth.Width) - Math.Max(box.X, truth.X);
        var height = Math.Min(box.Y + box.Height, truth.Y + truth.Height) - Math.Max(box.Y, truth.Y);
        var shared = Math.Max(0, width) * (double)Math.Max(0, height);
        return shared / (box.Width * box.Height + truth.Width * truth.Height - shared);
    }
}
