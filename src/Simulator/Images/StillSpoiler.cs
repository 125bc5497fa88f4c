using FunctionsPipeline.Simulator.Vision;

namespace FunctionsPipeline.Simulator.Images;

/// <summary>Does to a picture what a bad camera does: blur, then wrong light, then grain. In place.</summary>
internal static class StillSpoiler
{
    private const int BlurPxMost = 5;
    private const double GrainMost = 30;

    // Red, green and blue of the light at full strength.
    private static readonly (double Red, double Green, double Blue)[] Lights =
        [(1.35, 1, 0.65), (0.7, 1, 1.35), (0.8, 1.2, 0.8), (1.2, 0.8, 1.2)];

    /// <summary>Spoils it.</summary>
    public static void Apply(Raster picture, Draw draw, StillFlaws flaws)
    {
        Blur(picture, flaws.Of(Aspect.Sharpness) * BlurPxMost);
        Light(picture, draw, flaws);
        Grain(picture, draw.For("grain").State, flaws.Of(Aspect.Noise) * GrainMost);
    }

    // A box twice is near enough to a bell; a part of a pixel is a mixture with what was there.
    private static void Blur(Raster picture, double radius)
    {
        var whole = (int)Math.Ceiling(radius);
        if (radius < 0.05) return;
        var (blurred, other) = ((byte[])picture.Rgb.Clone(), new byte[picture.Rgb.Length]);
        for (var pass = 0; pass < 2; pass++)
        {
            Across(blurred, other, picture, whole);
            Down(other, blurred, picture, whole);
        }

        var share = (int)(radius / whole * 256);
        var rgb = picture.Rgb;
        for (var index = 0; index < rgb.Length; index++) rgb[index] = (byte)(rgb[index] + (((blurred[index] - rgb[index]) * share) >> 8));
    }

    // The mean of 2 r + 1 neighbours in a row; beyond the ends the end goes on. In 16-bit fixed point.
    private static void Across(byte[] from, byte[] to, Raster picture, int radius)
    {
        var inverse = Inverse(radius);
        var last = (picture.Width - 1) * Raster.Channels;
        var reach = radius * Raster.Channels;
        for (var y = 0; y < picture.Height; y++)
        {
            var source = from.AsSpan(y * picture.Width * Raster.Channels, picture.Width * Raster.Channels);
            var target = to.AsSpan(y * picture.Width * Raster.Channels, picture.Width * Raster.Channels);
            for (var channel = 0; channel < Raster.Channels; channel++)
            {
                var sum = 0;
                for (var at = channel - reach; at <= channel + reach; at += Raster.Channels) sum += source[Math.Clamp(at, channel, last + channel)];
                for (var at = channel; at < source.Length; at += Raster.Channels)
                {
                    target[at] = (byte)((sum * inverse) >> 16);
                    sum += source[Math.Min(at + reach + Raster.Channels, last + channel)] - source[Math.Max(at - reach, channel)];
                }
            }
        }
    }

    // The same in columns, whole rows at a time, because memory lies in rows.
    private static void Down(byte[] from, byte[] to, Raster picture, int radius)
    {
        var inverse = Inverse(radius);
        var length = picture.Width * Raster.Channels;
        var sums = new int[length];
        for (var y = -radius; y <= radius; y++) Add(RowOf(y), 1);
        for (var y = 0; y < picture.Height; y++)
        {
            var target = to.AsSpan(y * length, length);
            for (var at = 0; at < target.Length; at++) target[at] = (byte)((sums[at] * inverse) >> 16);
            Add(RowOf(y + radius + 1), 1);
            Add(RowOf(y - radius), -1);
        }

        int RowOf(int y) => Math.Clamp(y, 0, picture.Height - 1) * length;

        void Add(int start, int sign)
        {
            var source = from.AsSpan(start, length);
            for (var at = 0; at < source.Length; at++) sums[at] += sign * source[at];
        }
    }

    private static int Inverse(int radius) => ((1 << 16) / ((2 * radius) + 1)) + 1;

    private static void Light(Raster picture, Draw draw, StillFlaws flaws)
    {
        var exposure = flaws.Of(Aspect.Exposure);
        var gain = draw.For("over").Happens(0.4) ? 1 + (1.1 * exposure) : 1 - (0.72 * exposure);
        var depth = 1 - (0.82 * flaws.Of(Aspect.Contrast));
        var cast = flaws.Of(Aspect.Colour);
        var (red, green, blue) = Lights[draw.For("light").Index(Lights.Length)];
        byte[][] tables = [Table(red), Table(green), Table(blue)];
        var rgb = picture.Rgb;
        for (var index = 0; index < rgb.Length; index += Raster.Channels)
        {
            rgb[index] = tables[0][rgb[index]];
            rgb[index + 1] = tables[1][rgb[index + 1]];
            rgb[index + 2] = tables[2][rgb[index + 2]];
        }

        byte[] Table(double channel) =>
            [.. Enumerable.Range(0, 256).Select(value => (byte)Math.Clamp((((value - 128) * depth) + 128) * gain * (1 + (cast * (channel - 1))), 0, 255))];
    }

    // The same for all channels, as grain is; the sum of two even numbers is near enough to a bell.
    private static void Grain(Raster picture, ulong seed, double deviation)
    {
        var factor = (int)(deviation * 2.45);
        if (factor == 0) return;
        var state = seed | 1;
        var rgb = picture.Rgb;
        for (var index = 0; index < rgb.Length; index += Raster.Channels)
        {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            var grain = ((((int)(state & 0xFFFF) + (int)((state >> 16) & 0xFFFF)) - 0xFFFF) * factor) >> 16;
            rgb[index] = Clamp(rgb[index] + grain);
            rgb[index + 1] = Clamp(rgb[index + 1] + grain);
            rgb[index + 2] = Clamp(rgb[index + 2] + grain);
        }
    }

    private static byte Clamp(int value) => (byte)Math.Clamp(value, 0, 255);
}
