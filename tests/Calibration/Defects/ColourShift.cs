namespace FunctionsPipeline.Calibration;

/// <summary>Red and blue lie beside green: shifted, or growing apart from the middle outwards; everywhere or in a region.</summary>
internal sealed class ColourShift : IPictureDefect
{
    /// <summary>Displacement of each channel by severity, widths of the frame.</summary>
    private static readonly double[] Shifts = [0.0012, 0.0022, 0.004, 0.0065, 0.010];

    private readonly Func<double, Region>? _regionAt;
    private readonly Span _span;
    private readonly double _shift;
    private readonly bool _isRadial;
    private readonly double _angle;

    public ColourShift(int severity, Random random, Func<double, Region> regionAt, Span span)
    {
        var style = random.Next(4);
        _regionAt = style == 3 ? regionAt : null;
        _isRadial = style is 1 or 2;
        (_span, _shift, _angle) = (span, Shifts[severity - 1] * (_isRadial ? 1.6 : 1), random.Between(0, 2 * Math.PI));
    }

    public void Apply(Picture clean, Picture output, double seconds)
    {
        if (!_span.Holds(seconds)) return;
        var shift = _shift * clean.WidthPx;
        var region = _regionAt?.Invoke(seconds);
        var (left, top, right, bottom) = region?.Bounds(clean) ?? (0, 0, clean.WidthPx - 1, clean.HeightPx - 1);
        var corner = Math.Sqrt(clean.WidthPx * clean.WidthPx + clean.HeightPx * clean.HeightPx) / 2;
        for (var y = top; y <= bottom; y++)
        {
            for (var x = left; x <= right; x++)
            {
                var weight = region?.Weight(x, y) ?? 1;
                if (weight <= 0) continue;
                var (dx, dy) = _isRadial
                    ? ((x - clean.WidthPx / 2.0) / corner, (y - clean.HeightPx / 2.0) / corner)
                    : (Math.Cos(_angle), Math.Sin(_angle));
                var (sx, sy) = (shift * weight * dx, shift * weight * dy);
                ref var pixel = ref output.Pixels[y * clean.WidthPx + x];
                pixel.X = clean.Sample(x - sx, y - sy).X;
                pixel.Z = clean.Sample(x + sx, y + sy).Z;
            }
        }
    }
}
