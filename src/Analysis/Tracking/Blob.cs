namespace FunctionsPipeline.Analysis;

/// <summary>A connected piece of a frame that differs from the still picture.</summary>
/// <param name="X">Centre of the filled shape, pixels of the frame at the working size.</param>
/// <param name="Y">As <paramref name="X"/>, downwards.</param>
/// <param name="AreaPx">Pixels of the filled shape.</param>
/// <param name="Colour">Of what differs, on the mean.</param>
/// <param name="Left">First column.</param>
/// <param name="Top">First row.</param>
/// <param name="Right">Last column.</param>
/// <param name="Bottom">Last row.</param>
/// <param name="TouchesBorder">True when a part may lie outside the picture.</param>
internal sealed record Blob(double X, double Y, int AreaPx, BlobColour Colour, int Left, int Top, int Right, int Bottom, bool TouchesBorder)
{
    public int WidthPx => Right - Left + 1;

    public int HeightPx => Bottom - Top + 1;

    /// <summary>The side of a square of the same area, pixels.</summary>
    public double SizePx => Math.Sqrt(AreaPx);

    /// <summary>This and another as one.</summary>
    public Blob Join(Blob other)
    {
        var area = AreaPx + other.AreaPx;
        var share = (double)other.AreaPx / area;
        return new Blob(
            X + share * (other.X - X), Y + share * (other.Y - Y), area, Colour.Mix(other.Colour, share),
            Math.Min(Left, other.Left), Math.Min(Top, other.Top), Math.Max(Right, other.Right), Math.Max(Bottom, other.Bottom),
            TouchesBorder || other.TouchesBorder);
    }

    /// <summary>The nearest of others, and the empty pixels to it.</summary>
    public (double GapPx, Blob? Blob) Nearest(IEnumerable<Blob> others)
    {
        var (nearest, gap) = ((Blob?)null, double.PositiveInfinity);
        foreach (var other in others)
        {
            var distance = GapPx(other);
            if (distance < gap) (nearest, gap) = (other, distance);
        }

        return (gap, nearest);
    }

    /// <summary>The same shape elsewhere.</summary>
    public Blob MoveTo(double x, double y)
    {
        var (right, down) = ((int)Math.Round(x - X), (int)Math.Round(y - Y));
        return this with { X = x, Y = y, Left = Left + right, Top = Top + down, Right = Right + right, Bottom = Bottom + down };
    }

    /// <summary>Empty pixels between two boxes, 0 where they touch or overlap.</summary>
    public double GapPx(Blob other)
    {
        var x = Math.Max(0, Math.Max(other.Left - Right, Left - other.Right) - 1);
        var y = Math.Max(0, Math.Max(other.Top - Bottom, Top - other.Bottom) - 1);
        return Math.Sqrt(x * x + y * y);
    }
}
