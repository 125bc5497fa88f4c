using System.Numerics;
using FunctionsPipeline.Simulator.Clips.Scenes;

namespace FunctionsPipeline.Simulator.Clips.Painting;

/// <summary>The picture being painted, and what it is painted from. For one thread.</summary>
/// <param name="Scene">What is shown.</param>
/// <param name="Motion">Where the bodies are.</param>
/// <param name="Picture">The picture.</param>
/// <param name="Copy">A picture of the same size, for those who read what they paint over.</param>
/// <param name="Tiles">Surfaces of the bodies, read from their centres, to twice their radius.</param>
/// <param name="Frame">Number of the frame in the scene.</param>
internal sealed record Canvas(Scene Scene, Motion Motion, Picture Picture, Picture Copy, IReadOnlyList<SurfaceTile> Tiles, int Frame)
{
    /// <summary>The length that sizes are relative to: 1 px in a picture whose shorter side has 180.</summary>
    public float Unit => Scene.Format.ShortSidePx / 180f;

    /// <summary>Centre of a body in the picture, px.</summary>
    public Vector2 CentreOf(int body) => Motion.OnScreen(body, Frame);
}
