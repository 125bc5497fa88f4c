namespace FunctionsPipeline.Analysis;

/// <summary>Squared and absolute differences of two planes: what PSNR alone needs, in one read of both.</summary>
/// <param name="Squared">Squared differences. A plane of 2^31 pixels stays below 2^48.</param>
/// <param name="Absolute">Absolute differences.</param>
/// <param name="Pixels">Pixels compared.</param>
public readonly record struct SquaredErrorSums(long Squared, long Absolute, long Pixels)
{
    /// <summary>Peak signal to noise ratio, dB; positive infinity for equal planes.</summary>
    public double PsnrDb => Psnr.FromMeanSquaredError((double)Squared / Pixels);

    /// <summary>Mean absolute difference, 0 to 255.</summary>
    public double MeanAbsoluteDifference => (double)Absolute / Pixels;

    /// <summary>Compares two planes with the default settings.</summary>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static SquaredErrorSums Of(PlaneView one, PlaneView other) => Of(one, other, KernelSettings.Default);

    /// <summary>Compares two planes.</summary>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static unsafe SquaredErrorSums Of(PlaneView one, PlaneView other, KernelSettings settings)
    {
        PlaneSizes.RequireEqual(one, other);
        fixed (byte* startOne = one, startOther = other)
        {
            var (planeOne, planeOther) = (new PinnedPlane(one, startOne), new PinnedPlane(other, startOther));
            var sums = RowReduce.Sum(planeOne, planeOther, PlaneRegion.All(planeOne), default(SquaredErrorOperator), settings);
            return new SquaredErrorSums(sums.A, sums.B, (long)one.WidthPx * one.HeightPx);
        }
    }
}
