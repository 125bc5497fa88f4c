namespace FunctionsPipeline.GpuWorker.Kernels;

/// <summary>
/// How 8-bit planes lie on a device: rows padded to whole quads, planes one behind the other. What pads a row is zero and stays zero, so
/// kernels may read whole quads: zeros differ nowhere.
/// </summary>
internal readonly struct PlaneShape
{
    /// <summary>Bytes that are read at once: the widest read of a thread.</summary>
    public const int QuadBytes = 16;

    public readonly int WidthPx;
    public readonly int HeightPx;
    public readonly int StrideBytes;
    public readonly int PlaneBytes;

    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public PlaneShape(int widthPx, int heightPx)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(widthPx, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(heightPx, 1);
        (WidthPx, HeightPx) = (widthPx, heightPx);
        StrideBytes = checked((widthPx + QuadBytes - 1) / QuadBytes * QuadBytes);
        PlaneBytes = checked(StrideBytes * heightPx);
    }

    public int At(int x, int y) => y * StrideBytes + x;
}

/// <summary>Sixteen pixels of a row.</summary>
internal struct Quad
{
    public uint A;
    public uint B;
    public uint C;
    public uint D;
}
