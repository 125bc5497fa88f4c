using FunctionsPipeline.Simulator.Images;

namespace FunctionsPipeline.Simulator.TalkingHeads;

/// <summary>Brings a picture to the size of a clip. Both sides are even then, as the encoder wants.</summary>
internal static class PictureFitter
{
    private const int LongSidePxMin = 640;
    private const int LongSidePxMax = 768;

    /// <summary>In its own shape.</summary>
    public static Raster Fit(Raster picture) => Fit(picture, picture.Width, picture.Height);

    /// <summary>Cut to a shape, about the middle.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="width">Width of the shape.</param>
    /// <param name="height">Height of the shape.</param>
    public static Raster Fit(Raster picture, int width, int height)
    {
        var longer = Math.Clamp(Math.Max(picture.Width, picture.Height), LongSidePxMin, LongSidePxMax);
        var scale = (double)longer / Math.Max(width, height);
        var (toWidth, toHeight) = (Even(width * scale), Even(height * scale));
        var part = Math.Min((double)picture.Width / toWidth, (double)picture.Height / toHeight);
        return Resize(picture, toWidth, toHeight, part);
    }

    private static int Even(double side) => Math.Max(2, (int)Math.Round(side / 2) * 2);

    private static Raster Resize(Raster picture, int width, int height, double part)
    {
        var (left, top) = ((picture.Width - (width * part)) / 2, (picture.Height - (height * part)) / 2);
        var fitted = new Raster(width, height);
        for (var y = 0; y < height; y++)
        {
            var row = fitted.Row(y);
            var fromY = Math.Clamp(top + ((y + 0.5) * part) - 0.5, 0, picture.Height - 1);
            Span<byte> upper = picture.Row((int)fromY), lower = picture.Row(Math.Min((int)fromY + 1, picture.Height - 1));
            var down = fromY - (int)fromY;
            for (var x = 0; x < width; x++)
            {
                var fromX = Math.Clamp(left + ((x + 0.5) * part) - 0.5, 0, picture.Width - 1);
                var (first, second) = ((int)fromX * Raster.Channels, Math.Min((int)fromX + 1, picture.Width - 1) * Raster.Channels);
                var across = fromX - (int)fromX;
                for (var channel = 0; channel < Raster.Channels; channel++)
                {
                    var above = upper[first + channel] + ((upper[second + channel] - upper[first + channel]) * across);
                    var below = lower[first + channel] + ((lower[second + channel] - lower[first + channel]) * across);
                    row[(x * Raster.Channels) + channel] = (byte)(above + ((below - above) * down) + 0.5);
                }
            }
        }

        return fitted;
    }
}
