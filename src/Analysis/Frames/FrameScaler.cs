namespace FunctionsPipeline.Analysis;

/// <summary>Brings frames to the working size through a backend.</summary>
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

    public void Scale(VideoFrame frame, WorkingFrame target)
    {
        Scale(frame.Luma, _luma, target.LumaPixels);
        if (!target.HasChroma) return;
        Scale(frame.ChromaBlue, _chroma, target.ChromaBluePixels);
        Scale(frame.ChromaRed, _chroma, target.ChromaRedPixels);
    }

    public void Dispose()
    {
        foreach (var plane in _luma) plane.Dispose();
        foreach (var plane in _chroma) plane.Dispose();
    }

    private DevicePlane[] Pyramid(int widthPx, int heightPx, int halvings)
    {
        var planes = new DevicePlane[halvings + 1];
        for (var level = 0; level <= halvings; level++)
        {
            planes[level] = _backend.CreatePlane(Math.Max(1, widthPx >> level), Math.Max(1, heightPx >> level));
        }

        return planes;
    }

    private void Scale(PlaneView source, DevicePlane[] pyramid, Span<byte> target)
    {
        _backend.Upload(source, pyramid[0]);
        for (var level = 1; level < pyramid.Length; level++) _backend.Halve(pyramid[level - 1], pyramid[level]);
        _backend.Download(pyramid[^1], target);
    }
}
