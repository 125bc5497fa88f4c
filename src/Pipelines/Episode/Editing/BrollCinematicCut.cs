using FunctionsPipeline.Media;
using FunctionsPipeline.Pipelines.Episode.Script;

namespace FunctionsPipeline.Pipelines.Episode.Editing;

/// <summary>Long moving pictures that melt into each other; faces only where somebody speaks. The twist comes out of the dark.</summary>
internal sealed class BrollCinematicCut : CutPattern
{
    private const double ShotSecondsMin = 2.2;
    private static readonly TransitionPlan Melt = new(TransitionKind.CrossFade, 0.6);
    private static readonly TransitionPlan Dark = new(TransitionKind.DipToBlack, 0.7);

    /// <inheritdoc/>
    public override Pauses Pauses { get; } = new(0.4, 0.35, 0.6, 1.3);

    /// <inheritdoc/>
    public override void AddShots(ShotList shots, Scene scene, EpisodePictures pictures)
    {
        if (scene.Speech.Line is not null)
        {
            AddSpeaker(shots, scene, pictures, Melt);
            return;
        }

        var broll = pictures.BrollOf(scene.Speech.Beat);
        var into = scene.BeginsBeat && scene.Speech.Beat == (int)BeatKind.Twist ? Dark : Melt;
        AddRow(shots, scene, broll.Count > 0 ? broll : [pictures.FaceOf(scene.Speech.Beat)], ShotSecondsMin, into, Melt);
    }
}
