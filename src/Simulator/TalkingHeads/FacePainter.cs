using FunctionsPipeline.Simulator.Images;

namespace FunctionsPipeline.Simulator.TalkingHeads;

/// <summary>Moves a still face: the mouth opens, the eyes blink, the head sways. Where face, mouth and eyes are is where portraits have them.</summary>
/// <param name="portrait">The still face.</param>
internal sealed class FacePainter(Raster portrait)
{
    /// <summary>Where a portrait has its mouth, shares of its width and height.</summary>
    public const double MouthX = 0.5;

    /// <inheritdoc cref="MouthX"/>
    public const double MouthY = 0.52;

    /// <summary>Half the width of a mouth, share of the picture's width.</summary>
    public const double MouthHalfWidth = 0.085;

    // Widest opening, share of the picture's width.
    private const double OpeningMost = 0.062;

    // A slow nod of a few pixels, and a turn about as slow.
    private const double SwayShare = 0.006;

    private readonly byte[] _rgb = new byte[portrait.Rgb.Length];

    /// <summary>One frame.</summary>
    /// <param name="seconds">When, from the beginning.</param>
    /// <param name="openness">How far the mouth is open, 0 to 1.</param>
    /// <returns>The picture; it is overwritten by the next call.</returns>
    public byte[] Paint(double seconds, double openness)
    {
        var shiftX = (int)Math.Round(Math.Sin(seconds * 1.7) * SwayShare * portrait.Width);
        var shiftY = (int)Math.Round(((Math.Sin(seconds * 2.3) * 0.6) + (openness * 0.5)) * SwayShare * portrait.Width);
        for (var y = 0; y < portrait.Height; y++)
        {
            var from = portrait.Row(Math.Clamp(y - shiftY, 0, portrait.Height - 1));
            var to = _rgb.AsSpan(y * portrait.Width * Raster.Channels, portrait.Width * Raster.Channels);
            for (var x = 0; x < portrait.Width; x++)
            {
                var source = Math.Clamp(x - shiftX, 0, portrait.Width - 1) * Raster.Channels;
                from.Slice(source, Raster.Channels).CopyTo(to[(x * Raster.Channels)..]);
            }
        }

        if (openness > 0.06) PaintMouth((MouthX * portrait.Width) + shiftX, (MouthY * portrait.Height) + shiftY, openness);
        return _rgb;
    }

    // Dark inside, lips around it, teeth at the top of a mouth that is wide open.
    private void PaintMouth(double centreX, double centreY, double openness)
    {
        var half = MouthHalfWidth * portrait.Width * (1 - (0.25 * openness));
        var height = OpeningMost * portrait.Width * openness;
        for (var y = (int)(centreY - height - 4); y <= centreY + height + 4; y++)
        {
            if (y < 0 || y >= portrait.Height) continue;
            for (var x = (int)(centreX - half - 4); x <= centreX + half + 4; x++)
            {
                if (x < 0 || x >= portrait.Width) continue;
                var (across, down) = ((x - centreX) / half, (y - centreY) / Math.Max(1, height));
                var distance = (across * across) + (down * down);
                var lip = 1 + (6 / height);
                if (distance > lip * lip) continue;
                var colour = distance > 1 ? ((byte)150, (byte)62, (byte)60) : down < -0.35 && openness > 0.35 ? ((byte)232, (byte)226, (byte)214) : ((byte)46, (byte)12, (byte)16);
                var at = ((y * portrait.Width) + x) * Raster.Channels;
                (_rgb[at], _rgb[at + 1], _rgb[at + 2]) = colour;
            }
        }
    }
}
