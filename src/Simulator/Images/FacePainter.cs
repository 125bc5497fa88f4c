using FunctionsPipeline.Simulator.Language;

namespace FunctionsPipeline.Simulator.Images;

/// <summary>
/// Paints the subject of a portrait: a face before a disc in the subject's colour. The same seed and words give the same face, so that a
/// character can be known again; a mouth and eyes lie where <see cref="TalkingHeads.Face"/> looks for them.
/// </summary>
internal sealed class FacePainter
{
    /// <summary>Half the height of a face, in shorter sides of the picture.</summary>
    public const double Radius = 0.235;

    /// <summary>Width of a face over its height.</summary>
    public const double Slenderness = 0.8;

    private const double DiscRadius = 1.42;

    private static readonly string[] PortraitWords = ["portrait", "headshot"];
    private static readonly string[] WomenWords = ["woman", "girl", "female", "lady", "queen", "mother", "grandmother", "sister", "daughter", "princess", "she", "her", "witch"];
    private static readonly string[] OldWords = ["old", "elderly", "aged", "grandmother", "grandfather", "grey", "gray"];

    private static readonly Colour[] Skins = [new(238, 200, 172), new(226, 182, 150), new(206, 160, 126), new(174, 126, 96), new(140, 98, 74)];
    private static readonly Colour[] Hairs = [new(40, 34, 36), new(74, 48, 32), new(108, 60, 34), new(52, 40, 34)];
    private static readonly Colour GreyHair = new(176, 176, 180);
    private static readonly Colour White = new(246, 244, 240);
    private static readonly Colour Dark = new(32, 24, 26);
    private static readonly Colour Lips = new(150, 62, 62);

    private readonly Raster _picture;
    private readonly double _x;
    private readonly double _y;
    private readonly double _radius;
    private readonly Colour _skin;
    private readonly Colour _hair;
    private readonly bool _hasLongHair;
    private readonly Draw _draw;

    private FacePainter(Raster picture, double x, double y, string prompt, Draw draw)
    {
        (_picture, _x, _y, _draw) = (picture, x, y, draw);
        _radius = Radius * Math.Min(picture.Width, picture.Height);
        var words = TextWords.Of(prompt);
        _skin = Skins[draw.For("skin").Index(Skins.Length)];
        _hair = OldWords.Any(words.Contains) ? GreyHair : Hairs[draw.For("hair").Index(Hairs.Length)];
        _hasLongHair = WomenWords.Any(words.Contains);
    }

    /// <summary>A colour; parts may lie beyond the ends while it is worked out.</summary>
    private readonly record struct Colour(double Red, double Green, double Blue)
    {
        public Colour Times(double factor) => new(Red * factor, Green * factor, Blue * factor);
    }

    /// <summary>True when a prompt asks for a portrait.</summary>
    public static bool IsPortrait(string prompt)
    {
        var words = TextWords.Of(prompt);
        return PortraitWords.Any(words.Contains);
    }

    /// <summary>Paints a face.</summary>
    /// <param name="picture">Into this.</param>
    /// <param name="x">Its middle, px.</param>
    /// <param name="y">Its middle, px.</param>
    /// <param name="light">Colour of the disc, bright.</param>
    /// <param name="dark">Colour of the disc, dark.</param>
    /// <param name="prompt">Who it is.</param>
    /// <param name="draw">Chance of the face.</param>
    public static void Paint(Raster picture, double x, double y, (byte, byte, byte) light, (byte, byte, byte) dark, string prompt, Draw draw)
    {
        var painter = new FacePainter(picture, x, y, prompt, draw);
        painter.PaintDisc(Of(light), Of(dark));
        painter.PaintHead();
        painter.PaintEyes();
        painter.PaintMiddle();
    }

    private static Colour Of((byte Red, byte Green, byte Blue) colour) => new(colour.Red, colour.Green, colour.Blue);

