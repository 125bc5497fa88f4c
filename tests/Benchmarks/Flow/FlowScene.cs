namespace FunctionsPipeline.Benchmarks.Flow;

/// <summary>Luma at a place.</summary>
internal delegate double Texture(double x, double y);

/// <summary>A map of the plane: where a point of the first picture is in the second.</summary>
internal readonly record struct PlaneMotion(double A, double B, double C, double D, double E, double F)
{
    public static PlaneMotion Shift(double x, double y) => new(1, 0, x, 0, 1, y);

    /// <summary>A turn and zoom around a point.</summary>
    public static PlaneMotion TurnAndZoom(double degrees, double scale, double centreX, double centreY)
    {
        var (sine, cosine) = Math.SinCos(degrees * Math.PI / 180);
        var (a, b) = (scale * cosine, scale * sine);
        return new PlaneMotion(a, -b, centreX - a * centreX + b * centreY, b, a, centreY - b * centreX - a * centreY);
    }

    public (double X, double Y) Of(double x, double y) => (A * x + B * y + C, D * x + E * y + F);

    public PlaneMotion Inverse()
    {
        var scale = 1 / (A * E - B * D);
        var (a, b, d, e) = (E * scale, -B * scale, -D * scale, A * scale);
        return new PlaneMotion(a, b, -(a * C + b * F), d, e, -(d * C + e * F));
    }
}

/// <summary>A disc in front of the background, with a motion of its own.</summary>
internal sealed record Disc(double CentreX, double CentreY, double Radius, Texture Texture, PlaneMotion Motion);

/// <summary>Two frames of 1920 x 1080 halved to 960 x 540, and the true motion of each pixel of the first.</summary>
internal sealed class FlowScene
{
    public const int WidthPx = 960;
    public const int HeightPx = 540;

    private const int NoiseSeed = 11;

    private readonly Texture _background;
    private readonly PlaneMotion _motion;
    private readonly Disc[] _discs;

    public FlowScene(string name, Texture background, PlaneMotion motion, double noise = 0, params Disc[] discs)
    {
        (Name, _background, _motion, _discs) = (name, background, motion, discs);
        First = Draw(isSecond: false, noise, new Random(NoiseSeed));
        Second = Draw(isSecond: true, noise, new Random(NoiseSeed + 1));
    }

    public string Name { get; }

    public byte[] First { get; }

    public byte[] Second { get; }

    /// <summary>The scenes of the benchmark. Motions are in pixels of the full-size frame.</summary>
    public static IReadOnlyList<FlowScene> All()
    {
        var one = new FlowTexture(1);
        var other = new FlowTexture(2);
        return
        [
            new("pan 1.3 px, natural", one.Natural, PlaneMotion.Shift(1.3, 0.6)),
            new("pan 13 px, natural", one.Natural, PlaneMotion.Shift(12.4, -4.7)),
            new("pan 48 px, natural, noise", one.Natural, PlaneMotion.Shift(-45.2, 16.1), noise: 2),
            new("pan 7 px, grain", one.Grain, PlaneMotion.Shift(6.3, 3.1)),
            new("pan 9 px, bricks", one.Bricks, PlaneMotion.Shift(8.7, -2.2)),
            new("pan 11 px, soft, noise", one.Soft, PlaneMotion.Shift(10.3, 3.9), noise: 1),
            new("zoom 3 %, natural", one.Natural, PlaneMotion.TurnAndZoom(0, 1.03, 960, 540)),
            new("turn 1.5 degrees, natural", one.Natural, PlaneMotion.TurnAndZoom(1.5, 1, 960, 540)),
            new(
                "discs over a pan", one.Natural, PlaneMotion.Shift(-6.2, 1.4), 0,
                new Disc(420, 500, 170, other.Natural, PlaneMotion.Shift(14.3, 5.2)),
                new Disc(1400, 420, 120, other.Grain, PlaneMotion.Shift(-21.7, 8.8)),
                new Disc(1000, 840, 90, other.Natural, PlaneMotion.Shift(3.5, -18.6))),
            new(
                "discs over a still", one.Bricks, PlaneMotion.Shift(0, 0), 1,
                new Disc(500, 400, 140, other.Natural, PlaneMotion.Shift(9.6, -7.1)),
                new Disc(1350, 650, 200, other.Soft, PlaneMotion.TurnAndZoom(3, 1.02, 1350, 650))),
        ];
    }

    /// <summary>Where what is at a pixel of the first picture lies in the second, in pixels of 960 x 540.</summary>
    public (double X, double Y) TruthAt(int column, int row)
    {
        // Centres of halved pixels in full-size coordinates, and back.
        var (x, y) = (2 * column + 0.5, 2 * row + 0.5);
        var motion = _motion;
        foreach (var disc in _discs)
        {
            if (Contains(disc, x, y)) motion = disc.Motion;
        }

        var (thereX, thereY) = motion.Of(x, y);
        return ((thereX - x) / 2, (thereY - y) / 2);
    }

    private static bool Contains(Disc disc, double x, double y)
    {
        var (fromX, fromY) = (x - disc.CentreX, y - disc.CentreY);
        return fromX * fromX + fromY * fromY <= disc.Radius * disc.Radius;
    }

    private byte[] Draw(bool isSecond, double noise, Random random)
    {
        var motion = _motion.Inverse();
        var discs = _discs.Select(disc => (Disc: disc, Inverse: disc.Motion.Inverse())).ToArray();
        double At(double x, double y)
        {
            for (var index = discs.Length - 1; index >= 0; index--)
            {
                var (fromX, fromY) = isSecond ? discs[index].Inverse.Of(x, y) : (x, y);
                if (Contains(discs[index].Disc, fromX, fromY)) return discs[index].Disc.Texture(fromX, fromY);
            }

            var (thereX, thereY) = isSecond ? motion.Of(x, y) : (x, y);
            return _background(thereX, thereY);
        }

        var pixels = new byte[WidthPx * HeightPx];
        for (var row = 0; row < HeightPx; row++)
        {
            for (var column = 0; column < WidthPx; column++)
            {
                var (x, y) = (2 * column, 2 * row);
                var luma = (At(x, y) + At(x + 1, y) + At(x, y + 1) + At(x + 1, y + 1)) / 4;
                if (noise > 0) luma += noise * Normal(random);
                pixels[row * WidthPx + column] = (byte)Math.Clamp(Math.Round(luma), 0, 255);
            }
        }

        return pixels;
    }

    /// <summary>A draw of the normal distribution, by Box and Muller.</summary>
    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
