using FunctionsPipeline.Simulator.Images;

namespace FunctionsPipeline.Simulator.TalkingHeads;

/// <summary>
/// Paints the frames of a face that speaks: the head sways a little, the jaw goes down with the loudness and shows teeth and tongue, and eyes
/// blink where the picture has some. Equal pictures and curves give equal frames. Not for several threads.
/// </summary>
internal sealed class HeadPainter
{
    // In radii of the face: the head moves as one up to here, and the picture stands still from there on.
    private const double Stiff = 1.15;
    private const double Still = 2.1;
    private const double LipShare = 0.22;

    private static readonly (byte Red, byte Green, byte Blue) Throat = (58, 16, 20);
    private static readonly (byte Red, byte Green, byte Blue) Teeth = (236, 229, 218);
    private static readonly (byte Red, byte Green, byte Blue) Tongue = (158, 66, 70);
    private static readonly (byte Red, byte Green, byte Blue) LipLine = (84, 34, 36);

    private readonly Raster _picture;
    private readonly Raster _frame;
    private readonly Face _face;
    private readonly Draw _draw;
    private readonly Eyelids? _eyelids;
    private readonly (int Left, int Top, int Right, int Bottom) _box;
    private readonly float[] _stiffness;

    /// <summary>A painter of a picture.</summary>
    public HeadPainter(Raster picture, Draw draw)
    {
        (_picture, _draw, _face) = (picture, draw, Face.In(picture));
        _frame = new Raster(picture.Width, picture.Height);
        _eyelids = Eyelids.In(picture, _face);
        _box = (
            Math.Max(0, (int)(_face.X - (Still * _face.RadiusX))), Math.Max(0, (int)(_face.Y - (Still * _face.RadiusY))),
            Math.Min(picture.Width, (int)(_face.X + (Still * _face.RadiusX)) + 1), Math.Min(picture.Height, (int)(_face.Y + (Still * _face.RadiusY)) + 1));
        _stiffness = StiffnessOf();
        picture.Rgb.CopyTo(_frame.Rgb, 0);
    }

    /// <summary>Paints a frame. It stays as it is until the next one is painted.</summary>
    /// <param name="seconds">Its time.</param>
    /// <param name="open">How far the mouth is open, 0 to 1.</param>
    public Raster Paint(double seconds, double open)
    {
        var (swayX, swayY) = Sway(seconds, open);
        var jaw = open * _face.MouthHeight;
        Warp(swayX, swayY, jaw);
        PaintMouth(_face.X + swayX, _face.MouthY + swayY, jaw);
        _eyelids?.Paint(_frame, swayX, swayY, seconds, _draw);
        return _frame;
    }

    private (double X, double Y) Sway(double seconds, double open)
    {
        var turn = 2 * Math.PI;
        var (first, second) = (_draw.For("sway").Share * turn, _draw.For("nod").Share * turn);
        return (
            _face.RadiusX * ((0.045 * Math.Sin((turn * 0.21 * seconds) + first)) + (0.02 * Math.Sin((turn * 0.53 * seconds) + second))),
            _face.RadiusY * ((0.025 * Math.Sin((turn * 0.31 * seconds) + second)) - (0.03 * open)));
    }

    // How much of the sway each pixel takes part in.
    private float[] StiffnessOf()
    {
        var (left, top, right, bottom) = _box;
        var stiffness = new float[(right - left) * (bottom - top)];
        for (int y = top, at = 0; y < bottom; y++)
        {
            for (var x = left; x < right; x++, at++)
            {
                double across = (x - _face.X) / _face.RadiusX, down = (y - _face.Y) / _face.RadiusY;
                var distance = Math.Sqrt((across * across) + (down * down));
                var share = Math.Clamp((Still - distance) / (Still - Stiff), 0, 1);
                stiffness[at] = (float)(share * share * (3 - (2 * share)));
            }
        }

        return stiffness;
    }

