using FunctionsPipeline.Simulator.Images;

namespace FunctionsPipeline.Simulator.TalkingHeads;

/// <summary>Lids over the eyes of a picture, which close now and then. Only where the picture has eyes at their usual places.</summary>
internal sealed class Eyelids
{
    private const double BlinkSeconds = 0.16;
    private const double PauseSeconds = 2.6;
    private const double EyeAcross = 0.44;
    private const double EyeUp = 0.143;
    private const double LidRadius = 0.235;
    private const double DarkerLeast = 30;

    private readonly Face _face;
    private readonly (double Red, double Green, double Blue) _skin;

    private Eyelids(Face face, (double Red, double Green, double Blue) skin) => (_face, _skin) = (face, skin);

    /// <summary>The lids of a face; null when there are no eyes where eyes would be.</summary>
    public static Eyelids? In(Raster picture, Face face)
    {
        var skin = Mean(picture, face.X, face.Y - (0.02 * face.RadiusY), 0.06 * face.RadiusX);
        var (left, right) = (Eye(-1), Eye(1));
        return Light(skin) - Light(left) > DarkerLeast && Light(skin) - Light(right) > DarkerLeast ? new Eyelids(face, skin) : null;

        (double, double, double) Eye(int side) =>
            Mean(picture, face.X + (side * EyeAcross * face.RadiusX), face.Y - (EyeUp * face.RadiusY), 0.05 * face.RadiusX);
    }

    /// <summary>Paints them as they are at a time.</summary>
    public void Paint(Raster frame, double swayX, double swayY, double seconds, Draw draw)
    {
        // Each pause is of its own length, so that it does not look like clockwork.
        var round = (int)(seconds / PauseSeconds);
        var at = (round * PauseSeconds) + (draw.For("blink").For(round).Share * (PauseSeconds - BlinkSeconds));
        var share = Math.Sin(Math.PI * Math.Clamp((seconds - at) / BlinkSeconds, 0, 1));
        if (share <= 0) return;
        for (var side = -1; side <= 1; side += 2)
        {
            Lid(frame, _face.X + swayX + (side * EyeAcross * _face.RadiusX), _face.Y + swayY - (EyeUp * _face.RadiusY), LidRadius * _face.RadiusX, share);
        }
    }

    private void Lid(Raster frame, double x, double y, double radius, double share)
    {
        var edge = y - radius + (2 * radius * share);
        for (var row = Math.Max(0, (int)(y - radius)); row < Math.Min(frame.Height, Math.Min(y + radius, edge)); row++)
        {
            var half = Math.Sqrt(Math.Max(0, (radius * radius) - ((row - y) * (row - y))));
            var isEdge = edge - row < 0.16 * radius;
            var pixels = frame.Row(row);
            for (var column = Math.Max(0, (int)(x - half)); column < Math.Min(frame.Width, x + half); column++)
            {
                var at = column * Raster.Channels;
                var tone = isEdge ? 0.45 : 0.94;
                (pixels[at], pixels[at + 1], pixels[at + 2]) = ((byte)(_skin.Red * tone), (byte)(_skin.Green * tone), (byte)(_skin.Blue * tone));
            }
        }
    }

    private static double Light((double Red, double Green, double Blue) colour) => (0.3 * colour.Red) + (0.59 * colour.Green) + (0.11 * colour.Blue);

    private static (double Red, double Green, double Blue) Mean(Raster picture, double x, double y, double radius)
    {
        double red = 0, green = 0, blue = 0;
        var count = 0;
        for (var row = Math.Max(0, (int)(y - radius)); row <= Math.Min(picture.Height - 1, y + radius); row++)
        {
            var pixels = picture.Row(row);
            for (var column = Math.Max(0, (int)(x - radius)); column <= Math.Min(picture.Width - 1, x + radius); column++, count++)
            {
                var at = column * Raster.Channels;
                (red, green, blue) = (red + pixels[at], green + pixels[at + 1], blue + pixels[at + 2]);
            }
        }

        return count == 0 ? (0, 0, 0) : (red / count, green / count, blue / count);
    }
}
