namespace FunctionsPipeline.Analysis;

/// <summary>An 8-bit plane in memory that somebody else owns: rows from top to bottom, a byte a pixel.</summary>
/// <remarks>Valid as long as the frame it came from holds the same picture.</remarks>
public readonly ref struct PlaneView
{
    private readonly ReadOnlySpan<byte> _pixels;

    /// <summary>Looks at a plane.</summary>
    /// <param name="pixels">At least <paramref name="strideBytes"/> x (<paramref name="heightPx"/> - 1) + <paramref name="widthPx"/> bytes.</param>
    /// <param name="widthPx">Pixels in a row, at least 1.</param>
    /// <param name="heightPx">Rows, at least 1.</param>
    /// <param name="strideBytes">Bytes from one row to the next, at least <paramref name="widthPx"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is out of range.</exception>
    /// <exception cref="ArgumentException">There are too few pixels.</exception>
    public PlaneView(ReadOnlySpan<byte> pixels, int widthPx, int heightPx, int strideBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(widthPx, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(heightPx, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(strideBytes, widthPx);
        var needed = (long)strideBytes * (heightPx - 1) + widthPx;
        if (pixels.Length < needed) throw new ArgumentException($"{pixels.Length} bytes are too few; the plane needs {needed}.", nameof(pixels));
        _pixels = pixels;
        (WidthPx, HeightPx, StrideBytes) = (widthPx, heightPx, strideBytes);
    }

    /// <summary>Pixels in a row.</summary>
    public int WidthPx { get; }

    /// <summary>Rows.</summary>
    public int HeightPx { get; }

    /// <summary>Bytes from one row to the next.</summary>
    public int StrideBytes { get; }

    /// <summary>The first pixel, for a <c>fixed</c> statement.</summary>
    public ref readonly byte GetPinnableReference() => ref _pixels.GetPinnableReference();

    /// <summary>A row's pixels, <see cref="WidthPx"/> of them.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public ReadOnlySpan<byte> Row(int y)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)y, (uint)HeightPx);
        return _pixels.Slice(y * StrideBytes, WidthPx);
    }
}
