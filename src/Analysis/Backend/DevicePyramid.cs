namespace FunctionsPipeline.Analysis;

/// <summary>A picture prepared for the flow search, where a backend keeps it. Made once per frame, read by both directions.</summary>
public abstract class DevicePyramid(int widthPx, int heightPx) : IDisposable
{
    /// <summary>Pixels in a row of the finest level.</summary>
    public int WidthPx { get; } = widthPx;

    /// <summary>Rows of the finest level.</summary>
    public int HeightPx { get; } = heightPx;

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
