using System.Numerics;

namespace FunctionsPipeline.Calibration;

/// <summary>Light that goes up and down too fast to be anybody's: everywhere, in a region, or in colour only.</summary>
internal sealed class Flicker : IPictureDefect
{
    private static readonly double[] Amplitudes = [0.012, 0.025, 0.05, 0.10, 0.18];

    private readonly Func<double, Region>? _regionAt;
    private readonly Span _span;
    private readonly double _amplitude;
    private readonly bool _isColour;
    private readonly Func<double, double> _wave;

    public Flicker(int severity, Random random, Func<double, Region> regionAt, Span span, double framesPerSecond)
    {
        var style = random.Next(5);
        _regionAt = style == 3 ? regionAt : null;
        _isColour = style == 4;
        _span = span;
        _amplitude = Amplitudes[severity - 1] * (style >= 3 ? 1.6 : 1);
        var hertz = Math.Min(random.Between(2, 12), framesPerSecond * 0.45);
        var phase = random.Between(0, 2 * Math.PI);
        var gains = Enumerable.Range(0, 4096).Select(_ => random.Between(-1, 1)).ToArray();
        _wave = style switch
        {
            1 => seconds => Math.Sign(Math.Sin(2 * Math.PI * hertz * seconds + phase)),
            2 => seconds => gains[(int)(seconds * framesPerSecond + 0.5) % gains.Length],
            _ => seconds => Math.Sin(2 * Math.PI * hertz * seconds + phase),
        };
    }

    /// <summary>Whether it shows in one region only.</summary>
    public bool IsLocal => _regionAt is not null;

    public void Apply(Picture clean, Picture output, double seconds)
    {
        if (!_span.Holds(seconds)) return;
        var change = (float)(_amplitude * _wave(seconds));
        var gain = _isColour ? new Vector4(1 + change, 1, 1 - change, 1) : new Vector4(1 + change) with { W = 1 };
        if (_regionAt is null)
        {
            for (var i = 0; i < output.Pixels.Length; i++) output.Pixels[i] = Vector4.Min(clean.Pixels[i] * gain, Vector4.One);
            return;
        }

        var region = _regionAt(seconds);
        var (left, top, right, bottom) = region.Bounds(clean);
        for (var y = top; y <= bottom; y++)
        {
            for (var x = left; x <= right; x++)
            {
                var share = (float)region.Weight(x, y);
                var at = y * clean.WidthPx + x;
                output.Pixels[at] = Vector4.Min(clean.Pixels[at] * Vector4.Lerp(Vector4.One, gain, share), Vector4.One);
            }
        }
    }
}