    private void Warp(double swayX, double swayY, double jaw)
    {
        var (left, top, right, bottom) = _box;
        var mouthY = _face.MouthY + swayY;
        for (int y = top, at = 0; y < bottom; y++)
        {
            var row = _frame.Row(y);
            for (var x = left; x < right; x++, at++)
            {
                var share = _stiffness[at];
                double fromX = x - (share * swayX), fromY = y - (share * swayY);
                if (jaw > 0.2) fromY -= Lip(x - _face.X - swayX, y - mouthY, jaw);
                Sample((float)fromX, (float)fromY, row.Slice(x * Raster.Channels, Raster.Channels));
            }
        }
    }

    // How far the skin at a place is drawn away from the mouth: the lower lip and the chin down, the upper lip a little up.
    private double Lip(double across, double down, double jaw)
    {
        var reach = down > 0 ? 1.9 * _face.MouthHalfWidth : 1.2 * _face.MouthHalfWidth;
        var depth = down > 0 ? 0.75 * _face.RadiusY : 0.2 * _face.RadiusY;
        if (Math.Abs(across) >= reach || Math.Abs(down) >= depth) return 0;
        var side = Math.Cos(Math.PI / 2 * across / reach);
        var fade = 1 - (Math.Abs(down) / depth);
        var pull = jaw * side * side * fade;
        return down > 0 ? pull * (1 - LipShare) : -pull * LipShare;
    }

    private void PaintMouth(double centreX, double lineY, double jaw)
    {
        var half = _face.MouthHalfWidth;
        var line = Math.Max(0.7, 0.012 * _face.RadiusY);
        for (var x = Math.Max(0, (int)(centreX - half)); x <= Math.Min(_frame.Width - 1, centreX + half); x++)
        {
            var across = (x - centreX) / half;
            var shape = Math.Sqrt(Math.Max(0, 1 - (across * across)));

            // Corners lie a little higher than the middle, as in a face at rest.
            var curve = -0.05 * _face.RadiusY * across * across;
            var (upper, lower) = (lineY + curve - (jaw * shape * LipShare), lineY + curve + (jaw * shape * (1 - LipShare)));
            PaintColumn(x, upper - line, lower + line, upper, lower, jaw);
        }
    }

    private void PaintColumn(int x, double from, double to, double upper, double lower, double jaw)
    {
        var gap = lower - upper;
        for (var y = Math.Max(0, (int)Math.Floor(from)); y <= Math.Min(_frame.Height - 1, (int)Math.Ceiling(to)); y++)
        {
            var cover = Math.Clamp(Math.Min(y + 1 - from, to - y), 0, 1);
            if (cover <= 0) continue;
            var place = gap < 2 ? -1 : (y - upper) / gap;
            var colour = place switch
            {
                < 0 or > 1 => LipLine,
                < 0.26 when jaw > 0.25 * _face.MouthHeight => Teeth,
                > 0.68 when jaw > 0.35 * _face.MouthHeight => Tongue,
                _ => Throat,
            };
            Mix(_frame.Row(y).Slice(x * Raster.Channels, Raster.Channels), colour, place is < 0 or > 1 ? 0.75 * cover : cover);
        }
    }

    private void Sample(float x, float y, Span<byte> to)
    {
        x = Math.Clamp(x, 0, _picture.Width - 1.001f);
        y = Math.Clamp(y, 0, _picture.Height - 1.001f);
        int left = (int)x, top = (int)y;
        float across = x - left, down = y - top;
        var stride = _picture.Width * Raster.Channels;
        var at = (top * stride) + (left * Raster.Channels);
        var rgb = _picture.Rgb;
        for (var channel = 0; channel < Raster.Channels; channel++, at++)
        {
            var above = rgb[at] + ((rgb[at + Raster.Channels] - rgb[at]) * across);
            var below = rgb[at + stride] + ((rgb[at + stride + Raster.Channels] - rgb[at + stride]) * across);
            to[channel] = (byte)(above + ((below - above) * down) + 0.5f);
        }
    }

    private static void Mix(Span<byte> pixel, (byte Red, byte Green, byte Blue) colour, double share)
    {
        pixel[0] = (byte)(pixel[0] + ((colour.Red - pixel[0]) * share));
        pixel[1] = (byte)(pixel[1] + ((colour.Green - pixel[1]) * share));
        pixel[2] = (byte)(pixel[2] + ((colour.Blue - pixel[2]) * share));
    }
}
