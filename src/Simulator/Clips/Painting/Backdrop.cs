using System.Numerics;
using FunctionsPipeline.Simulator.Clips.Scenes;

namespace FunctionsPipeline.Simulator.Clips.Painting;

/// <summary>Wall and floor, painted once at the size that the camera travels over, then shown through the moving window of each frame.</summary>
internal sealed class Backdrop
{
    private readonly Picture _whole;
    private readonly Vector2 _origin;

    /// <summary>Paints it.</summary>
    public Backdrop(Scene scene)
    {
        var last = scene.CameraAt(scene.Format.FrameCount - 1);
        _origin = Vector2.Min(Vector2.Zero, last);
        var travel = Vector2.Abs(last);
        _whole = new Picture(Even(scene.Format.WidthPx + travel.X), Even(scene.Format.HeightPx + travel.Y));
        for (var y = 0; y < _whole.Height; y++) PaintRow(scene, y);
    }

    /// <summary>Shows the part that the camera sees.</summary>
    public void Show(Vector2 camera, Picture picture)
    {
        var offset = camera - _origin;
        Shift(_whole.Y, picture.Y, offset);
        Shift(_whole.U, picture.U, offset / 2);
        Shift(_whole.V, picture.V, offset / 2);
    }

    private void PaintRow(Scene scene, int y)
    {
        var worldY = y + _origin.Y;
        var surface = worldY < scene.FloorY ? scene.Backdrop : scene.Floor;
        var row = _whole.Y.Row(y);
        for (var x = 0; x < row.Length; x++) row[x] = (byte)surface.At(x + _origin.X, worldY);
        if (y % 2 != 0) return;
        _whole.U.Row(y / 2).Fill(surface.U);
        _whole.V.Row(y / 2).Fill(surface.V);
    }

    // Bilinear in 8-bit fixed point: the share of the neighbours is the same for all samples of a plane.
    private static void Shift(Plane from, Plane to, Vector2 offset)
    {
        int left = (int)offset.X, top = (int)offset.Y;
        int across = (int)((offset.X - left) * 256), down = (int)((offset.Y - top) * 256);
        for (var y = 0; y < to.Height; y++)
        {
            var upper = from.Row(top + y).Slice(left, to.Width + 1);
            var lower = from.Row(top + y + 1).Slice(left, to.Width + 1);
            var row = to.Row(y);
            for (var x = 0; x < row.Length; x++)
            {
                var above = (upper[x] << 8) + ((upper[x + 1] - upper[x]) * across);
                var below = (lower[x] << 8) + ((lower[x + 1] - lower[x]) * across);
                row[x] = (byte)(((above << 8) + ((below - above) * down) + (1 << 15)) >> 16);
            }
        }
    }

    // Two more than needed: one for the neighbour that interpolation reads, one for rounding.
    private static int Even(float length) => ((int)MathF.Ceiling(length) + 5) / 2 * 2;
}
