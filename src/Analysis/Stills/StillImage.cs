namespace FunctionsPipeline.Analysis;

/// <summary>One picture in memory: red, green and blue planes of 8 bits, full range, rows from top to bottom without gaps.</summary>
/// <remarks>The bytes are not copied: whoever made the image leaves them alone. Safe for several threads as long as they do.</remarks>
public sealed class StillImage
{
    // BT.601 weights 0.299, 0.587 and 0.114 in 256ths; they add up to 256, so that grey keeps its level.
    private const int RedWeight = 77;
    private const int GreenWeight = 150;
    private const int BlueWeight = 29;
    private const int WeightBits = 8;
    private const int Half = 1 << (WeightBits - 1);

    private readonly byte[] _red;
    private readonly byte[] _green;
    private readonly byte[] _blue;
    private readonly byte[] _luma;

    /// <summary>Makes a picture of three planes.</summary>
    /// <param name="widthPx">Pixels in a row, at least 1.</param>
    /// <param name="heightPx">Rows, at least 1.</param>
    /// <param name="red">Width x height bytes.</param>
    /// <param name="green">Width x height bytes.</param>
    /// <param name="blue">Width x height bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is out of range.</exception>
    /// <exception cref="ArgumentException">A plane has not width x height bytes.</exception>
    public StillImage(int widthPx, int heightPx, byte[] red, byte[] green, byte[] blue)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(widthPx, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(heightPx, 1);
        var pixels = (long)widthPx * heightPx;
        RequireSize(red, pixels, nameof(red));
        RequireSize(green, pixels, nameof(green));
        RequireSize(blue, pixels, nameof(blue));
        (WidthPx, HeightPx) = (widthPx, heightPx);
        (_red, _green, _blue) = (red, green, blue);
        _luma = LumaOf(red, green, blue);
    }

    /// <summary>Pixels in a row.</summary>
    public int WidthPx { get; }

    /// <summary>Rows.</summary>
    public int HeightPx { get; }

    /// <summary>Red.</summary>
    public PlaneView Red => View(_red);

    /// <summary>Green.</summary>
    public PlaneView Green => View(_green);

    /// <summary>Blue.</summary>
    public PlaneView Blue => View(_blue);

    /// <summary>Luma by BT.601 from the gamma-coded values, 0 to 255, rounded half up.</summary>
    public PlaneView Luma => View(_luma);

    private PlaneView View(byte[] plane) => new(plane, WidthPx, HeightPx, WidthPx);

    private static void RequireSize(byte[] plane, long pixels, string name)
    {
        if (plane.Length != pixels) throw new ArgumentException($"The plane has {plane.Length} bytes; its size asks for {pixels}.", name);
    }

    private static byte[] LumaOf(byte[] red, byte[] green, byte[] blue)
    {
        var luma = new byte[red.Length];
        for (var i = 0; i < luma.Length; i++)
        {
            luma[i] = (byte)(((RedWeight * red[i]) + (GreenWeight * green[i]) + (BlueWeight * blue[i]) + Half) >> WeightBits);
        }

        return luma;
    }
}
