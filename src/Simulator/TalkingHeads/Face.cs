using FunctionsPipeline.Simulator.Images;
using FunctionsPipeline.Simulator.Vision;

namespace FunctionsPipeline.Simulator.TalkingHeads;

/// <summary>Where a face is in a picture, px: an ellipse.</summary>
internal readonly record struct Face(double X, double Y, double RadiusX, double RadiusY)
{
    // Faces of portraits: neither tiny nor larger than the picture, about in the middle.
    private const double RadiusLeast = 0.16;
    private const double RadiusMost = 0.34;
    private const double UsualRadius = 0.25;
    private const double UsualHeight = 0.44;
    private const double OffCentreMost = 0.55;

    /// <summary>Width of a face over its height.</summary>
    public const double Slenderness = 0.714;

    /// <summary>From the middle of a face to the line of its lips, share of its radius downwards.</summary>
    public const double LipsShare = 0.5;

    /// <summary>Half a mouth, share of a face's radius across.</summary>
    public const double MouthShare = 0.425;

    /// <summary>The line on which the lips meet.</summary>
    public double MouthY => Y + (LipsShare * RadiusY);

    /// <summary>Half the width of the mouth.</summary>
    public double MouthHalfWidth => MouthShare * RadiusX;

    /// <summary>How far the mouth opens at most.</summary>
    public double MouthHeight => 0.26 * RadiusY;

    /// <summary>Finds it: where portraits of this simulator have it, or by its skin, or what stands out of the picture, if that may be a face, else about the middle.</summary>
    public static Face In(Raster picture)
    {
        if (PortraitForm.FaceOf(picture) is { } own) return own;
        if (SkinFinder.In(picture) is { } face) return face;
        double shorter = Math.Min(picture.Width, picture.Height);
        var subject = SubjectFinder.Find(picture);
        if (subject.Hue is null || subject.OffCentre > OffCentreMost)
        {
            return new Face(picture.Width / 2.0, picture.Height * UsualHeight, shorter * UsualRadius * Slenderness, shorter * UsualRadius);
        }

        // The points of a disc lie at the root of a half of its radius from the middle.
        var radius = Math.Clamp(subject.Spread * Math.Sqrt(2), RadiusLeast, RadiusMost) * shorter;
        return new Face(subject.X, subject.Y, radius * Slenderness, radius);
    }
}
