namespace FunctionsPipeline.Analysis;

/// <summary>
/// How wide the edges are. The working plane is smoothed by 1 4 6 4 1 over 16 both ways, a blur of variance 1 that takes most noise away.
/// Then in blocks of 32 x 32 pixels: L, mean square of the Laplacian (4 neighbours), and G, mean square of the gradient (half the
/// difference of the neighbours on both sides, both ways). An edge blurred by a Gaussian of variance v has G / L = 2 v in every direction
/// and at every contrast, so that the picture's own blur is s = sqrt(G / 2L - 1) pixels.
/// </summary>
/// <remarks>
/// Sources: the energy of the Laplacian and of the gradient as focus measures: Pech-Pacheco and others (ICPR 2000), Pertuz, Puig and
/// Garcia (Pattern Recognition 46, 2013), who show that each alone depends on contrast and content; their ratio follows from the integrals
/// of a Gaussian's first and second derivatives. What white noise of sd n adds after smoothing, 0.0837 n^2 to L and 0.0449 n^2 to G, is
/// taken off; n is at least that of rounding, 1/sqrt(12). The measure is that of the sharpest quarter of the blocks that have an edge: a
/// blurred background is no fault. An exact step measures 0.35 px; from 1 px on the measure is the edge's blur within 8 %.
/// </remarks>
internal static class SharpnessCheck
{
    public const string Name = "sharpness";

    private const int BlockPx = 32;

    // An antialiased step measures 0.65 px. At 2.5 px edges are 6 px wide.
    private const double GoodBlurPx = 1;
    private const double BadBlurPx = 2.5;

    /// <summary>Blur beyond this is all the same.</summary>
    private const double BlurMaxPx = 8;

    // A gradient of one level a pixel: less is what blur leaves of an edge, rounding and the noise estimate's own error.
    private const double EdgeEnergyMin = 1;
    private const double EdgeToNoiseMin = 0.25;
    private const double RoundingVariance = 1 / 12.0;

    // Sums of the squared weights of smoothing and derivative together.
    private const double GradientNoise = 0.0449;
    private const double LaplacianNoise = 0.0837;
    private const double SmoothingVariance = 1;
    private const double SharpestShare = 0.25;

    /// <summary>A picture of fewer levels than this between its 1st and 99th percentile shows nothing that could be sharp.</summary>
    private const int FlatLevels = 8;

    public static StillCheck Run(LevelPlane plane, LightLevels light, double noiseLevels)
    {
        if (light.Quantile(0.99) - light.Quantile(0.01) < FlatLevels) return StillCheck.Abstain(Name, "the picture is flat: nothing in it has an edge");

        var blurs = BlockBlurs(Smoothed(plane), Math.Max(noiseLevels * noiseLevels, RoundingVariance));
        blurs.Sort();

        // Contrast without one edge: blurred beyond what is measured.
        var blur = blurs.Count == 0 ? BlurMaxPx : blurs[(int)(SharpestShare * (blurs.Count - 1))];
        return StillCheck.Measured(Name, ScoreRamp.Of(blur, BadBlurPx, GoodBlurPx), ("blurPx", blur), ("edgeBlocks", blurs.Count));
    }

    private static List<double> BlockBlurs(LevelPlane plane, double noise)
    {
        var blurs = new List<double>();
        for (var top = 1; top + BlockPx < plane.HeightPx; top += BlockPx)
        {
            for (var left = 1; left + BlockPx < plane.WidthPx; left += BlockPx)
            {
                var (gradient, laplacian) = Energies(plane, left, top);
                gradient -= GradientNoise * noise;
                if (gradient < Math.Max(EdgeEnergyMin, EdgeToNoiseMin * GradientNoise * noise)) continue;

                laplacian = Math.Max(laplacian - (LaplacianNoise * noise), gradient / (2 * BlurMaxPx * BlurMaxPx));
                blurs.Add(Math.Sqrt(Math.Max(0, (gradient / (2 * laplacian)) - SmoothingVariance)));
            }
        }

        return blurs;
    }

    private static LevelPlane Smoothed(LevelPlane plane)
    {
        var (width, height) = (plane.WidthPx, plane.HeightPx);
        var across = new float[plane.Levels.Length];
        var both = new float[plane.Levels.Length];
        for (var y = 0; y < height; y++)
        {
            var row = plane.Row(y);
            for (var x = 0; x < width; x++)
            {
                var outer = row[Math.Max(0, x - 2)] + row[Math.Min(width - 1, x + 2)];
                var inner = row[Math.Max(0, x - 1)] + row[Math.Min(width - 1, x + 1)];
                across[(y * width) + x] = (outer + (4 * inner) + (6 * row[x])) / 16;
            }
        }

        var half = new LevelPlane(across, width, height);
        for (var y = 0; y < height; y++)
        {
            var (above2, above) = (Math.Max(0, y - 2) * width, Math.Max(0, y - 1) * width);
            var (below, below2) = (Math.Min(height - 1, y + 1) * width, Math.Min(height - 1, y + 2) * width);
            for (var x = 0; x < width; x++)
            {
                var sum = across[above2 + x] + across[below2 + x] + (4 * (across[above + x] + across[below + x])) + (6 * across[(y * width) + x]);
                both[(y * width) + x] = sum / 16;
            }
        }

        return half with { Levels = both };
    }

    private static (double Gradient, double Laplacian) Energies(LevelPlane plane, int left, int top)
    {
        double gradient = 0, laplacian = 0;
        for (var y = top; y < top + BlockPx; y++)
        {
            var above = plane.Row(y - 1);
            var row = plane.Row(y);
            var below = plane.Row(y + 1);
            for (var x = left; x < left + BlockPx; x++)
            {
                double across = row[x + 1] - row[x - 1], down = below[x] - above[x];
                double curve = (4 * row[x]) - row[x - 1] - row[x + 1] - above[x] - below[x];
                gradient += ((across * across) + (down * down)) / 4;
                laplacian += curve * curve;
            }
        }

        const double Pixels = BlockPx * BlockPx;
        return (gradient / Pixels, laplacian / Pixels);
    }
}
