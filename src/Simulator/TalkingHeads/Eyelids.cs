using FunctionsPipeline.Simulator.Images;

namespace FunctionsPipeline.Simulator.TalkingHeads;

/// <summary>Lids over the eyes of a picture, which close now and then. Only where the picture has eyes at their usual places.</summary>
internal sealed class Eyelids
{
    private const double BlinkSeconds = 0.16;
    private const double PauseSeconds = 2.6;
    private const double EyeAcross = 0.44;
    private const double EyeUp = 0.143;
    private const double LidRadiusX = 0.235;
    private const double LidRadiusY = 0.1;
    private const double CheekDown = 0.16;
    private const double DarkerLeast = 30;

    private readonly Face _face;
    private readonly (double Red, double Green, double Blue)[] _skins;

    private Eyelids(Face face, params (double Red, double Green, double Blue)[] skins) => (_face, _skins) = (face, skins);

    /// <summary>The lids of a face; null when there are no eyes where eyes would be.</summary>
    public static Eyelids? In(Raster picture, Face face)
    {
        // Each lid is as bright as the cheek below it.
        var (leftSkin, rightSkin) = (At(-1, CheekDown), At(1, CheekDown));
        return IsEye(leftSkin, At(-1, 0)) && IsEye(rightSkin, At(1, 0)) ? new Eyelids(face, leftSkin, rightSkin) : null;

        (double, double, double) At(int side, double down) =>
            Mean(picture, face.X + (side * EyeAcross * face.RadiusX), face.Y + ((down - EyeUp) * face.RadiusY), 0.05 * face.RadiusX);
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
            Lid(frame, _face.X + swayX + (side * EyeAcross * _face.RadiusX), _face.Y + swayY - (EyeUp * _face.RadiusY), _skins[(side + 1) / 2], share);
        }
    }

    private void Lid(Raster frame, double x, double y, (double Red, double Green, double Blue) skin, double share)
    {
        var (across, up) = (LidRadiusX * _face.RadiusX, LidRadiusY * _face.RadiusY);
        var edge = y - up + (2 * up * share);
        for (var row = Math.Max(0, (int)(y - up)); row < Math.Min(frame.Height, Math.Min(y + up, edge)); row++)
        {
            var half = across * Math.Sqrt(Math.Max(0, 1 - ((row - y) * (row - y) / (up * up))));
            var tone = edge - row < 0.2 * up ? 0.45 : 0.96;
            var pixels = frame.Row(row);
            for (var column = Math.Max(0, (int)(x - half)); column < Math.Min(frame.Width, x + half); column++)
            {
                var at = column * Raster.Channels;
                (pixels[at], pixels[at + 1], pixels[at + 2]) = ((byte)(skin.Red * tone), (byte)(skin.Green * tone), (byte)(skin.Blue * tone));
            }
        }
    }

    private static bool IsEye((double Red, double Green, double Blue) skin, (double Red, double Green, double Blue) eye) => Light(skin) - Light(eye) > DarkerLeast;

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
