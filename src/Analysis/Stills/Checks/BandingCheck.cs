namespace FunctionsPipeline.Analysis;

/// <summary>
/// Staircases where there should be a slope. Along rows and columns of each colour plane: a plateau is a run of at least 8 pixels whose
/// levels differ by at most 1; a stair is a jump of 2 to 40 levels, over at most 3 pixels, from one plateau to the next; three plateaus
/// with two stairs the same way make a staircase. Measured: pixels of staircases over pixels of all plateaus; the plane that has most.
/// </summary>
/// <remarks>
/// Banding as plateaus joined by small steps: Bhagavathy, Llach and Zhai (IEEE Trans. Image Processing 18, 2009); Tu and others (BBAND,
/// ICASSP 2020). A slope that 8 bits can show climbs one level at a time, which is no stair here. Noise of a level or two hides bands, for
/// the eye as for this check: then there are no plateaus and it abstains.
/// </remarks>
internal static class BandingCheck
{
    public const string Name = "banding";

    private const double SmoothShareMin = 0.02;
    private const double GoodShare = 0.05;
    private const double BadShare = 0.6;

    public static StillCheck Run(StillImage image)
    {
        double worst = 0, smooth = 0;
        foreach (var plane in (ReadOnlySpan<int>)[0, 1, 2])
        {
            var view = plane switch { 0 => image.Red, 1 => image.Green, _ => image.Blue };
            var (plateau, stair) = Measure(view);
            var share = plateau / (2.0 * image.WidthPx * image.HeightPx);
            if (share < SmoothShareMin) continue;

            smooth = Math.Max(smooth, share);
            worst = Math.Max(worst, (double)stair / plateau);
        }

        return smooth == 0
            ? StillCheck.Abstain(Name, "the picture has no smooth part in which bands would show")
            : StillCheck.Measured(Name, ScoreRamp.Of(worst, BadShare, GoodShare), ("staircaseShare", worst), ("smoothShare", smooth));
    }

    private static (long Plateau, long Stair) Measure(PlaneView plane)
    {
        long plateau = 0, stair = 0;
        for (var y = 0; y < plane.HeightPx; y++) Add(plane.Row(y));

        var column = new byte[plane.HeightPx];
        for (var x = 0; x < plane.WidthPx; x++)
        {
            for (var y = 0; y < column.Length; y++) column[y] = plane.Row(y)[x];
            Add(column);
        }

        return (plateau, stair);

        void Add(ReadOnlySpan<byte> line)
        {
            var walk = new StaircaseWalk(line);
            plateau += walk.PlateauPx;
            stair += walk.StaircasePx;
        }
    }
}
