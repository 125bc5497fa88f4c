namespace FunctionsPipeline.Analysis;

/// <summary>
/// How wide the edges are. In blocks of 32 x 32 pixels of the working size: L, mean square of the Laplacian (4 neighbours), and G, mean
/// square of the gradient (half the difference of the neighbours on both sides, both ways). An edge blurred by a Gaussian of sd s has
/// G / L = 2 s^2 in every direction and at every contrast, so that the block's blur is s = sqrt(G / 2L) pixels.
/// </summary>
/// <remarks>
/// Sources: the energy of the Laplacian and of the gradient as focus measures: Pech-Pacheco and others (ICPR 2000), Pertuz, Puig and
/// Garcia (Pattern Recognition 46, 2013), who show that each alone depends on contrast and content; their ratio follows from the integrals
/// of a Gaussian's first and second derivatives. White noise of sd n adds 20 n^2 to L and n^2 to G; both are taken off. The measure is
/// that of the sharpest quarter of the blocks that have an edge: a blurred background is no fault.
/// </remarks>
internal static class SharpnessCheck
{
    public const string Name = "sharpness";

    private const int BlockPx = 32;

    // A step of one pixel measures 0.35 px, an antialiased one 0.5; what resamples well is below 0.9. At 3 px edges are 7 px wide.
    private const double GoodBlurPx = 0.9;
    private const double BadBlurPx = 3;

    /// <summary>Blur beyond this is all the same.</summary>
    private const double BlurMaxPx = 8;

    // A gradient of one level a pixel: less is what blur leaves of an edge, rounding and the noise estimate's own error.
    private const double EdgeEnergyMin = 1;
    private const double EdgeToNoiseMin = 0.25;
    private const double LaplacianNoise = 20;
    private const double SharpestShare = 0.25;

    /// <summary>A picture of fewer levels than this between its 1st and 99th percentile shows nothing that could be sharp.</summary>
    private const int FlatLevels = 8;

    public static StillCheck Run(LevelPlane plane, LightLevels light, double noiseLevels)
    {
        if (light.Quantile(0.99) - light.Quantile(0.01) < FlatLevels) return StillCheck.Abstain(Name, "the picture is flat: nothing in it has an edge");

        var blurs = BlockBlurs(plane, noiseLevels);
        blurs.Sort();

        // Contrast without one edge: blurred beyond what is measured.
        var blur = blurs.Count == 0 ? BlurMaxPx : blurs[(int)(SharpestShare * (blurs.Count - 1))];
        return StillCheck.Measured(Name, ScoreRamp.Of(blur, BadBlurPx, GoodBlurPx), ("blurPx", blur), ("edgeBlocks", blurs.Count));
    }

    private static List<double> BlockBlurs(LevelPlane plane, double noiseLevels)
    {
        var noise = noiseLevels * noiseLevels;
        var blurs = new List<double>();
        for (var top = 1; top + BlockPx < plane.HeightPx; top += BlockPx)
        {
            for (var left = 1; left + BlockPx < plane.WidthPx; left += BlockPx)
            {
                var (gradient, laplacian) = Energies(plane, left, top);
                gradient -= noise;
                if (gradient < Math.Max(EdgeEnergyMin, EdgeToNoiseMin * noise)) continue;

                laplacian = Math.Max(laplacian - (LaplacianNoise * noise), gradient / (2 * BlurMaxPx * BlurMaxPx));
                blurs.Add(Math.Sqrt(gradient / (2 * laplacian)));
            }
        }

        return blurs;
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
