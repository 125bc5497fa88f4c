namespace FunctionsPipeline.Simulator.Images.Stories;

/// <summary>A colour.</summary>
internal readonly record struct Ink(int Red, int Green, int Blue)
{
    /// <summary>Lighter (above 1) or darker (below 1).</summary>
    public Ink Times(double factor) => new((int)(Red * factor), (int)(Green * factor), (int)(Blue * factor));

    /// <summary>So far on the way to another colour, 0 to 1.</summary>
    public Ink Towards(Ink other, double share) =>
        new((int)(Red + ((other.Red - Red) * share)), (int)(Green + ((other.Green - Green) * share)), (int)(Blue + ((other.Blue - Blue) * share)));
}

/// <summary>Paints shapes with smooth edges. Places are shares of the picture's width from its middle and from its upper edge.</summary>
internal sealed class SoftBrush(Raster picture)
{
    private readonly double _unit = picture.Width;

    /// <summary>Height of the picture, in widths.</summary>
    public double Bottom => (double)picture.Height / picture.Width;

    /// <summary>Fills the picture with one colour that runs into another, from top to bottom.</summary>
    public void Gradient(Ink top, Ink bottom)
    {
        for (var y = 0; y < picture.Height; y++)
        {
            var ink = top.Towards(bottom, (double)y / picture.Height);
            var row = picture.Row(y);
            for (var at = 0; at < row.Length; at += Raster.Channels) Put(row, at, ink, 1);
        }
    }

    /// <summary>An ellipse; its edge is as wide as a pixel and a half, or softer.</summary>
    public void Ellipse(double x, double y, double radiusX, double radiusY, Ink ink, double softness = 0, double share = 1) =>
        Fill(x - radiusX - softness, x + radiusX + softness, y - radiusY - softness, y + radiusY + softness, ink, share, (px, py) =>
        {
            var (across, down) = ((px - x) / radiusX, (py - y) / radiusY);
            var distance = (Math.Sqrt((across * across) + (down * down)) - 1) * Math.Min(radiusX, radiusY);
            return Edge(distance, softness);
        });

    /// <summary>Everything below a line that goes up and down.</summary>
    public void Below(Func<double, double> line, Ink ink, Ink bottom)
    {
        for (var column = 0; column < picture.Width; column++)
        {
            var from = line((column / _unit) - 0.5) * _unit;
            for (var y = Math.Max(0, (int)from); y < picture.Height; y++)
            {
                var depth = Math.Min(1, (y - from) / (picture.Height - from + 1));
                Put(picture.Row(y), column * Raster.Channels, ink.Towards(bottom, depth), Math.Clamp(y - from + 1, 0, 1));
            }
        }
    }

    /// <summary>A triangle that stands on its base.</summary>
    public void Peak(double x, double top, double baseY, double halfWidth, Ink ink) =>
        Fill(x - halfWidth, x + halfWidth, top, baseY, ink, 1, (px, py) => Edge(Math.Abs(px - x) - (halfWidth * (py - top) / (baseY - top)), 0));

    /// <summary>An upright box.</summary>
    public void Box(double left, double top, double right, double bottom, Ink ink) => Fill(left, right, top, bottom, ink, 1, (_, _) => 1);

    private void Fill(double left, double right, double top, double bottom, Ink ink, double share, Func<double, double, double> cover)
    {
        var (fromX, toX) = (Math.Max(0, (int)((left + 0.5) * _unit) - 2), Math.Min(picture.Width - 1, (int)((right + 0.5) * _unit) + 2));
        var (fromY, toY) = (Math.Max(0, (int)(top * _unit) - 2), Math.Min(picture.Height - 1, (int)(bottom * _unit) + 2));
        for (var y = fromY; y <= toY; y++)
        {
            var row = picture.Row(y);
            for (var x = fromX; x <= toX; x++) Put(row, x * Raster.Channels, ink, share * cover((x / _unit) - 0.5, y / _unit));
        }
    }

    private double Edge(double distance, double softness) => Math.Clamp(0.5 - (distance / Math.Max(softness, 1.5 / _unit)), 0, 1);

    private static void Put(Span<byte> row, int at, Ink ink, double share)
    {
        if (share <= 0) return;
        row[at] = Blend(row[at], ink.Red, share);
        row[at + 1] = Blend(row[at + 1], ink.Green, share);
        row[at + 2] = Blend(row[at + 2], ink.Blue, share);
    }

    private static byte Blend(byte below, int above, double share) => (byte)Math.Clamp(below + ((above - below) * share), 0, 255);
}
