namespace FunctionsPipeline.Calibration;

/// <summary>Spoils pictures. It sees them in order, once.</summary>
internal interface IPictureDefect
{
    /// <summary>Spoils a picture.</summary>
    /// <param name="clean">The picture as it should be.</param>
    /// <param name="output">Holds the same; takes the spoilt one.</param>
    /// <param name="seconds">When it is shown.</param>
    void Apply(Picture clean, Picture output, double seconds);
}

/// <summary>An ellipse in pixels that a local defect acts in.</summary>
internal readonly record struct Region(double X, double Y, double RadiusX, double RadiusY)
{
    /// <summary>Distance from the centre in radii: 1 is the rim.</summary>
    public double Distance(double x, double y)
    {
        var (u, v) = ((x - X) / RadiusX, (y - Y) / RadiusY);
        return Math.Sqrt(u * u + v * v);
    }

    /// <summary>1 in the middle, falling smoothly to 0 at the rim.</summary>
    public double Weight(double x, double y) => SmoothMotion.Ease((1 - Distance(x, y)) / 0.4);

    /// <summary>Whole pixels around the ellipse, grown by a factor, inside the picture.</summary>
    public (int Left, int Top, int Right, int Bottom) Bounds(Picture picture, double grow = 1) => (
        (int)Math.Max(0, X - grow * RadiusX),
        (int)Math.Max(0, Y - grow * RadiusY),
        (int)Math.Min(picture.WidthPx - 1, X + grow * RadiusX + 1),
        (int)Math.Min(picture.HeightPx - 1, Y + grow * RadiusY + 1));
}

/// <summary>When a defect is on.</summary>
internal readonly record struct Span(double StartSeconds, double EndSeconds)
{
    public bool Holds(double seconds) => seconds >= StartSeconds && seconds < EndSeconds;

    /// <summary>0 outside, 1 inside, and a short smooth way in and out.</summary>
    public double Envelope(double seconds, double edgeSeconds = 0.15) =>
        Math.Min(SmoothMotion.Ease((seconds - StartSeconds) / edgeSeconds), SmoothMotion.Ease((EndSeconds - seconds) / edgeSeconds));

    /// <summary>How far into it, 0 to 1.</summary>
    public double Progress(double seconds) => Math.Clamp((seconds - StartSeconds) / (EndSeconds - StartSeconds), 0, 1);
}
