using System.Numerics;

namespace FunctionsPipeline.Simulator.Clips.Scenes;

/// <summary>What a clip shows: bodies that fall and bounce in front of a backdrop, seen by a moving camera. Lengths in px, y downwards.</summary>
internal sealed record Scene
{
    /// <summary>Shape of the clip.</summary>
    public required ClipFormat Format { get; init; }

    /// <summary>The wall behind.</summary>
    public required Texture Backdrop { get; init; }

    /// <summary>The floor.</summary>
    public required Texture Floor { get; init; }

    /// <summary>Height at which bodies bounce.</summary>
    public required float FloorY { get; init; }

    /// <summary>Acceleration downwards, px/s².</summary>
    public required float Gravity { get; init; }

    /// <summary>Movement of the camera, px per frame.</summary>
    public required Vector2 Pan { get; init; }

    /// <summary>The bodies, the farthest first.</summary>
    public required IReadOnlyList<Body> Bodies { get; init; }

    /// <summary>A post between camera and bodies, or null.</summary>
    public Post? Post { get; init; }

    /// <summary>Where the camera is at a frame, px.</summary>
    public Vector2 CameraAt(int frame) => Pan * frame;
}

/// <summary>Outline of a body.</summary>
internal enum Outline
{
    /// <summary>Round.</summary>
    Disc,

    /// <summary>Square, upright.</summary>
    Square,
}

/// <summary>A body.</summary>
/// <param name="Outline">Its outline.</param>
/// <param name="Radius">Half its width, px.</param>
/// <param name="Surface">Its surface, which moves with it.</param>
/// <param name="Start">Its centre at the first frame, px.</param>
/// <param name="Velocity">Its velocity at the first frame, px/s.</param>
/// <param name="Bounce">Share of speed that it keeps when it hits the floor.</param>
internal sealed record Body(Outline Outline, float Radius, Texture Surface, Vector2 Start, Vector2 Velocity, float Bounce)
{
    /// <summary>How much of the pixel at a distance from its centre it covers, 0 to 1.</summary>
    public float Covers(float dx, float dy, float scale = 1)
    {
        var inside = Outline == Outline.Disc
            ? (Radius * scale) - MathF.Sqrt((dx * dx) + (dy * dy))
            : (Radius * scale) - MathF.Max(MathF.Abs(dx), MathF.Abs(dy));
        return Math.Clamp(inside + 0.5f, 0, 1);
    }
}

/// <summary>A post that hides what is behind it.</summary>
/// <param name="X">Left edge at the first frame, px.</param>
/// <param name="Width">Width, px.</param>
/// <param name="Parallax">How much faster than the backdrop it moves.</param>
/// <param name="Surface">Its surface.</param>
internal sealed record Post(float X, float Width, float Parallax, Texture Surface);
