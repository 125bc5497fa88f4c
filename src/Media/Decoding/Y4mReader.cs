using System.Globalization;
using System.Text;
using FunctionsPipeline.Analysis;

namespace FunctionsPipeline.Media;

/// <summary>Reads a YUV4MPEG2 stream: a header line, and for each frame a line and the planes. Not for several threads.</summary>
internal sealed class Y4mReader(Stream stream)
{
    private const int HeaderBytesMax = 1024;
    private readonly byte[] _buffer = new byte[HeaderBytesMax];
    private int _next;
    private int _filled;

    /// <summary>Reads the header; null when the stream is empty.</summary>
    /// <exception cref="MediaException">It is not a header that is understood.</exception>
    public async Task<VideoFormat?> ReadHeaderAsync(CancellationToken cancellationToken)
    {
        if (await ReadLineAsync(cancellationToken) is not { } line) return null;

        var words = line.Split(' ');
        if (words[0] != "YUV4MPEG2") throw NotUnderstood(line);
        var (width, height, rate, chroma) = (0, 0, 0.0, "420");
        foreach (var word in words.Skip(1).Where(word => word.Length > 0))
        {
            var value = word[1..];
            switch (word[0])
            {
                case 'W': _ = int.TryParse(value, CultureInfo.InvariantCulture, out width); break;
                case 'H': _ = int.TryParse(value, CultureInfo.InvariantCulture, out height); break;
                case 'F': rate = Rate(value); break;
                case 'C': chroma = value; break;
            }
        }

        var hasChroma = chroma != "mono";
        if (width < 1 || height < 1 || (hasChroma && !chroma.StartsWith("420", StringComparison.Ordinal)))
        {
            throw NotUnderstood(line);
        }

        return new VideoFormat(width, height, rate, hasChroma);
    }

    /// <summary>Reads the next frame's planes.</summary>
    /// <returns>False at the end, also when it comes in the middle of a frame.</returns>
    public async ValueTask<bool> ReadFrameAsync(Memory<byte> planes, CancellationToken cancellationToken)
    {
        if (await ReadLineAsync(cancellationToken) is not { } line || !line.StartsWith("FRAME", StringComparison.Ordinal)) return false;

        var buffered = Math.Min(_filled - _next, planes.Length);
        _buffer.AsSpan(_next, buffered).CopyTo(planes.Span);
        _next += buffered;
        var read = await stream.ReadAtLeastAsync(planes[buffered..], planes.Length - buffered, throwOnEndOfStream: false, cancellationToken);
        return buffered + read == planes.Length;
    }

    /// <summary>Null at the end of the stream.</summary>
    private async ValueTask<string?> ReadLineAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var end = _buffer.AsSpan(_next, _filled - _next).IndexOf((byte)'\n');
            if (end >= 0)
            {
                var line = Encoding.ASCII.GetString(_buffer, _next, end);
                _next += end + 1;
                return line;
            }

            _buffer.AsSpan(_next, _filled - _next).CopyTo(_buffer);
            (_filled, _next) = (_filled - _next, 0);
            if (_filled == _buffer.Length) throw NotUnderstood($"a header line of more than {HeaderBytesMax} bytes");
            var read = await stream.ReadAsync(_buffer.AsMemory(_filled), cancellationToken);
            if (read == 0) return null;
            _filled += read;
        }
    }

    /// <summary>Frames a second from <c>30000:1001</c>; 25, ffmpeg's own guess, where the file tells none.</summary>
    private static double Rate(string value)
    {
        const double Unknown = 25;
        var parts = value.Split(':');
        return parts.Length == 2
            && int.TryParse(parts[0], CultureInfo.InvariantCulture, out var numerator) && numerator > 0
            && int.TryParse(parts[1], CultureInfo.InvariantCulture, out var denominator) && denominator > 0
                ? (double)numerator / denominator
                : Unknown;
    }

    private static MediaException NotUnderstood(string what) => new(
        MediaErrorCodes.FfmpegFailed, $"ffmpeg's output is not understood: {what}", "Set FFMPEG_PATH to an ffmpeg that no script stands before.");
}
