using System.Numerics;

namespace FunctionsPipeline.Calibration;

/// <summary>The outline of an object: the radius in every direction, as a share of its size.</summary>
internal enum Outline
{
    Disc,
    Square,
    Star,

    /// <summary>A disc with shallow bumps.</summary>
    Pebble,
}

/// <summary>Where an object is. Places and sizes in heights of the frame, from its centre, y downwards.</summary>
internal readonly record struct Pose(double X, double Y, double AngleRadians = 0, double StretchX = 1, double StretchY = 1);

/// <summary>An object: a textured shape that moves by a function of time.</summary>
internal sealed record Sprite
{
    public required Texture Texture { get; init; }

    public required Func<double, Pose> PoseAt { get; init; }

    /// <summary>Half its size in heights of the frame.</summary>
    public required double Radius { get; init; }

    public Outline Outline { get; init; }

    /// <summary>How rounded it looks: 0 is flat, 1 darkens to black at the rim.</summary>
    public double Shading { get; init; }

    /// <summary>True for what is glued to the screen and not to the world.</summary>
    public bool IsOverlay { get; init; }

    /// <summary>True when the texture's alpha decides what is seen.</summary>
    public bool HasAlpha { get; init; }

    /// <summary>The radius in a direction, as a share of <see cref="Radius"/>.</summary>
    public double Reach(double angleRadians) => Outline switch
    {
        Outline.Square => 0.85 / Math.Max(Math.Abs(Math.Cos(angleRadians)), Math.Abs(Math.Sin(angleRadians))),
        Outline.Star => 0.78 + 0.2 * Math.Cos(5 * angleRadians),
        Outline.Pebble => 0.86 + 0.08 * Math.Cos(3 * angleRadians) + 0.05 * Math.Sin(2 * angleRadians),
        _ => 1,
    };

    /// <summary>The texture's colour at a place of the object, pixels at zoom 1.</summary>
    public Vector4 ColourAt(double x, double y) => Texture.Sample((float)(x * Texture.TexelsPerPx), (float)(y * Texture.TexelsPerPx));

    /// <summary>The colour under a light from the upper left that falls off to the rim and does not turn with the object.</summary>
    /// <param name="colour">Unlit.</param>
    /// <param name="x">To the right of the centre, in radii on the screen.</param>
    /// <param name="y">Below the centre, in radii on the screen.</param>
    public Vector4 Shade(Vector4 colour, double x, double y)
    {
        if (Shading <= 0) return colour;
        var (u, v) = ((x + 0.4) / 1.6, (y + 0.4) / 1.6);
        var light = (float)(1 - Shading * Math.Min(1, u * u + v * v));
        return new Vector4(colour.X * light, colour.Y * light, colour.Z * light, colour.W);
    }
}
