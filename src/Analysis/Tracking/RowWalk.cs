namespace FunctionsPipeline.Analysis;

/// <summary>
/// Walks along a row of one picture and tells where each pixel lies in another. Places are kept in 2^-20 of a pixel, because a multiplication
/// a pixel costs more than what is done there; over a row they are off by less than 2^-10.
/// </summary>
internal ref struct RowWalk
{
    private const int Bits = 20;

    private readonly long _stepX;
    private readonly long _stepY;
    private long _x;
    private long _y;

    /// <summary>Begins at the row's first pixel.</summary>
    /// <param name="map">From the row's picture to the other.</param>
    /// <param name="y">The row.</param>
    /// <param name="addX">Is added to every place, pixels: half a pixel to round instead of cutting off.</param>
    /// <param name="addY">As <paramref name="addX"/>.</param>
    public RowWalk(in PlaneMap map, int y, double addX, double addY)
    {
        var (x0, y0) = map.Apply(0, y);
        (_x, _y) = (Fixed(x0 + addX), Fixed(y0 + addY));
        (_stepX, _stepY) = (Fixed(map.A), Fixed(map.D));
    }

    /// <summary>Whole pixels to the right, rounded down.</summary>
    public readonly int Column => (int)(_x >> Bits);

    /// <summary>Whole pixels downwards, rounded down.</summary>
    public readonly int Line => (int)(_y >> Bits);

    /// <summary>What is left behind <see cref="Column"/>, in 256ths of a pixel.</summary>
    public readonly int ShareX => (int)(_x >> (Bits - 8)) & 255;

    /// <summary>What is left behind <see cref="Line"/>, in 256ths of a pixel.</summary>
    public readonly int ShareY => (int)(_y >> (Bits - 8)) & 255;

    /// <summary>Goes on to the next pixel of the row, or by several.</summary>
    public void Step(int pixels = 1)
    {
        _x += pixels * _stepX;
        _y += pixels * _stepY;
    }

    /// <summary>
    /// How many pixels from here on lie one behind the other in one line of the other picture, at least 1: most of a row, unless the camera
    /// turns or zooms.
    /// </summary>
    /// <param name="most">Greatest answer.</param>
    public readonly int Run(int most) => (int)Math.Min(Stay(_x, _stepX - (1L << Bits), most), Stay(_y, _stepY, most));

    /// <summary>Which of so many places in a line, one behind the other, lie inside a picture.</summary>
    /// <param name="column">Of the first place; may lie outside.</param>
    /// <param name="count">Places.</param>
    /// <param name="widthPx">Of the picture.</param>
    /// <returns>The first place inside and the one behind the last; equal when none is.</returns>
    public static (int First, int End) Inside(int column, int count, int widthPx)
    {
        var first = Math.Clamp(-column, 0, count);
        return (first, Math.Clamp(widthPx - column, first, count));
    }

    /// <summary>Steps that a place may make before its whole part changes, and the one that it stands at.</summary>
    private static long Stay(long place, long step, int most)
    {
        var left = place & ((1L << Bits) - 1);
        return step switch
        {
            0 => most,
            > 0 => Math.Min(most, ((1L << Bits) - 1 - left) / step + 1),
            _ => Math.Min(most, left / -step + 1),
        };
    }

    private static long Fixed(double value) => (long)Math.Floor(value * (1 << Bits) + 0.5);
}
