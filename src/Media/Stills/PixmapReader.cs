using System.Globalization;
using System.Text;
using FunctionsPipeline.Analysis;

namespace FunctionsPipeline.Media;

/// <summary>Reads one portable pixmap (P6, 8 bits): three words and numbers, then red, green and blue of each pixel. Not for several threads.</summary>
internal sealed class PixmapReader(Stream stream, int longSideMaxPx)
{
    private const int HeaderBytesMax = 64;
    private const int HeaderLines = 3;
    private const int Channels = 3;

    /// <returns>Null when the stream ends before the picture does.</returns>
    /// <exception cref="MediaException">It is not a pixmap, or larger than was asked for.</exception>
    public async Task<StillImage?> ReadAsync(CancellationToken cancellationToken)
    {
        if (await ReadHeaderAsync(cancellationToken) is not { } header) return null;

        var words = header.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        if (words is not ["P6", var widthText, var heightText, "255"]
            || !int.TryParse(widthText, CultureInfo.InvariantCulture, out var widthPx)
            || !int.TryParse(heightText, CultureInfo.InvariantCulture, out var heightPx)
            || widthPx < 1 || heightPx < 1 || Math.Max(widthPx, heightPx) > longSideMaxPx)
        {
            throw NotUnderstood(header.ReplaceLineEndings(" "));
        }

        var (red, green, blue) = (new byte[widthPx * heightPx], new byte[widthPx * heightPx], new byte[widthPx * heightPx]);
        var row = new byte[widthPx * Channels];
        for (var y = 0; y < heightPx; y++)
        {
            if (await stream.ReadAtLeastAsync(row, row.Length, throwOnEndOfStream: false, cancellationToken) < row.Length) return null;
            for (var x = 0; x < widthPx; x++)
            {
                var at = (y * widthPx) + x;
                (red[at], green[at], blue[at]) = (row[x * Channels], row[(x * Channels) + 1], row[(x * Channels) + 2]);
            }
        }

        return new StillImage(widthPx, heightPx, red, green, blue);
    }

    private async Task<string?> ReadHeaderAsync(CancellationToken cancellationToken)
    {
        var header = new byte[HeaderBytesMax];
        var lines = 0;
        for (var length = 0; length < HeaderBytesMax; length++)
        {
            if (await stream.ReadAsync(header.AsMemory(length, 1), cancellationToken) == 0) return null;
            if (header[length] == '\n' && ++lines == HeaderLines) return Encoding.ASCII.GetString(header, 0, length);
        }

        throw NotUnderstood($"a header of more than {HeaderBytesMax} bytes");
    }

    private static MediaException NotUnderstood(string what) => new(
        MediaErrorCodes.FfmpegFailed, $"ffmpeg's output is not understood: {what}", "Set FFMPEG_PATH to an ffmpeg that no script stands before.");
}
