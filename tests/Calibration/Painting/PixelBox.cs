using System.Text.Json.Serialization;

namespace FunctionsPipeline.Calibration;

/// <summary>A rectangle in pixels from the top left corner.</summary>
internal readonly record struct PixelBox(double X, double Y, double Width, double Height)
{
    [JsonIgnore]
    public double Area => Math.Max(0, Width) * Math.Max(0, Height);

    /// <summary>The smallest box round both.</summary>
    public PixelBox Join(PixelBox other)
    {
        var (x, y) = (Math.Min(X, other.X), Math.Min(Y, other.Y));
        return new PixelBox(x, y, Math.Max(X + Width, other.X + other.Width) - x, Math.Max(Y + Height, other.Y + other.Height) - y);
    }

    /// <summary>What both cover; of no area when they do not meet.</summary>
    public PixelBox Cut(PixelBox other)
    {
        var (x, y) = (Math.Max(X, other.X), Math.Max(Y, other.Y));
        return new PixelBox(x, y, Math.Min(X + Width, other.X + other.Width) - x, Math.Min(Y + Height, other.Y + other.Height) - y);
    }

    /// <summary>The area both cover over the area either covers, 0 to 1.</summary>
    public double Overlap(PixelBox other)
    {
        var cut = Cut(other);
        var shared = cut.Width > 0 && cut.Height > 0 ? cut.Area : 0;
        return shared > 0 ? shared / (Area + other.Area - shared) : 0;
    }
}
