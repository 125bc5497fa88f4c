using System.Globalization;
using System.Text;
using FunctionsPipeline.Simulator.Images;

namespace FunctionsPipeline.Simulator.TalkingHeads;

/// <summary>Reads the pixmaps (P6, 8 bits) that ffmpeg writes.</summary>
internal static class PixmapFile
{
    /// <summary>The picture.</summary>
    /// <exception cref="InvalidOperationException">It is no pixmap.</exception>
    public static Raster Read(byte[] file)
    {
        var at = 0;
        string[] words = [Word(), Word(), Word(), Word()];
        if (words is not ["P6", var width, var height, "255"]) throw new InvalidOperationException("The uploaded picture cannot be read.");
        var (columns, rows) = (int.Parse(width, CultureInfo.InvariantCulture), int.Parse(height, CultureInfo.InvariantCulture));
        return new Raster(columns, rows, file[at..(at + (columns * rows * Raster.Channels))]);

        string Word()
        {
            var start = at;
            while (at < file.Length && !char.IsWhiteSpace((char)file[at])) at++;
            return Encoding.ASCII.GetString(file, start, at++ - start);
        }
    }
}
