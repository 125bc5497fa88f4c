using FunctionsPipeline.Media;

namespace FunctionsPipeline.Pipelines.Episode.Editing;

/// <summary>Short shots in quick change, cut at words: scenes and faces in turn, the same picture not twice in a row.</summary>
internal sealed class MixedRapidCut : CutPattern
{
    private const double ShotSeconds = 1.6;

    /// <summary>A face that speaks is cut into once, after so long, s.</summary>
    private const double CloserAfterSeconds = 1.8;

    private static readonly CameraWindow Wide = new(0.5, 0.5, 1);
    private static readonly CameraWindow Close = new(0.5, 0.42, 1.28);

    /// <summary>What beats come in by, in turn.</summary>
    private static readonly TransitionPlan[] Into =
    [
        new(TransitionKind.DipToWhite, 0.2), new(TransitionKind.SlideLeft, 0.25), new(TransitionKind.ZoomIn, 0.3), new(TransitionKind.SlideUp, 0.25),
    ];

    /// <inheritdoc/>
    public override Pauses Pauses { get; } = new(0.2, 0.18, 0.3, 0.9);

    /// <inheritdoc/>
    public override void AddShots(ShotList shots, Scene scene, EpisodePictures pictures)
    {
        var into = scene.BeginsBeat ? Into[(scene.Speech.Beat + shots.Seed) % Into.Length] : null;
        if (scene.Speech.Line is { } line && pictures.Line(line).ClipPath is { } clip)
        {
            AddFace(shots, scene, clip, into);
        }
        else if (scene.Speech.Line is not null)
        {
            AddSpeaker(shots, scene, pictures, into);
        }
        else
        {
            AddNarration(shots, scene, pictures, into);
        }
    }

    private static void AddFace(ShotList shots, Scene scene, string clip, TransitionPlan? into)
    {
        shots.AddTalkingHead(scene.StartFrame, clip, scene.Speech.StartFrame, Wide, into);
        var parts = scene.Split(2);
        if (scene.Frames < 2 * CloserAfterSeconds * shots.FramesPerSecond) return;
        shots.AddTalkingHead(parts[1], clip, scene.Speech.StartFrame, Close, null);
    }

    private static void AddNarration(ShotList shots, Scene scene, EpisodePictures pictures, TransitionPlan? into)
    {
        // A beat without a scene borrows its neighbour's, or one face would have to do for all of it.
        var broll = pictures.BrollOf(scene.Speech.Beat);
        var row = (broll.Count > 0 ? broll : pictures.BrollNear(scene.Speech.Beat)).Append(pictures.FaceOf(scene.Speech.Beat)).ToArray();
        var skip = shots.LastPath == row[0].Path ? 1 : 0;
        var count = Math.Max(1, (int)Math.Round(scene.Frames / (ShotSeconds * shots.FramesPerSecond)));
        var bounds = scene.Split(count);
        for (var i = 0; i < count; i++) AddStill(shots, bounds[i], row[(i + skip) % row.Length], i == 0 ? into : null);
    }
}
