using System.Numerics;

namespace FunctionsPipeline.Simulator.Clips.Painting;

/// <summary>Walks over parts of a plane.</summary>
internal static class Pixels
{
    /// <summary>The samples of a plane in a square around a point.</summary>
    public static IEnumerable<(int X, int Y)> Around(Vector2 centre, float reach, Plane plane)
    {
        int left = Math.Max(0, (int)MathF.Floor(centre.X - reach)), right = Math.Min(plane.Width - 1, (int)MathF.Ceiling(centre.X + reach));
        int top = Math.Max(0, (int)MathF.Floor(centre.Y - reach)), bottom = Math.Min(plane.Height - 1, (int)MathF.Ceiling(centre.Y + reach));
        for (var y = top; y <= bottom; y++)
        {
            for (var x = left; x <= right; x++) yield return (x, y);
        }
    }
}