    // Rings, bright and dark in turn, and shoulders of a darker shade of the same colour.
    private void PaintDisc(Colour light, Colour dark)
    {
        Ellipse(0, 0, DiscRadius, DiscRadius, (across, down) => (int)(Math.Sqrt((across * across) + (down * down)) * 9) % 2 == 0 ? light : dark);
        Ellipse(0, 1.72, 1.16, 0.72, (_, down) => dark.Times(0.9 - (0.12 * down)));
        Ellipse(0, 1.08, 0.44, 0.26, (_, _) => dark.Times(0.62));
    }

    private void PaintHead()
    {
        var length = _hasLongHair ? 1.14 : 0.78;
        Ellipse(0, _hasLongHair ? 0.06 : -0.3, _hasLongHair ? 1.04 : 0.9, length, (across, _) => Strand(across, 0.8));
        Ellipse(0, 0, Slenderness, 1, (across, down) => _skin.Times(1.02 - (0.2 * across * across) - (0.05 * down)));

        // The fringe: what of the hair's front lies above a curve over the forehead.
        var side = _draw.For("parting").Share - 0.5;
        Ellipse(0, -0.14, Slenderness + 0.04, 0.92, (across, down) => down < -0.56 - (0.16 * across * side) + (0.22 * across * across) ? Strand(across, 1) : null);
    }

    private void PaintEyes()
    {
        foreach (var side in (int[])[-1, 1])
        {
            var x = side * 0.38 * Slenderness;
            Ellipse(x, -0.18, 0.15, 0.105, (_, down) => down < -0.75 ? Dark : White);
            Ellipse(x, -0.18, 0.078, 0.092, (_, _) => Dark);
            Ellipse(x + 0.022, -0.21, 0.02, 0.022, (_, _) => White);
            Ellipse(x, -0.385, 0.17, 0.085, (across, down) => down < -0.15 - (0.5 * across * side * (_draw.For("brow").Share - 0.4)) ? _hair.Times(0.8) : null);
        }
    }

    private void PaintMiddle()
    {
        var shade = _skin.Times(0.82);
        Ellipse(0.03, 0.08, 0.035, 0.2, (_, _) => shade);
        Ellipse(0, 0.23, 0.1, 0.055, (_, down) => down > 0 ? shade : null);
        if (_hair == GreyHair)
        {
            foreach (var side in (int[])[-1, 1]) Ellipse(side * 0.4, 0.3, 0.035, 0.14, (_, _) => _skin.Times(0.88));
        }

        // A closed mouth, its corners a little up.
        Ellipse(0, 0.39, 0.36 * Slenderness, 0.06, (across, down) => Math.Abs(down - 0.5 + (0.7 * across * across)) < 0.42 ? Lips : null);
    }

    private Colour Strand(double across, double tone) => _hair.Times(tone * (0.92 + (0.14 * Math.Sin(across * 31))));

    /// <summary>An ellipse in radii of the face about its middle. The colour depends on the place within it, -1 to 1; null leaves what is there.</summary>
    private void Ellipse(double x, double y, double radiusX, double radiusY, Func<double, double, Colour?> colourAt)
    {
        double centreX = _x + (x * _radius), centreY = _y + (y * _radius), width = radiusX * _radius, height = radiusY * _radius;
        for (var row = Math.Max(0, (int)(centreY - height) - 1); row < Math.Min(_picture.Height, centreY + height + 1); row++)
        {
            var pixels = _picture.Row(row);
            for (var column = Math.Max(0, (int)(centreX - width) - 1); column < Math.Min(_picture.Width, centreX + width + 1); column++)
            {
                double across = (column - centreX) / width, down = (row - centreY) / height;
                var distance = Math.Sqrt((across * across) + (down * down));

                // The edge is a pixel wide, so that it shows no steps.
                var cover = Math.Clamp(((1 - distance) * Math.Min(width, height)) + 0.5, 0, 1);
                if (cover <= 0 || colourAt(across, down) is not { } colour) continue;
                var at = column * Raster.Channels;
                Mix(ref pixels[at], colour.Red, cover);
                Mix(ref pixels[at + 1], colour.Green, cover);
                Mix(ref pixels[at + 2], colour.Blue, cover);
            }
        }
    }

    private static void Mix(ref byte sample, double value, double share) => sample = (byte)Math.Clamp(sample + ((value - sample) * share), 0, 255);
}
