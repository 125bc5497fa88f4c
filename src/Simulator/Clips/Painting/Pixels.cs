using System.Numerics;

namespace FunctionsPipeline.Simulator.Clips.Painting;

/// <summary>Walks over parts of a plane.</summary>
internal static class Pixels
{
    /// <summary>The samples of a plane in a square around a point.</summary>
    public static IEnumerable<(int X, int Y)> Around(Vector2 centre, float reach, Plane plane) => In(
        (int)MathF.Floor(centre.X - reach), (int)MathF.Floor(centre.Y - reach), (int)MathF.Ceiling(centre.X + reach), (int)MathF.Ceiling(centre.Y + reach), plane);

    private static IEnumerable<(int X, int Y)> In(int left, int top, int right, int bottom, Plane plane)
    {
        for (var y = Math.Max(0, top); y <= Math.Min(plane.Height - 1, bottom); y++)
        {
            for (var x = Math.Max(0, left); x <= Math.Min(plane.Width - 1, right); x++) yield return (x, y);
        }
    }
}
