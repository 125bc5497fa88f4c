using System.Numerics;

namespace FunctionsPipeline.Analysis;

/// <summary>How far a plane is from a reference of the same size: the sums under PSNR, SSIM and mean absolute difference.</summary>
/// <param name="SquaredErrorSum">Squared differences over all pixels.</param>
/// <param name="AbsoluteDifferenceSum">Absolute differences over all pixels.</param>
/// <param name="SimilaritySum">Similarity over all windows, in 2^-24.</param>
/// <param name="Windows">Windows of 8 x 8 pixels, 4 apart; none in a plane narrower or lower than 8 pixels.</param>
/// <param name="Pixels">Pixels compared.</param>
public readonly record struct PlaneComparison(long SquaredErrorSum, long AbsoluteDifferenceSum, long SimilaritySum, long Windows, long Pixels)
    : IAdditionOperators<PlaneComparison, PlaneComparison, PlaneComparison>
{
    /// <summary>Mean squared error, 0 to 65,025.</summary>
    public double MeanSquaredError => (double)SquaredErrorSum / Pixels;

    /// <summary>Peak signal to noise ratio, dB; positive infinity for equal planes.</summary>
    public double PsnrDb => Psnr.FromMeanSquaredError(MeanSquaredError);

    /// <summary>Mean structural similarity, -1 to 1, 1 for equal planes; not a number when there is no window.</summary>
    public double Ssim => (double)SimilaritySum / SimilarityOperator.ValueOfOne / Windows;

    /// <summary>Mean absolute difference, 0 to 255.</summary>
    public double MeanAbsoluteDifference => (double)AbsoluteDifferenceSum / Pixels;

    /// <summary>The sums of two planes, or of two parts of one.</summary>
    public static PlaneComparison operator +(PlaneComparison left, PlaneComparison right) => new(
        left.SquaredErrorSum + right.SquaredErrorSum,
        left.AbsoluteDifferenceSum + right.AbsoluteDifferenceSum,
        left.SimilaritySum + right.SimilaritySum,
        left.Windows + right.Windows,
        left.Pixels + right.Pixels);

    /// <summary>Compares two planes with the default settings.</summary>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static PlaneComparison Of(PlaneView one, PlaneView other) => Of(one, other, KernelSettings.Default);

    /// <summary>Compares two planes in one read of both.</summary>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static unsafe PlaneComparison Of(PlaneView one, PlaneView other, KernelSettings settings)
    {
        PlaneSizes.RequireEqual(one, other);
        fixed (byte* startOne = one, startOther = other)
        {
            var (planeOne, planeOther) = (new PinnedPlane(one, startOne), new PinnedPlane(other, startOther));
            var sums = WindowReduce.Sum(planeOne, planeOther, default(SimilarityOperator), settings);
            var (columns, rows) = (one.WidthPx / WindowReduce.BlockPx, one.HeightPx / WindowReduce.BlockPx);
            var pixels = sums.Pixels;
            // What is right of the last block and below it is in no window, but it counts as an error.
            var (blocksToX, blocksToY) = (columns * WindowReduce.BlockPx, rows * WindowReduce.BlockPx);
            if (columns == 0 || rows == 0) blocksToX = blocksToY = 0;
            var right = new PlaneRegion(blocksToX, 0, one.WidthPx, blocksToY);
            var below = new PlaneRegion(0, blocksToY, one.WidthPx, one.HeightPx);
            pixels += RowReduce.Sum(planeOne, planeOther, right, default(SquaredErrorOperator), settings.Width);
            pixels += RowReduce.Sum(planeOne, planeOther, below, default(SquaredErrorOperator), settings.Width);
            var windows = (long)Math.Max(0, columns - 1) * Math.Max(0, rows - 1);
            return new PlaneComparison(pixels.A, pixels.B, sums.Windows, windows, (long)one.WidthPx * one.HeightPx);
        }
    }
}
