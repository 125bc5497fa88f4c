namespace FunctionsPipeline.Simulator.Clips;

/// <summary>
/// One 4:2:0 picture of 8 bits: luma (16 to 235) at full size, then the two chroma planes (128 is grey) at half of it, rows without padding,
/// all in one array, which is the form that the encoder reads.
/// </summary>
internal sealed class Picture
{
    /// <summary>An all-black picture of even sides.</summary>
    public Picture(int widthPx, int heightPx)
    {
        (Width, Height) = (widthPx, heightPx);
        Bytes = new byte[widthPx * heightPx * 3 / 2];
        Y = new Plane(Bytes, 0, widthPx, heightPx);
        U = new Plane(Bytes, Y.Length, widthPx / 2, heightPx / 2);
        V = new Plane(Bytes, Y.Length + U.Length, widthPx / 2, heightPx / 2);
    }

    /// <summary>Width, px.</summary>
    public int Width { get; }

    /// <summary>Height, px.</summary>
    public int Height { get; }

    /// <summary>All planes, one after the other.</summary>
    public byte[] Bytes { get; }

    /// <summary>Luma.</summary>
    public Plane Y { get; }

    /// <summary>Blue difference.</summary>
    public Plane U { get; }

    /// <summary>Red difference.</summary>
    public Plane V { get; }

    /// <summary>Takes over the content of a picture of the same size.</summary>
    public void CopyFrom(Picture other) => other.Bytes.CopyTo(Bytes, 0);
}

/// <summary>A rectangle of bytes in an array.</summary>
internal readonly struct Plane(byte[] bytes, int offset, int width, int height)
{
    /// <summary>Width in samples.</summary>
    public int Width { get; } = width;

    /// <summary>Height in samples.</summary>
    public int Height { get; } = height;

    /// <summary>Number of samples.</summary>
    public int Length => Width * Height;

    /// <summary>All samples, row by row.</summary>
    public Span<byte> Samples => bytes.AsSpan(offset, Length);

    /// <summary>One row.</summary>
    public Span<byte> Row(int y) => bytes.AsSpan(offset + (y * Width), Width);

    /// <summary>The value at a point between samples, by bilinear interpolation; beyond the edges the edge goes on.</summary>
    public float At(float x, float y)
    {
        x = Math.Clamp(x, 0, Width - 1);
        y = Math.Clamp(y, 0, Height - 1);
        int left = (int)x, top = (int)y;
        var right = Math.Min(left + 1, Width - 1);
        float acrossShare = x - left, downShare = y - top;
        Span<byte> upper = Row(top), lower = Row(Math.Min(top + 1, Height - 1));
        var above = upper[left] + ((upper[right] - upper[left]) * acrossShare);
        var below = lower[left] + ((lower[right] - lower[left]) * acrossShare);
        return above + ((below - above) * downShare);
    }

    /// <summary>Mixes a value into a sample.</summary>
    /// <param name="x">Column, inside the plane.</param>
    /// <param name="y">Row, inside the plane.</param>
    /// <param name="value">The value, 0 to 255.</param>
    /// <param name="share">Its share, 0 to 1.</param>
    public void Mix(int x, int y, float value, float share)
    {
        ref var sample = ref bytes[offset + (y * Width) + x];
        sample = (byte)(sample + ((value - sample) * share) + 0.5f);
    }
}

/// <summary>A rectangle in px of the clip, inside it.</summary>
internal readonly record struct Box(int X, int Y, int Width, int Height);
