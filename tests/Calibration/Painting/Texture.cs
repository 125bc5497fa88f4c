using System.Numerics;

namespace FunctionsPipeline.Calibration;

/// <summary>A square pattern that repeats in both directions. The fourth channel is its alpha.</summary>
/// <param name="sideTexels">A power of two.</param>
internal sealed class Texture(int sideTexels)
{
    /// <summary>Texels to a pixel at zoom 1: bilinear reading then blurs nothing that a pixel could show, at any sub-pixel place.</summary>
    public const int TexelsPerPx = 2;

    public int SideTexels { get; } = sideTexels;

    public Vector4[] Texels { get; } = new Vector4[sideTexels * sideTexels];

    /// <summary>Its mean colour.</summary>
    public Vector4 Mean
    {
        get
        {
            var sum = Vector4.Zero;
            foreach (var texel in Texels) sum += texel;
            return sum / Texels.Length;
        }
    }

    /// <summary>The colour at a place in texels, bilinear.</summary>
    public Vector4 Sample(float x, float y)
    {
        var mask = SideTexels - 1;
        var (left, top) = ((int)MathF.Floor(x), (int)MathF.Floor(y));
        var (u, v) = (x - left, y - top);
        var (x0, x1) = (left & mask, (left + 1) & mask);
        var (row0, row1) = ((top & mask) * SideTexels, ((top + 1) & mask) * SideTexels);
        return Vector4.Lerp(
            Vector4.Lerp(Texels[row0 + x0], Texels[row0 + x1], u),
            Vector4.Lerp(Texels[row1 + x0], Texels[row1 + x1], u),
            v);
    }

    /// <summary>Removes detail finer than a pixel, which would flicker when the pattern moves.</summary>
    public void LimitBand()
    {
        // A binomial of five taps: sigma is one texel, half a pixel.
        float[] weights = [1 / 16f, 4 / 16f, 6 / 16f, 4 / 16f, 1 / 16f];
        var line = new Vector4[SideTexels];
        var mask = SideTexels - 1;
        foreach (var (step, lineStep) in new[] { (1, SideTexels), (SideTexels, 1) })
        {
            for (var number = 0; number < SideTexels; number++)
            {
                for (var i = 0; i < SideTexels; i++) line[i] = Texels[number * lineStep + i * step];
                for (var i = 0; i < SideTexels; i++)
                {
                    var sum = Vector4.Zero;
                    for (var tap = -2; tap <= 2; tap++) sum += line[(i + tap) & mask] * weights[tap + 2];
                    Texels[number * lineStep + i * step] = sum;
                }
            }
        }
    }
}
