using FunctionsPipeline.Media;

namespace FunctionsPipeline.Pipelines.Episode.Editing;

/// <summary>Chooses how the camera goes over a picture, by the mood of the moment. Pure.</summary>
internal static class CameraMoves
{
    /// <summary>Where eyes are in a portrait.</summary>
    private const double FaceY = 0.38;

    private const double ZoomPerSecond = 0.035;
    private const double ZoomMin = 0.08;
    private const double ZoomMax = 0.24;

    /// <summary>A window that is moved aside must be smaller than the picture.</summary>
    private const double PanZoom = 1.16;

    private static readonly string[] Closer = ["dread", "fear", "terror", "tension", "suspense", "menace", "suspicion", "unease", "doubt", "resolve", "determination", "curiosity"];
    private static readonly string[] Away = ["wonder", "awe", "hope", "relief", "freedom", "loneliness", "solitude", "grief", "sadness", "sorrow", "loss", "peace", "calm"];
    private static readonly string[] Sudden = ["shock", "surprise", "anger", "rage", "fury", "panic", "triumph", "horror", "betrayal"];

    /// <param name="picture">What is shown, in which mood.</param>
    /// <param name="seconds">How long.</param>
    /// <param name="variant">Which of the moves, where the mood leaves a choice: neighbours get different ones.</param>
    public static CameraMove For(Picture picture, double seconds, int variant)
    {
        var zoom = 1 + Math.Clamp(seconds * ZoomPerSecond, ZoomMin, ZoomMax);
        var centerY = picture.Role == ShotRole.Broll ? 0.5 : FaceY;
        var mood = picture.Emotion.Trim().ToLowerInvariant();
        if (Closer.Contains(mood)) return new CameraMove(Middle(1, centerY), Middle(zoom, centerY));
        if (Away.Contains(mood)) return new CameraMove(Middle(zoom, centerY), Middle(1, centerY));
        if (Sudden.Contains(mood)) return new CameraMove(Middle(1.04, centerY), Middle(zoom + 0.08, centerY), Easing.Decelerate);
        if (picture.Role != ShotRole.Broll) return variant % 2 == 0 ? new CameraMove(Middle(1, centerY), Middle(zoom, centerY)) : new CameraMove(Middle(zoom, centerY), Middle(1, centerY));
        return (variant % 4) switch
        {
            0 => new CameraMove(Middle(1, centerY), Middle(zoom, centerY)),
            1 => new CameraMove(Window(0, 0.45), Window(1, 0.5), Easing.Smooth),
            2 => new CameraMove(Middle(zoom, centerY), Middle(1, centerY)),
            _ => new CameraMove(Window(0.5, 1), Window(0.5, 0), Easing.Smooth),
        };
    }

    private static CameraWindow Middle(double zoom, double centerY) => new(0.5, centerY, zoom);

    /// <param name="acrossShare">0 at the left edge, 1 at the right.</param>
    /// <param name="downShare">0 at the upper edge, 1 at the lower.</param>
    private static CameraWindow Window(double acrossShare, double downShare)
    {
        const double Half = 0.5 / PanZoom;
        return new CameraWindow(Half + (acrossShare * (1 - (2 * Half))), Half + (downShare * (1 - (2 * Half))), PanZoom);
    }
}
