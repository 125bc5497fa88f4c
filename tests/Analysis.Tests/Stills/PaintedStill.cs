namespace FunctionsPipeline.Analysis.Tests.Stills;

/// <summary>Pictures painted from a seed, and what can be done to them. Levels are numbers until the picture is taken.</summary>
public sealed class PaintedStill
{
    private readonly double[][] _planes;

    private PaintedStill(int widthPx, int heightPx, double[][] planes) => (WidthPx, HeightPx, _planes) = (widthPx, heightPx, planes);

    public int WidthPx { get; }

    public int HeightPx { get; }

    /// <summary>A slope of light, bodies with antialiased edges before it, some of them textured, and on every second seed a camera's grain.</summary>
    public static PaintedStill Of(int seed, int widthPx = 320, int heightPx = 256)
    {
        var random = new Random(seed);
        var bodies = Enumerable.Range(0, random.Next(6, 12)).Select(_ => new Body(random)).ToArray();
        var (low, high, across) = (random.Next(40, 90), random.Next(130, 200), random.NextDouble() - 0.5);
        var tints = Enumerable.Range(0, 3).Select(_ => 0.85 + (0.3 * random.NextDouble())).ToArray();
        var still = new PaintedStill(widthPx, heightPx, [.. tints.Select(_ => new double[widthPx * heightPx])]);
        for (var y = 0; y < heightPx; y++)
        {
            for (var x = 0; x < widthPx; x++)
            {
                var (u, v) = ((x + 0.5) / heightPx, (y + 0.5) / heightPx);
                var share = Math.Clamp(v + (across * (u - 0.6)), 0, 1);
                for (var channel = 0; channel < 3; channel++)
                {
                    var level = (high + ((low - high) * share)) * tints[channel];
                    foreach (var body in bodies) level = body.Over(level, u, v, channel, heightPx);
                    still._planes[channel][(y * widthPx) + x] = level;
                }
            }
        }

        return seed % 2 == 0 ? still : still.Noisy(0.7, seed);
    }

    /// <summary>A function of the level, the same at every place.</summary>
    public PaintedStill Mapped(Func<double, double> map) => new(WidthPx, HeightPx, [.. _planes.Select(plane => plane.Select(map).ToArray())]);

    /// <summary>Normal noise, as strong in each channel but the same in all three: a camera's luma grain.</summary>
    public PaintedStill Noisy(double levels, int seed)
    {
        var random = new Random(seed * 7919);
        var grain = Enumerable.Range(0, WidthPx * HeightPx).Select(_ => levels * Normal(random)).ToArray();
        return new PaintedStill(WidthPx, HeightPx, [.. _planes.Select(plane => plane.Select((level, at) => level + grain[at]).ToArray())]);
    }

    /// <summary>A Gaussian blur, the border repeated.</summary>
    public PaintedStill Blurred(double sigmaPx)
    {
        var reach = (int)Math.Ceiling(4 * sigmaPx);
        var weights = Enumerable.Range(-reach, (2 * reach) + 1).Select(x => Math.Exp(-x * x / (2 * sigmaPx * sigmaPx))).ToArray();
        var sum = weights.Sum();
        return new PaintedStill(WidthPx, HeightPx, [.. _planes.Select(plane => Along(Along(plane, 1, 0), 0, 1))]);

        double[] Along(double[] plane, int stepX, int stepY)
        {
            var blurred = new double[plane.Length];
            for (var y = 0; y < HeightPx; y++)
            {
                for (var x = 0; x < WidthPx; x++)
                {
                    double level = 0;
                    for (var k = -reach; k <= reach; k++)
                    {
                        var (fromX, fromY) = (Math.Clamp(x + (k * stepX), 0, WidthPx - 1), Math.Clamp(y + (k * stepY), 0, HeightPx - 1));
                        level += weights[k + reach] * plane[(fromY * WidthPx) + fromX];
                    }

                    blurred[(y * WidthPx) + x] = level / sum;
                }
            }

            return blurred;
        }
    }

    /// <summary>Another size, by linear interpolation, of the part that is left when so much is cut off at each border.</summary>
    public PaintedStill Resized(int widthPx, int heightPx, double cutShare = 0)
    {
        var resized = new PaintedStill(widthPx, heightPx, [.. _planes.Select(_ => new double[widthPx * heightPx])]);
        for (var channel = 0; channel < 3; channel++)
        {
            for (var y = 0; y < heightPx; y++)
            {
                for (var x = 0; x < widthPx; x++)
                {
                    var fromX = WidthPx * (cutShare + ((1 - (2 * cutShare)) * (x + 0.5) / widthPx));
                    var fromY = HeightPx * (cutShare + ((1 - (2 * cutShare)) * (y + 0.5) / heightPx));
                    resized._planes[channel][(y * widthPx) + x] = At(_planes[channel], fromX - 0.5, fromY - 0.5);
                }
            }
        }

        return resized;
    }

    public StillImage Take()
    {
        var planes = _planes.Select(plane => plane.Select(level => (byte)Math.Clamp(Math.Round(level), 0, 255)).ToArray()).ToArray();
        return new StillImage(WidthPx, HeightPx, planes[0], planes[1], planes[2]);
    }

    public StillReport Check(params PictureHash[] earlier) => StillChecker.Check(Take(), earlier);

    private double At(double[] plane, double x, double y)
    {
        var (left, top) = (Math.Clamp((int)Math.Floor(x), 0, WidthPx - 2), Math.Clamp((int)Math.Floor(y), 0, HeightPx - 2));
        var (shareX, shareY) = (Math.Clamp(x - left, 0, 1), Math.Clamp(y - top, 0, 1));
        var at = (top * WidthPx) + left;
        return ((1 - shareY) * (((1 - shareX) * plane[at]) + (shareX * plane[at + 1])))
            + (shareY * (((1 - shareX) * plane[at + WidthPx]) + (shareX * plane[at + WidthPx + 1])));
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    /// <summary>A disc, plain or with a fine texture of its own.</summary>
    private sealed class Body(Random random)
    {
        private readonly double _x = 1.25 * random.NextDouble();
        private readonly double _y = random.NextDouble();
        private readonly double _radius = 0.05 + (0.2 * random.NextDouble());
        private readonly double[] _levels = [random.Next(10, 246), random.Next(10, 246), random.Next(10, 246)];
        private readonly double _texture = random.Next(2) * random.Next(10, 30);
        private readonly double _turn = Math.PI * random.NextDouble();
        private readonly double _waves = 60 + (120 * random.NextDouble());

        public double Over(double level, double u, double v, int channel, int heightPx)
        {
            var (x, y) = (u - _x, v - _y);
            var share = Math.Clamp(0.5 + (heightPx * (_radius - Math.Sqrt((x * x) + (y * y)))), 0, 1);
            if (share == 0) return level;

            var along = (x * Math.Cos(_turn)) + (y * Math.Sin(_turn));
            var across = (y * Math.Cos(_turn)) - (x * Math.Sin(_turn));
            var own = _levels[channel] + (_texture * Math.Sin(_waves * along) * Math.Sin(0.7 * _waves * across)) - (40 * y / _radius);
            return (share * Math.Clamp(own, 5, 250)) + ((1 - share) * level);
        }
    }
}
