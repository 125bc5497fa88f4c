using System.Text.Json.Serialization;

namespace FunctionsPipeline.Media;

/// <summary>What is seen for a while.</summary>
/// <param name="StartFrame">First frame at which any of it is seen.</param>
/// <param name="Frames">How many frames, transitions on both sides included; more than the two have together.</param>
/// <param name="Source">Where its pictures come from.</param>
/// <param name="Transition">How it comes in; null for a cut. The first shot has none.</param>
public sealed record Shot(int StartFrame, int Frames, ShotSource Source, Transition? Transition = null)
{
    /// <summary>What it shows, for readers and for the choice of a thumbnail.</summary>
    public ShotRole Role { get; init; } = ShotRole.Broll;
}

/// <summary>What a shot shows.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ShotRole>))]
public enum ShotRole
{
    /// <summary>A scene.</summary>
    Broll,

    /// <summary>A face that speaks.</summary>
    TalkingHead,

    /// <summary>A face as a picture.</summary>
    Portrait,
}

/// <summary>How a shot comes in over the one before.</summary>
/// <param name="Kind">How.</param>
/// <param name="Frames">How many frames both are under way, at least 2.</param>
public sealed record Transition(TransitionKind Kind, int Frames);

/// <summary>Ways in which a shot comes in.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TransitionKind>))]
public enum TransitionKind
{
    /// <summary>One picture becomes the other.</summary>
    CrossFade,

    /// <summary>Through black.</summary>
    DipToBlack,

    /// <summary>Through white: a flash when it is short.</summary>
    DipToWhite,

    /// <summary>The new one comes from the right.</summary>
    SlideLeft,

    /// <summary>The new one comes from below.</summary>
    SlideUp,

    /// <summary>Into the old one until the new one is there.</summary>
    ZoomIn,

    /// <summary>An edge without sharpness goes from right to left.</summary>
    WipeLeft,
}

/// <summary>Where a shot's pictures come from.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(StillSource), "still")]
[JsonDerivedType(typeof(ClipSource), "clip")]
public abstract record ShotSource(string Path);

/// <summary>One picture, moved slowly. It fills the frame: what sticks out is cut off on both sides alike.</summary>
/// <param name="Path">PNG, JPEG or WebP.</param>
/// <param name="Move">How the camera goes over it.</param>
public sealed record StillSource(string Path, CameraMove Move) : ShotSource(Path);

/// <summary>A part of a video. It fills the frame; its own sound is not heard. Where it is too short, its last frame stays.</summary>
/// <param name="Path">A video.</param>
/// <param name="InSeconds">Where in it the part begins.</param>
/// <param name="HoldFrames">So many frames the first frame stands before it moves: a mouth waits for its sound while the shot comes in.</param>
public sealed record ClipSource(string Path, double InSeconds = 0, int HoldFrames = 0) : ShotSource(Path)
{
    /// <summary>The part of its pictures that is seen.</summary>
    public CameraWindow Window { get; init; } = new(0.5, 0.5, 1);

    /// <summary>Its look. Pictures are graded beforehand.</summary>
    public Grade Grade { get; init; }
}

/// <summary>A camera over a picture, from one window to another.</summary>
/// <param name="From">What is seen at first.</param>
/// <param name="To">What is seen at last.</param>
/// <param name="Easing">How it gets there.</param>
public sealed record CameraMove(CameraWindow From, CameraWindow To, Easing Easing = Easing.Linear)
{
    /// <summary>A camera that does not move.</summary>
    public static CameraMove Still { get; } = new(new CameraWindow(0.5, 0.5, 1), new CameraWindow(0.5, 0.5, 1));
}

/// <summary>A part of a picture of the frame's shape.</summary>
/// <param name="CenterX">Its middle, 0 (left) to 1 (right) of the picture; kept so far from the edge that the window lies within.</param>
/// <param name="CenterY">Its middle, 0 (top) to 1 (bottom).</param>
/// <param name="Zoom">1 is the largest window there is, 2 half as wide; 1 to 4.</param>
public sealed record CameraWindow(double CenterX, double CenterY, double Zoom);

/// <summary>How a camera gets from one window to another.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Easing>))]
public enum Easing
{
    /// <summary>At one speed: cuts into and out of a movement.</summary>
    Linear,

    /// <summary>Slow at both ends.</summary>
    Smooth,

    /// <summary>Fast at first, then slower and slower.</summary>
    Decelerate,

    /// <summary>Slow at first, then faster and faster.</summary>
    Accelerate,
}
