namespace FunctionsPipeline.Analysis;

/// <content>Whole frames, and what is measured of planes.</content>
public abstract partial class AnalysisBackend
{
    /// <summary>Makes room for a frame on the device; its content is undefined.</summary>
    public abstract DeviceFrame CreateFrame(VideoFormat format);

    /// <summary>
    /// Brings a frame to the device. A device that shares its memory copies nothing: its planes are then the frame's own and good only
    /// until the frame is filled anew.
    /// </summary>
    /// <exception cref="ArgumentException">The formats differ.</exception>
    public abstract void Upload(VideoFrame source, DeviceFrame target);

    /// <summary>Takes all sums of a frame in one read of it and of the one before.</summary>
    /// <param name="plane">Luma of the frame.</param>
    /// <param name="previous">Luma of the frame before; the frame's own for the first.</param>
    /// <param name="brightestDark">The brightest luma that counts as dark.</param>
    /// <param name="target">Gets the sums.</param>
    public abstract void Measure(DevicePlane plane, DevicePlane previous, byte brightestDark, FrameSums target);

    /// <summary>Squared error, similarity and absolute difference of two planes of one size in one read of both.</summary>
    public abstract PlaneComparison Compare(DevicePlane one, DevicePlane other);

    /// <summary>Sums over the gradient of a plane.</summary>
    public abstract GradientSums MeasureGradient(DevicePlane plane);

    /// <summary>Counts how often each value occurs; <paramref name="counts"/> gets <see cref="Histogram.Values"/> of them.</summary>
    public abstract void CountValues(DevicePlane plane, Span<long> counts);

    /// <summary>The absolute difference of two planes, pixel by pixel. All three have one size.</summary>
    public abstract void FillDifference(DevicePlane one, DevicePlane other, DevicePlane target);

    /// <summary>As <see cref="Halve"/>, but smoothed by 1 4 6 4 1 both ways: a step of a Gaussian pyramid.</summary>
    public abstract void HalveGaussian(DevicePlane source, DevicePlane target);
}
