using FunctionsPipeline.Simulator.Clips.Painting;
using FunctionsPipeline.Simulator.Clips.Scenes;

namespace FunctionsPipeline.Simulator.Clips.Defects;

/// <summary>
/// Something that can be wrong with a clip. A defect is one class and one line in <see cref="DefectCatalog"/>; it takes part wherever it
/// overrides a member. Stateless: what differs from clip to clip is in the <see cref="Occurrence"/>.
/// </summary>
internal interface IDefect
{
    /// <summary>Name in the truth.</summary>
    string Kind { get; }

    /// <summary>The trap that provokes it; null for a weakness that nobody asks for.</summary>
    string? Trap => null;

    /// <summary>Words of a prompt that set the trap: all words of any one entry, lowercase.</summary>
    IReadOnlyList<string[]> AskedBy => [];

    /// <summary>Of the defects of one group, a clip has one at most: they would undo each other.</summary>
    string Group => Kind;

    /// <summary>Decides when, where and how strongly it occurs.</summary>
    Occurrence Draw(Scene scene, Random random);

    /// <summary>Meddles with the movement of a body, frame by frame while it lasts.</summary>
    void Steer(Occurrence occurrence, int frame, int body, ref BodyMotion motion) { }

    /// <summary>The frame to show in place of a frame.</summary>
    int SourceFrame(Occurrence occurrence, int frame) => frame;

    /// <summary>Paints over the bodies, before what is in front of them.</summary>
    void PaintBodies(Occurrence occurrence, Canvas canvas) { }

    /// <summary>Paints over the finished picture.</summary>
    void PaintPicture(Occurrence occurrence, Canvas canvas) { }

    /// <summary>The part of the picture in which it shows.</summary>
    Box Where(Occurrence occurrence, Scene scene, Motion motion) => new(0, 0, scene.Format.WidthPx, scene.Format.HeightPx);
}

/// <summary>A defect in one clip.</summary>
/// <param name="Defect">What is wrong.</param>
/// <param name="StartFrame">First frame in which it shows.</param>
/// <param name="EndFrame">Frame after the last one.</param>
/// <param name="Severity">How strong it is, over 0 to 1.</param>
/// <param name="Body">Index of the body that it befalls, where it befalls one.</param>
/// <param name="Seed">Seed of its details.</param>
internal sealed record Occurrence(IDefect Defect, int StartFrame, int EndFrame, float Severity, int Body = 0, ulong Seed = 0)
{
    /// <summary>True while it shows.</summary>
    public bool Covers(int frame) => frame >= StartFrame && frame < EndFrame;
}
