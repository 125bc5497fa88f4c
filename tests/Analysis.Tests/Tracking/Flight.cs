namespace FunctionsPipeline.Analysis.Tests.Tracking;

/// <summary>
/// A scene of things that move over a texture, made in memory. Places are picture heights from the top left corner, times are seconds, so
/// that one scene can be shown at any size and rate.
/// </summary>
internal sealed class Flight
{
    private readonly List<Thing> _things = [];

    public int WidthPx { get; init; } = 320;

    public int HeightPx { get; init; } = 180;

    public double FramesPerSecond { get; init; } = 24;

    public double Seconds { get; init; } = 1.5;

    /// <summary>Deviation of the grain, luma levels.</summary>
    public double Noise { get; init; }

    /// <summary>Where the picture's corner is in the world, in heights.</summary>
    public Func<double, (double X, double Y)> Camera { get; init; } = _ => (0, 0);

    /// <summary>How bright the light is, 1 for as painted.</summary>
    public Func<double, double> Light { get; init; } = _ => 1;

    /// <summary>Adds a thing. Later ones are in front.</summary>
    public Flight With(Func<double, (double X, double Y)> at, double radius = 0.05, bool isBox = false, double luma = 225)
    {
        _things.Add(new Thing(at, radius, isBox, luma));
        return this;
    }

    public Scene ToScene()
    {
        var frames = (int)Math.Round(Seconds * FramesPerSecond);
        return new Scene(frames, Luma, WidthPx, HeightPx, FramesPerSecond);
    }

    /// <summary>What a detector says of the scene.</summary>
    public async Task<DetectorResult> DetectAsync(string id, bool isBallistic)
    {
        var detectors = DetectorCatalog.CreateAll(isBallistic ? [DetectorCatalog.Ballistic] : []).OfType<TrajectoryDetector>().ToList();
        var analysis = await VideoAnalyzer.AnalyzeAsync(ToScene(), detectors, CancellationToken.None);
        return analysis.Detectors.Single(result => result.Id == id);
    }

    private double Luma(int frame, int pixelX, int pixelY)
    {
        var seconds = frame / FramesPerSecond;
        var (cameraX, cameraY) = Camera(seconds);
        var (x, y) = (pixelX + cameraX * HeightPx, pixelY + cameraY * HeightPx);
        var luma = Pictures.Texture(x, y);
        foreach (var thing in _things)
        {
            var (centreX, centreY) = thing.At(seconds);
            var (awayX, awayY) = (Math.Abs(x - centreX * HeightPx), Math.Abs(y - centreY * HeightPx));
            var away = thing.IsBox ? Math.Max(awayX, awayY) : Math.Sqrt(awayX * awayX + awayY * awayY);
            var share = Math.Clamp(thing.Radius * HeightPx + 0.5 - away, 0, 1);
            if (share == 0) continue;
            var pattern = 12 * Math.Sin(0.9 * (x - centreX * HeightPx)) * Math.Sin(0.7 * (y - centreY * HeightPx));
            luma = share * (thing.Luma + pattern) + (1 - share) * luma;
        }

        return luma * Light(seconds) + Noise * Grain(frame, pixelX, pixelY);
    }

    /// <summary>Nearly normal numbers of deviation 1 that depend on the place alone.</summary>
    private static double Grain(int frame, int x, int y)
    {
        var sum = 0.0;
        for (var i = 0u; i < 3; i++)
        {
            var hash = (uint)frame * 2654435761u + (uint)x * 2246822519u + (uint)y * 3266489917u + i * 668265263u;
            hash = (hash ^ (hash >> 15)) * 2246822519u;
            hash = (hash ^ (hash >> 13)) * 3266489917u;
            sum += (hash >> 8) / (double)(1 << 24) - 0.5;
        }

        return 2 * sum;
    }

    private sealed record Thing(Func<double, (double X, double Y)> At, double Radius, bool IsBox, double Luma);
}
