namespace FunctionsPipeline.Analysis;

/// <summary>The planes of a frame where a backend keeps them.</summary>
/// <param name="format">Size and planes of the frames it takes.</param>
/// <param name="luma">Luma.</param>
/// <param name="chroma">Chroma blue and chroma red; none where the format has none.</param>
public sealed class DeviceFrame(VideoFormat format, DevicePlane luma, IReadOnlyList<DevicePlane> chroma) : IDisposable
{
    /// <summary>Size and planes.</summary>
    public VideoFormat Format { get; } = format;

    /// <summary>Luma.</summary>
    public DevicePlane Luma { get; } = luma;

    /// <summary>Chroma blue and chroma red; none where the format has none.</summary>
    public IReadOnlyList<DevicePlane> Chroma { get; } = chroma;

    /// <inheritdoc/>
    public void Dispose()
    {
        Luma.Dispose();
        foreach (var plane in Chroma) plane.Dispose();
    }
}
