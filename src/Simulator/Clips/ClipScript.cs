using FunctionsPipeline.Simulator.Clips.Defects;
using FunctionsPipeline.Simulator.Clips.Scenes;

namespace FunctionsPipeline.Simulator.Clips;

/// <summary>All that a clip will show, settled before the first pixel: the truth about it. Immutable.</summary>
internal sealed class ClipScript
{
    /// <summary>Writes the script of a plan.</summary>
    public ClipScript(ClipPlan plan)
    {
        var draw = new Draw(plan.Seed);
        Scene = SceneBuilder.Build(draw, plan.Format);
        Occurrences = [.. plan.Defects.Select(defect => defect.Draw(Scene, draw.For(defect.Kind).NewRandom()))];
        Motion = Motion.Simulate(Scene, Occurrences);
    }

    /// <summary>What it shows.</summary>
    public Scene Scene { get; }

    /// <summary>What is wrong with it.</summary>
    public IReadOnlyList<Occurrence> Occurrences { get; }

    /// <summary>How it moves.</summary>
    public Motion Motion { get; }

    /// <summary>The frame of the scene that a frame of the clip shows.</summary>
    public int SourceFrame(int frame)
    {
        foreach (var occurrence in Occurrences) frame = occurrence.Defect.SourceFrame(occurrence, frame);
        return frame;
    }
}

/// <summary>What determines a clip. Equal plans give equal files.</summary>
/// <param name="Seed">Seed of the scene and of the defects' details.</param>
/// <param name="Format">Shape.</param>
/// <param name="Defects">What is wrong with it.</param>
internal sealed record ClipPlan(ulong Seed, ClipFormat Format, IReadOnlyList<IDefect> Defects)
{
    /// <summary>A name for the file; it depends on the whole plan and tells nothing of it.</summary>
    public string Key
    {
        get
        {
            var draw = new Draw(Seed).For(Format.WidthPx).For(Format.HeightPx).For(Format.FrameCount);
            foreach (var defect in Defects) draw = draw.For(defect.Kind);
            return draw.ToGuid().ToString("N");
        }
    }
}
