namespace FunctionsPipeline.Analysis;

/// <summary>
/// The pixel work under the detectors, on one device. Planes and flows live where the device wants them: they are uploaded once, passed
/// from primitive to primitive, and only small results are read back. Detectors never see a device.
/// </summary>
/// <remarks>
/// Every implementation gives the same integers for the same pixels. Flows are computed in single precision and may differ between
/// devices by rounding; each implementation states its tolerance. A backend serves one video at a time; it is not for several threads.
/// </remarks>
public abstract partial class AnalysisBackend : IDisposable
{
    /// <summary>The device for people, for example <c>cpu</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Threads of this machine that one video may use, at least 1. Results are the same with any number.</summary>
    public virtual int Threads => 1;

    /// <summary>Makes a plane on the device; its content is undefined.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public abstract DevicePlane CreatePlane(int widthPx, int heightPx);

    /// <summary>Makes a flow on the device; its content is undefined.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public abstract DeviceFlow CreateFlow(int widthPx, int heightPx);

    /// <summary>Copies a plane to the device. Sizes must agree.</summary>
    public abstract void Upload(PlaneView source, DevicePlane target);

    /// <summary>Copies a plane from the device into rows without gaps.</summary>
    public abstract void Download(DevicePlane source, Span<byte> target);

    /// <summary>
    /// Halves a plane: each pixel is the mean of 2 x 2, rounded half up. The target has half the width and height, rounded down, at least 1;
    /// an odd last row or column is left out.
    /// </summary>
    public abstract void Halve(DevicePlane source, DevicePlane target);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Gives the device's memory back.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }
}
