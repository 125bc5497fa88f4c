using FunctionsPipeline.Media;

namespace FunctionsPipeline.Pipelines.Episode.Editing;

/// <summary>Faces carry it: the narrator speaks over the face of the beat, and a moving picture comes between.</summary>
internal sealed class TalkingHeadHeavyCut : CutPattern
{
    private const double ShotSecondsMin = 1.5;
    private static readonly TransitionPlan Soft = new(TransitionKind.CrossFade, 0.35);
    private static readonly TransitionPlan Slide = new(TransitionKind.WipeLeft, 0.4);

    /// <inheritdoc/>
    public override Pauses Pauses { get; } = new(0.3, 0.3, 0.45, 1.0);

    /// <inheritdoc/>
    public override void AddShots(ShotList shots, Scene scene, EpisodePictures pictures)
    {
        if (scene.Speech.Line is not null)
        {
            AddSpeaker(shots, scene, pictures, null);
            return;
        }

        // The scene first, then who is in it: a line that follows has its face already.
        var face = pictures.FaceOf(scene.Speech.Beat);
        AddRow(shots, scene, [.. pictures.BrollOf(scene.Speech.Beat), face], ShotSecondsMin, scene.BeginsBeat ? Slide : null, Soft);
    }
}
