namespace FunctionsPipeline.Analysis;

/// <summary>A plane whose memory stays where it is while a kernel runs. Whoever makes one keeps the pixels fixed.</summary>
/// <remarks>Pointers and not spans, because rows are also handed to other threads.</remarks>
internal readonly unsafe struct PinnedPlane
{
    private readonly byte* _start;

    /// <summary>Takes the geometry of a view.</summary>
    /// <param name="view">The plane.</param>
    /// <param name="start">Its first pixel, fixed by the caller.</param>
    public PinnedPlane(PlaneView view, byte* start)
        : this(start, view.WidthPx, view.HeightPx, view.StrideBytes)
    {
    }

    /// <summary>Takes a plane to be filled.</summary>
    public PinnedPlane(byte* start, int widthPx, int heightPx, int strideBytes)
    {
        _start = start;
        (WidthPx, HeightPx, StrideBytes) = (widthPx, heightPx, strideBytes);
    }

    public int WidthPx { get; }

    public int HeightPx { get; }

    public nint StrideBytes { get; }

    public byte* At(int x, int y) => _start + y * StrideBytes + x;
}

/// <summary>Columns and rows of a plane, ends not included.</summary>
internal readonly record struct PlaneRegion(int FromX, int FromY, int ToX, int ToY)
{
    public static PlaneRegion All(PinnedPlane plane) => new(0, 0, plane.WidthPx, plane.HeightPx);

    /// <summary>What both hold; may be empty.</summary>
    public PlaneRegion And(PlaneRegion other) => new(
        Math.Max(FromX, other.FromX), Math.Max(FromY, other.FromY), Math.Min(ToX, other.ToX), Math.Min(ToY, other.ToY));

    /// <summary>Pixels that have four neighbours; empty for a plane narrower or lower than 3 pixels.</summary>
    public static PlaneRegion Inner(PinnedPlane plane) => new(1, 1, plane.WidthPx - 1, plane.HeightPx - 1);
}

/// <summary>Where a kernel stands: a pixel of one plane and the pixel at the same place of the other.</summary>
/// <remarks>An operator that looks at neighbours is only run where the driver's region leaves room for them.</remarks>
internal readonly unsafe struct PixelPlace(byte* one, nint oneStrideBytes, byte* other, nint otherStrideBytes)
{
    public byte* One => one;

    public byte* Other => other;

    /// <summary>One step further.</summary>
    public PixelPlace Move(PlaneSteps step) => new(one + step.OneBytes, oneStrideBytes, other + step.OtherBytes, otherStrideBytes);

    /// <summary>So many pixels to the right in both planes.</summary>
    public PixelPlace Right(int pixels) => new(one + pixels, oneStrideBytes, other + pixels, otherStrideBytes);

    /// <summary>A pixel of the first plane, so many rows further down.</summary>
    public byte* OneBelow(int rows) => one + rows * oneStrideBytes;

    /// <summary>A pixel of the second plane, so many rows further down.</summary>
    public byte* OtherBelow(int rows) => other + rows * otherStrideBytes;
}
