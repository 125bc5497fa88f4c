namespace FunctionsPipeline.Calibration;

/// <summary>A region that bends and breathes: a few waves in place and time displace it.</summary>
internal sealed class Warping : IPictureDefect
{
    /// <summary>Greatest displacement by severity, heights of the frame.</summary>
    private static readonly double[] Amplitudes = [0.0035, 0.006, 0.010, 0.016, 0.025];

    private readonly Func<double, Region> _regionAt;
    private readonly Span _span;
    private readonly double _amplitude;
    private readonly Wave[] _waves;

    public Warping(int severity, Random random, Func<double, Region> regionAt, Span span)
    {
        (_regionAt, _span, _amplitude) = (regionAt, span, Amplitudes[severity - 1]);
        _waves = [.. Enumerable.Range(0, 4).Select(number => new Wave(
            random.Between(1.5, 4),
            random.Between(0, 2 * Math.PI),
            2 * Math.PI * random.Between(0.7, 2.6) * SmoothMotion.Sign(random),
            random.Between(0, 2 * Math.PI),
            number % 2 == 0))];
    }

    public void Apply(Picture clean, Picture output, double seconds)
    {
        var strength = _amplitude * clean.HeightPx * _span.Envelope(seconds);
        if (strength <= 0) return;
        var region = _regionAt(seconds);
        var (left, top, right, bottom) = region.Bounds(clean);
        for (var y = top; y <= bottom; y++)
        {
            for (var x = left; x <= right; x++)
            {
                var weight = strength * region.Weight(x, y);
                if (weight <= 0) continue;
                var (u, v) = ((x - region.X) / region.RadiusX, (y - region.Y) / region.RadiusY);
                double dx = 0, dy = 0;
                foreach (var wave in _waves)
                {
                    var value = Math.Sin(wave.Steps * (u * Math.Cos(wave.Direction) + v * Math.Sin(wave.Direction)) + wave.Rate * seconds + wave.Phase);
                    if (wave.IsAcross) dx += value;
                    else dy += value;
                }

                output.Pixels[y * clean.WidthPx + x] = clean.SampleSharp(x + 0.7 * weight * dx, y + 0.7 * weight * dy);
            }
        }
    }

    private readonly record struct Wave(double Steps, double Direction, double Rate, double Phase, bool IsAcross);
}
