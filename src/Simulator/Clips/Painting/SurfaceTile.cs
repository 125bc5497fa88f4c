using System.Numerics;
using FunctionsPipeline.Simulator.Clips.Scenes;

namespace FunctionsPipeline.Simulator.Clips.Painting;

/// <summary>A surface painted once, then read between its samples: much cheaper than working out its pattern at every pixel of every frame.</summary>
internal sealed class SurfaceTile
{
    private readonly Plane _plane;
    private readonly Vector2 _origin;

    /// <summary>Paints the part of a surface that is read.</summary>
    /// <param name="surface">The surface.</param>
    /// <param name="low">Upper left corner of the part, px of the surface.</param>
    /// <param name="high">Lower right corner.</param>
    public SurfaceTile(Texture surface, Vector2 low, Vector2 high)
    {
        _origin = low;
        int width = (int)MathF.Ceiling(high.X - low.X) + 1, height = (int)MathF.Ceiling(high.Y - low.Y) + 1;
        _plane = new Plane(new byte[width * height], 0, width, height);
        for (var y = 0; y < height; y++)
        {
            var row = _plane.Row(y);
            for (var x = 0; x < width; x++) row[x] = (byte)surface.At(x + low.X, y + low.Y);
        }
    }

    /// <summary>Brightness at a point of the surface, 16 to 235.</summary>
    public float At(float x, float y) => _plane.At(x - _origin.X, y - _origin.Y);
}
