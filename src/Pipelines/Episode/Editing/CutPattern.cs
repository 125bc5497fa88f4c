using FunctionsPipeline.Media;

namespace FunctionsPipeline.Pipelines.Episode.Editing;

/// <summary>One way to cut: which shots a scene gets.</summary>
internal abstract class CutPattern
{
    /// <summary>How long nobody speaks.</summary>
    public abstract Pauses Pauses { get; }

    /// <summary>Adds the shots of a scene, from its first frame to its last.</summary>
    public abstract void AddShots(ShotList shots, Scene scene, EpisodePictures pictures);

    /// <summary>The whole of a line: the clip in which the face speaks, else its portrait.</summary>
    protected static void AddSpeaker(ShotList shots, Scene scene, EpisodePictures pictures, TransitionPlan? transition)
    {
        var line = pictures.Line(scene.Speech.Line!.Value);
        if (line.ClipPath is { } clip) shots.AddTalkingHead(scene.StartFrame, clip, scene.Speech.StartFrame, new CameraWindow(0.5, 0.5, 1), transition);
        else AddStill(shots, scene.StartFrame, new Picture(line.PortraitPath, ShotRole.Portrait, scene.Speech.Emotion), transition);
    }

    /// <summary>A picture with a move of its mood.</summary>
    protected static void AddStill(ShotList shots, int atFrame, Picture picture, TransitionPlan? transition)
    {
        var variant = shots.Count + shots.Seed;
        shots.Add(atFrame, picture, seconds => CameraMoves.For(picture, seconds, variant), transition);
    }

    /// <summary>Pictures one after the other, about equally long; those for which there is no room are left out, the first never.</summary>
    /// <param name="shots">Takes them.</param>
    /// <param name="scene">Where.</param>
    /// <param name="row">What, at least one.</param>
    /// <param name="secondsMin">What a picture needs to be seen.</param>
    /// <param name="into">How the first comes in.</param>
    /// <param name="between">How the others come in.</param>
    protected static void AddRow(ShotList shots, Scene scene, IReadOnlyList<Picture> row, double secondsMin, TransitionPlan? into, TransitionPlan? between)
    {
        var count = Math.Clamp((int)(scene.Frames / (secondsMin * shots.FramesPerSecond)), 1, row.Count);
        var bounds = scene.Split(count);
        for (var i = 0; i < count; i++) AddStill(shots, bounds[i], row[i], i == 0 ? into : between);
    }
}
