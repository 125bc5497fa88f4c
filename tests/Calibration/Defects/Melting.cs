using System.Numerics;

namespace FunctionsPipeline.Calibration;

/// <summary>A region that runs down like wax: columns sag at their own pace, smear behind them, and lose their detail while time passes.</summary>
internal sealed class Melting(int severity, Random random, Func<double, Region> regionAt, Span span) : IPictureDefect
{
    /// <summary>How far it has sagged at the end by severity, heights of the frame.</summary>
    private static readonly double[] Sags = [0.02, 0.035, 0.06, 0.09, 0.14];

    private const int SmearSamples = 7;
    private readonly LatticeNoise _noise = new(random);

    public void Apply(Picture clean, Picture output, double seconds)
    {
        var progress = span.Progress(seconds);
        var sag = Sags[severity - 1] * clean.HeightPx * progress;
        if (sag <= 0) return;
        var region = regionAt(seconds);
        var (left, top, right, _) = region.Bounds(clean);
        var bottom = (int)Math.Min(clean.HeightPx - 1, region.Y + region.RadiusY + sag);
        for (var y = top; y <= bottom; y++)
        {
            for (var x = left; x <= right; x++)
            {
                // The lower rim runs out over what is below it.
                var v = (y - region.Y) / region.RadiusY;
                var spread = v > 0 ? 1 + sag / region.RadiusY : 1;
                var weight = region.Weight(x, region.Y + (y - region.Y) / spread);
                if (weight <= 0) continue;
                var pace = 0.4 + 1.2 * _noise.At((float)((x - left) * 9.0 / (2 * region.RadiusX)), 3.5f, 61);
                var run = weight * sag * pace;
                var sum = Vector4.Zero;
                for (var i = 0; i < SmearSamples; i++) sum += clean.Sample(x + 0.15 * run * (i % 3 - 1), y - run * (0.4 + 0.6 * i / (SmearSamples - 1.0)));
                output.Pixels[y * clean.WidthPx + x] = Vector4.Lerp(clean.Sample(x, y - run), sum / SmearSamples, (float)Math.Min(1, 1.5 * progress));
            }
        }
    }
}
