using static FunctionsPipeline.Analysis.Tests.Pictures;

namespace FunctionsPipeline.Analysis.Tests.Detectors;

public sealed class SparkDetectorTests
{
    private static readonly Colour Emerald = new(60, 255, 130);
    private static readonly Colour Magenta = new(255, 60, 220);
    private static readonly Colour White = new(255, 255, 250);

    public static TheoryData<string> Colours => new("emerald", "magenta", "white");

    [Theory]
    [MemberData(nameof(Colours))]
    public async Task Sparks_are_found_where_they_are(string colour)
    {
        var result = await DetectAsync((frame, x, y) => Sparkling(frame, x, y, Still(x, y), 8, ColourOf(colour)));

        result.Detected.ShouldBeTrue();
        var box = result.Findings.MaxBy(finding => finding.Severity)!.Box.ShouldNotBeNull();
        // Sparks are put between (80, 40) and (130, 80).
        var across = Math.Min(box.X + box.Width, 130) - Math.Max(box.X, 80);
        var down = Math.Min(box.Y + box.Height, 80) - Math.Max(box.Y, 40);
        var common = Math.Max(0, across) * Math.Max(0, down);
        ((double)common / (50 * 40 + box.Width * box.Height - common)).ShouldBeGreaterThan(0.5);
    }

    [Fact]
    public async Task More_sparks_score_higher()
    {
        var scores = new List<double>();
        foreach (var sparks in new[] { 0, 1, 3, 9 })
        {
            scores.Add((await DetectAsync((frame, x, y) => Sparkling(frame, x, y, Still(x, y), sparks, Emerald))).Score);
        }

        scores.ShouldBeInOrder(SortDirection.Ascending);
        scores[0].ShouldBe(0);
        scores[^1].ShouldBeGreaterThan(0.5);
    }

    [Theory]
    [InlineData("a pan")]
    [InlineData("a shaking camera")]
    [InlineData("a bright ball that flies fast")]
    [InlineData("green balls that fly fast")]
    [InlineData("snow")]
    [InlineData("noise")]
    [InlineData("a lamp that comes on and stays")]
    [InlineData("a flash")]
    [InlineData("cuts")]
    public async Task Clean_scenes_do_not_sparkle(string scene)
    {
        (await DetectAsync(CleanScene(scene))).Detected.ShouldBeFalse();
    }

    private static Func<int, double, double, Colour> CleanScene(string scene) => scene switch
    {
        "a pan" => (frame, x, y) => Still(x + 3.3 * frame, y),
        "a shaking camera" => (frame, x, y) => Still(x + 4 * Math.Sin(2.1 * frame), y + 3 * Math.Cos(1.7 * frame)),
        "a bright ball that flies fast" => (frame, x, y) => Disc(x - (6 * frame - 20), y - (20 + 2 * frame), 4) ? White : Still(x, y),
        "green balls that fly fast" => (frame, x, y) => Disc((x - 9 * frame + 900) % 64 - 32, y - 40 - 20 * Math.Sin(0.4 * frame), 14) ? Emerald : Still(x, y),
        "snow" => (frame, x, y) => Disc((x + 7 * Math.Sin(y / 9)) % 24 - 12, (y - 3 * frame + 900) % 20 - 10, 1.5) ? White : Still(x, y),
        "noise" => (frame, x, y) => Grey(Texture(x, y) + ((int)x * 7919 + (int)y * 104729 + frame * 1299709) % 31),
        "a lamp that comes on and stays" => (frame, x, y) => frame > 20 && Disc(x - 90, y - 50, 4) ? White : Still(x, y),
        "a flash" => (frame, x, y) => frame is 20 or 21 ? White : Still(x, y),
        "cuts" => (frame, x, y) => frame / 8 % 2 == 0 ? Still(x, y) : Still(2 * y + 31, 3 * x),
        _ => throw new ArgumentOutOfRangeException(nameof(scene)),
    };

    private static Colour ColourOf(string name) => name switch { "emerald" => Emerald, "magenta" => Magenta, _ => White };

    private static Colour Still(double x, double y) => new(Texture(x, y), 0.9 * Texture(x + 40, y), 0.8 * Texture(x, y + 70));

    private static Colour Grey(double luma) => new(luma, luma, luma);

    private static bool Disc(double x, double y, double radius) => x * x + y * y <= radius * radius;

    /// <summary>Sparks that live for three frames each, at places drawn anew, between frames 12 and 36.</summary>
    private static Colour Sparkling(int frame, double x, double y, Colour behind, int sparks, Colour colour)
    {
        if (frame is < 12 or >= 36) return behind;
        for (var spark = 0; spark < sparks; spark++)
        {
            var life = (frame + spark) / 3;
            var draw = new Random(1000 * spark + life);
            if (Disc(x - 82 - 46 * draw.NextDouble(), y - 42 - 36 * draw.NextDouble(), 2)) return colour;
        }

        return behind;
    }

    private static Task<DetectorResult> DetectAsync(Func<int, double, double, Colour> colour) =>
        new Scene(48, colour, 192, 108).DetectAsync(new SparkDetector());
}
