namespace FunctionsPipeline.Analysis;

/// <summary>An 8-bit plane where a backend keeps it. Only the backend that made it can read it.</summary>
public abstract class DevicePlane(int widthPx, int heightPx) : IDisposable
{
    /// <summary>Pixels in a row.</summary>
    public int WidthPx { get; } = widthPx;

    /// <summary>Rows.</summary>
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

/// <summary>A dense flow where a backend keeps it: for every pixel, how far what is there lies in the other picture, in pixels.</summary>
public abstract class DeviceFlow(int widthPx, int heightPx) : IDisposable
{
    /// <summary>Pixels in a row.</summary>
    public int WidthPx { get; } = widthPx;

    /// <summary>Rows.</summary>
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
