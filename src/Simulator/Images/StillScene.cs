using FunctionsPipeline.Simulator.Vision;

namespace FunctionsPipeline.Simulator.Images;

/// <summary>A picture in order, but for what it shows and where: a coloured subject before a plain grey wall.</summary>
internal sealed class StillScene
{
    private const int ClutterMost = 9;
    private const double HueFlawMost = 170;

    private static readonly double[] HueTurns = [-1, 1];

    private readonly Raster _picture;
    private readonly Draw _draw;

    private StillScene(Raster picture, Draw draw) => (_picture, _draw) = (picture, draw);

    /// <summary>Paints it.</summary>
    public static Raster Paint(int widthPx, int heightPx, string prompt, Draw draw, StillFlaws flaws)
    {
        var scene = new StillScene(new Raster(widthPx, heightPx), draw);
        scene.PaintWall();
        scene.PaintClutter((int)(flaws.Of(Aspect.Composition) * ClutterMost));
        scene.PaintSubject(prompt, flaws);
        return scene._picture;
    }

    // Boards of slightly different shades with dark joints: something that is sharp or is not.
    private void PaintWall()
    {
        var wall = _draw.For("wall");
        var board = Math.Max(12, Math.Min(_picture.Width, _picture.Height) / (7 + wall.For("boards").Index(4)));
        var level = 128 + wall.For("level").Index(24);
        for (var y = 0; y < _picture.Height; y++)
        {
            var row = _picture.Row(y);
            int line = y / board, shift = line % 2 == 0 ? 0 : board;
            var isJoint = y % board < 2;
            var slope = 18 - (36 * y / _picture.Height);
            for (int x = 0, at = 0; x < _picture.Width; x++, at += Raster.Channels)
            {
                var (column, within) = Math.DivRem(x + shift, board * 2);
                var shade = isJoint || within < 2 ? level - 62 : level + slope + ShadeOf(line, column);
                row[at] = row[at + 1] = row[at + 2] = (byte)Math.Clamp(shade, 0, 255);
            }
        }
    }

    private int ShadeOf(int line, int column)
    {
        var hash = ((ulong)(uint)line * 0x9E3779B97F4A7C15UL) ^ ((ulong)(uint)column * 0xC2B2AE3D27D4EB4FUL) ^ _draw.State;
        return (int)((hash >> 20) & 31) - 16;
    }

    private void PaintClutter(int count)
    {
        var shortSide = Math.Min(_picture.Width, _picture.Height);
        for (var index = 0; index < count; index++)
        {
            var draw = _draw.For("clutter").For(index);
            var radius = shortSide * (0.03 + (0.05 * draw.For("radius").Share));
            PaintShape(draw.For("x").Share * _picture.Width, draw.For("y").Share * _picture.Height, radius, draw.For("hue").Share * 360, draw.For("form").Index(3));
        }
    }

    private void PaintSubject(string prompt, StillFlaws flaws)
    {
        var draw = _draw.For("subject");
        var radius = Math.Min(_picture.Width, _picture.Height) * (0.22 + (0.05 * draw.For("radius").Share));
        var angle = draw.For("angle").Share * 2 * Math.PI;
        var offset = flaws.Of(Aspect.Composition) * 0.55;
        var hue = SubjectHue.Of(prompt) + (HueTurns[draw.For("turn").Index(2)] * flaws.Of(Aspect.PromptMatch) * HueFlawMost);
        PaintShape(
            (_picture.Width / 2.0) + (Math.Cos(angle) * offset * ((_picture.Width / 2.0) - (radius / 2))),
            (_picture.Height / 2.0) + (Math.Sin(angle) * offset * ((_picture.Height / 2.0) - (radius / 2))),
            radius,
            (hue + 360) % 360,
            Draw.FromSeed(5).For(prompt.Split(',')[0]).Index(3));
    }

    // Stripes of two shades; round, upright or standing on a corner.
    private void PaintShape(double centreX, double centreY, double radius, double hue, int form)
    {
        var (light, dark) = (ColourOf(hue, 1), ColourOf(hue, 0.62));
        var stripe = Math.Max(3, radius / 5);
        for (var y = Math.Max(0, (int)(centreY - radius)); y < Math.Min(_picture.Height, centreY + radius); y++)
        {
            var row = _picture.Row(y);
            for (var x = Math.Max(0, (int)(centreX - radius)); x < Math.Min(_picture.Width, centreX + radius); x++)
            {
                double across = Math.Abs(x - centreX), down = Math.Abs(y - centreY);
                var isInside = form switch
                {
                    0 => (across * across) + (down * down) < radius * radius,
                    1 => Math.Max(across, down) < radius * 0.85,
                    _ => across + down < radius,
                };
                if (!isInside) continue;
                var colour = (int)((x + y) / stripe) % 2 == 0 ? light : dark;
                (row[x * 3], row[(x * 3) + 1], row[(x * 3) + 2]) = colour;
            }
        }
    }

    private static (byte Red, byte Green, byte Blue) ColourOf(double hue, double value)
    {
        return (Channel(5), Channel(3), Channel(1));

        byte Channel(int from)
        {
            var place = (from + (hue / 60)) % 6;
            return (byte)(225 * value * (1 - (0.85 * Math.Clamp(Math.Min(place, 4 - place), 0, 1))));
        }
    }
}
