using System.Numerics;

namespace FunctionsPipeline.Calibration;

/// <summary>
/// The pattern of one thing gets into another: an object's texture runs out over its rim, what is behind runs in, or a moving object leaves
/// its texture where it was.
/// </summary>
internal sealed class TextureBleed : IPictureDefect
{
    private static readonly double[] Strengths = [0.18, 0.32, 0.5, 0.7, 0.9];
    private static readonly double[] Reaches = [0.15, 0.25, 0.38, 0.5, 0.65];

    private readonly Func<double, Region> _regionAt;
    private readonly Span _span;
    private readonly double _strength;
    private readonly double _reach;
    private readonly BleedStyle _style;
    private readonly LatticeNoise _noise;
    private Picture? _trail;

    public TextureBleed(int severity, Random random, Func<double, Region> regionAt, Span span, bool isMoving)
    {
        (_regionAt, _span, _strength, _reach) = (regionAt, span, Strengths[severity - 1], Reaches[severity - 1]);
        _style = isMoving && random.Next(2) == 0 ? BleedStyle.Trail : (BleedStyle)random.Next(2);
        _noise = new LatticeNoise(random);
    }

    private enum BleedStyle
    {
        Outwards,
        Inwards,
        Trail,
    }

    public void Apply(Picture clean, Picture output, double seconds)
    {
        if (!_span.Holds(seconds)) return;
        var region = _regionAt(seconds);
        if (_style == BleedStyle.Trail) ApplyTrail(clean, output, region);
        else ApplyRim(clean, output, region, _span.Progress(seconds));
    }

    /// <summary>Mirrors what is on one side of the rim to the other, as far as it has come by now.</summary>
    private void ApplyRim(Picture clean, Picture output, Region region, double progress)
    {
        var reach = _reach * (0.25 + 0.75 * progress);
        var (left, top, right, bottom) = region.Bounds(clean, 1 + reach);
        for (var y = top; y <= bottom; y++)
        {
            for (var x = left; x <= right; x++)
            {
                var distance = region.Distance(x, y);
                var fromRim = _style == BleedStyle.Outwards ? distance - 1 : 1 - distance;
                if (fromRim < 0 || distance < 1e-6) continue;

                // The rim of the stain is ragged and crawls outwards.
                var angle = Math.Atan2(y - region.Y, x - region.X);
                var here = reach * (0.45 + _noise.At((float)(angle / (2 * Math.PI) * 12 + 12), (float)(2 * progress), 12));
                var share = _strength * SmoothMotion.Ease((here - fromRim) / (0.3 * here));
                if (share <= 0) continue;
                var mirror = (2 - distance) / distance;
                var source = clean.Sample(region.X + (x - region.X) * mirror, region.Y + (y - region.Y) * mirror);
                var at = y * clean.WidthPx + x;
                output.Pixels[at] = Vector4.Lerp(clean.Pixels[at], source, (float)share);
            }
        }
    }

    /// <summary>What the object covered before stays on, a little fainter with every frame; alpha is how strong it still is.</summary>
    private void ApplyTrail(Picture clean, Picture output, Region region)
    {
        const float Fading = 0.985f;
        _trail ??= new Picture(clean.WidthPx, clean.HeightPx);
        for (var y = 0; y < clean.HeightPx; y++)
        {
            for (var x = 0; x < clean.WidthPx; x++)
            {
                var at = y * clean.WidthPx + x;
                ref var trail = ref _trail.Pixels[at];
                var inside = (float)SmoothMotion.Ease((1 - region.Distance(x, y)) / 0.15);
                output.Pixels[at] = Vector4.Lerp(clean.Pixels[at], trail with { W = 1 }, (float)_strength * trail.W * (1 - inside));
                trail.W *= Fading;
                if (inside > trail.W) trail = clean.Pixels[at] with { W = inside };
            }
        }
    }
}
