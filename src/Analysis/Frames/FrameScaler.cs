namespace FunctionsPipeline.Analysis;

/// <summary>Brings frames to the working size on the device they are on, and then to memory.</summary>
internal sealed class FrameScaler : IDisposable
{
    private readonly AnalysisBackend _backend;
    private readonly DevicePlane[] _luma;
    private readonly DevicePlane[] _chroma;

    public FrameScaler(VideoFormat format, WorkingSize size, AnalysisBackend backend)
    {
        _backend = backend;
        _luma = Pyramid(format.WidthPx, format.HeightPx, size.Halvings);
        _chroma = format.HasChroma ? Pyramid(format.ChromaWidthPx, format.ChromaHeightPx, size.Halvings) : [];
    }

    public void Scale(DeviceFrame frame, WorkingFrame target)
    {
        Scale(frame.Luma, _luma, target.LumaPixels);
        if (!target.HasChroma) return;
        Scale(frame.Chroma[0], _chroma, target.ChromaBluePixels);
        Scale(frame.Chroma[1], _chroma, target.ChromaRedPixels);
    }

    public void Dispose()
    {
        foreach (var plane in _luma) plane.Dispose();
        foreach (var plane in _chroma) plane.Dispose();
    }

    /// <summary>The levels below a frame's own.</summary>
    private DevicePlane[] Pyramid(int widthPx, int heightPx, int halvings)
    {
        var planes = new DevicePlane[halvings];
        for (var level = 0; level < halvings; level++)
        {
            (widthPx, heightPx) = (PlaneScaling.HalfOf(widthPx), PlaneScaling.HalfOf(heightPx));
            planes[level] = _backend.CreatePlane(widthPx, heightPx);
        }

        return planes;
    }

    private void Scale(DevicePlane source, DevicePlane[] levels, Span<byte> target)
    {
        foreach (var level in levels)
        {
            _backend.Halve(source, level);
            source = level;
        }

        _backend.Download(source, target);
    }
}
