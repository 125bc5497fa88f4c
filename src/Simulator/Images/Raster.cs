namespace FunctionsPipeline.Simulator.Images;

/// <summary>A picture of 8 bits RGB, row by row without padding.</summary>
internal sealed class Raster(int widthPx, int heightPx, byte[] rgb)
{
    /// <summary>Bytes of a pixel.</summary>
    public const int Channels = 3;

    /// <summary>A black one.</summary>
    public Raster(int widthPx, int heightPx)
        : this(widthPx, heightPx, new byte[widthPx * heightPx * Channels])
    {
    }

    /// <summary>Width, px.</summary>
    public int Width { get; } = widthPx;

    /// <summary>Height, px.</summary>
    public int Height { get; } = heightPx;

    /// <summary>All samples: red, green, blue of the first pixel, and so on.</summary>
    public byte[] Rgb { get; } = rgb;

    /// <summary>One row.</summary>
    public Span<byte> Row(int y) => Rgb.AsSpan(y * Width * Channels, Width * Channels);
}
