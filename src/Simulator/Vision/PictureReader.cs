using FunctionsPipeline.Simulator.Images;

namespace FunctionsPipeline.Simulator.Vision;

/// <summary>Reads the pictures that are sent to a model: PNG itself, JPEG and the rest by ffmpeg. Safe for several threads.</summary>
internal static class PictureReader
{
    /// <summary>The picture in a file; null when it cannot be read, or is larger than a model takes.</summary>
    public static Raster? TryRead(byte[] file)
    {
        if (file.Length is 0 or > Limits.PictureBytesMax) return null;
        try
        {
            var png = PngReader.Takes(file) ? file : PictureConverter.ToPng(file);
            return PngReader.Takes(png) && IsSizeFine(PngReader.SizeOf(png)) ? PngReader.Read(png) : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static bool IsSizeFine((int Width, int Height) size) =>
        size is { Width: >= Limits.PictureSidePxMin, Height: >= Limits.PictureSidePxMin } && (long)size.Width * size.Height <= Limits.PicturePixelsMax;
}
