using System.Globalization;
using System.Numerics;

namespace FunctionsPipeline.Analysis;

/// <summary>
/// 64 bits that look alike for pictures that look alike: luma scaled by area to 32 x 32, its cosine transform (DCT-II), the 8 x 8
/// coefficients of frequencies 1 to 8 both ways, a bit each: 1 where the coefficient is above their median.
/// </summary>
/// <param name="Bits">The bits, lowest horizontal frequency in the lowest bit, row by row.</param>
/// <remarks>
/// Source: the DCT hash of Zauner (Implementation and Benchmarking of Perceptual Image Hash Functions, 2010). Size, brightness,
/// contrast and compression hardly change it; mirror images and cuts do. Pictures with nothing in common differ in about 32 bits.
/// </remarks>
public readonly record struct PictureHash(ulong Bits)
{
    private const int SidePx = 32;
    private const int Frequencies = 8;

    /// <summary>Coefficients, in levels, below which rounding and not the picture decides the bits.</summary>
    private const double CoefficientMin = 0.5;

    private static readonly double[] Cosines = CosineTable();

    /// <summary>Bits in which two hashes differ, 0 to 64.</summary>
    public int DistanceTo(PictureHash other) => BitOperations.PopCount(Bits ^ other.Bits);

    /// <summary>16 hexadecimal digits.</summary>
    public override string ToString() => Bits.ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="FormatException">It is not 16 hexadecimal digits.</exception>
    public static PictureHash Parse(string text) =>
        text.Length == 16 && ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var bits)
            ? new PictureHash(bits)
            : throw new FormatException($"'{text}' is not a picture hash; 16 hexadecimal digits are.");

    /// <summary>Hashes a picture.</summary>
    /// <returns>Null for a picture smaller than 32 pixels on a side, and for a flat one: it has nothing to be told by.</returns>
    public static PictureHash? Of(StillImage image)
    {
        if (Math.Min(image.WidthPx, image.HeightPx) < SidePx) return null;

        var coefficients = Transform(AreaScaling.To(image.Luma, SidePx, SidePx));
        if (coefficients.Max(Math.Abs) < CoefficientMin) return null;

        var sorted = coefficients.Order().ToArray();
        var median = (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
        ulong bits = 0;
        for (var i = 0; i < coefficients.Length; i++)
        {
            if (coefficients[i] > median) bits |= 1UL << i;
        }

        return new PictureHash(bits);
    }

    /// <summary>Coefficients in levels: a wave across the whole picture gives half its height.</summary>
    private static double[] Transform(LevelPlane plane)
    {
        var rows = new double[SidePx * Frequencies];
        for (var y = 0; y < SidePx; y++)
        {
            for (var u = 0; u < Frequencies; u++)
            {
                double sum = 0;
                for (var x = 0; x < SidePx; x++) sum += plane.Levels[(y * SidePx) + x] * Cosines[(u * SidePx) + x];
                rows[(y * Frequencies) + u] = sum;
            }
        }

        var coefficients = new double[Frequencies * Frequencies];
        for (var v = 0; v < Frequencies; v++)
        {
            for (var u = 0; u < Frequencies; u++)
            {
                double sum = 0;
                for (var y = 0; y < SidePx; y++) sum += rows[(y * Frequencies) + u] * Cosines[(v * SidePx) + y];
                coefficients[(v * Frequencies) + u] = sum * 2 / (SidePx * SidePx);
            }
        }

        return coefficients;
    }

    private static double[] CosineTable()
    {
        var table = new double[Frequencies * SidePx];
        for (var frequency = 1; frequency <= Frequencies; frequency++)
        {
            for (var x = 0; x < SidePx; x++) table[((frequency - 1) * SidePx) + x] = Math.Cos(Math.PI * frequency * ((2 * x) + 1) / (2 * SidePx));
        }

        return table;
    }
}
