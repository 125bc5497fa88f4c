using System.Buffers.Binary;
using System.Text;

namespace FunctionsPipeline.Providers.Downloads;

/// <summary>
/// Walks the boxes of an ISO base media file: <c>ftyp</c> first, <c>moov</c> with a header and a track, <c>mdat</c>, and every box
/// complete. It reads headers, not the pictures: a file that passes can still hold broken frames, which decoding shows.
/// </summary>
internal static class Mp4Probe
{
    private const int HeaderBytes = 8;
    private const int LongHeaderBytes = 16;

    /// <summary>Judges a seekable file.</summary>
    public static async Task<MediaProbe> RunAsync(Stream file, CancellationToken cancellationToken)
    {
        var kinds = new HashSet<string>(StringComparer.Ordinal);
        var top = await WalkAsync(file, 0, file.Length, isTop: true, kinds, cancellationToken);
        if (top.Problem is { } problem) return problem;
        if (!kinds.Contains("moov")) return MediaProbe.Truncated("the mp4 has no moov box");
        if (!kinds.Contains("mdat")) return MediaProbe.Truncated("the mp4 has no mdat box");

        kinds.Clear();
        var movie = await WalkAsync(file, top.MovieStart, top.MovieEnd, isTop: false, kinds, cancellationToken);
        if (movie.Problem is { } inner) return inner;
        return kinds.Contains("mvhd") && kinds.Contains("trak")
            ? MediaProbe.Fine
            : MediaProbe.Corrupt("the mp4's moov box holds no track");
    }

    private static async Task<Walk> WalkAsync(
        Stream file, long start, long end, bool isTop, HashSet<string> kinds, CancellationToken cancellationToken)
    {
        var header = new byte[LongHeaderBytes];
        long movieStart = 0, movieEnd = 0, position = start;
        for (var boxes = 0; position < end; boxes++)
        {
            if (boxes == Limits.Mp4BoxesMax) return new Walk(MediaProbe.Corrupt("the mp4 has too many boxes"), 0, 0);
            file.Position = position;
            var wanted = header.AsMemory(0, (int)Math.Min(LongHeaderBytes, end - position));
            var count = await file.ReadAtLeastAsync(wanted, wanted.Length, throwOnEndOfStream: false, cancellationToken);
            var box = Box.Read(header.AsSpan(0, count), end - position);
            if (isTop && position == 0 && box?.Kind != "ftyp") return new Walk(Foreign(header.AsSpan(0, count)), 0, 0);

            if (box is not { } found) return new Walk(Broken(isTop, count, position), 0, 0);
            if (found.LengthBytes > end - position) return new Walk(Cut(isTop, found.Kind), 0, 0);
            if (found.Kind == "moov") (movieStart, movieEnd) = (position + found.HeaderBytes, position + found.LengthBytes);
            kinds.Add(found.Kind);
            position += found.LengthBytes;
        }

        return file.Length == 0 ? new Walk(MediaProbe.Truncated("the file is empty"), 0, 0) : new Walk(null, movieStart, movieEnd);
    }

    /// <summary>Text and other media came by mistake; anything else is an mp4 that was damaged at its start.</summary>
    private static MediaProbe Foreign(ReadOnlySpan<byte> start)
    {
        var isText = !start.ContainsAnyExceptInRange((byte)'\t', (byte)'~');
        var isOtherMedia = start.StartsWith("RIFF"u8) || start.StartsWith("GIF8"u8)
            || start is [0x89, 0x50, ..] or [0xFF, 0xD8, ..] or [0x1A, 0x45, 0xDF, 0xA3, ..];
        return isText || isOtherMedia
            ? MediaProbe.WrongType("the file is not an mp4")
            : MediaProbe.Corrupt("the file does not begin as an mp4 does");
    }

    private static MediaProbe Broken(bool isTop, int count, long position) => isTop && count < HeaderBytes
        ? MediaProbe.Truncated("the mp4 ends inside a box header")
        : MediaProbe.Corrupt($"the mp4 has no valid box at byte {position}");

    private static MediaProbe Cut(bool isTop, string kind) => isTop
        ? MediaProbe.Truncated($"the mp4 ends inside its {kind} box")
        : MediaProbe.Corrupt($"the mp4's {kind} box is longer than the moov box around it");

    private readonly record struct Walk(MediaProbe? Problem, long MovieStart, long MovieEnd);

    private readonly record struct Box(string Kind, long LengthBytes, int HeaderBytes)
    {
        /// <summary>A box header, or null when these bytes are none.</summary>
        public static Box? Read(ReadOnlySpan<byte> bytes, long available)
        {
            if (bytes.Length < Mp4Probe.HeaderBytes) return null;
            foreach (var letter in bytes[4..8])
            {
                // Box types are four printable characters; 0xA9 begins Apple's own.
                if (letter is not (>= 0x20 and <= 0x7E) and not 0xA9) return null;
            }

            var kind = Encoding.Latin1.GetString(bytes[4..8]);
            long size = BinaryPrimitives.ReadUInt32BigEndian(bytes);
            if (size == 0) return new Box(kind, available, Mp4Probe.HeaderBytes); // runs to the end
            if (size != 1) return size >= Mp4Probe.HeaderBytes ? new Box(kind, size, Mp4Probe.HeaderBytes) : null;
            if (bytes.Length < LongHeaderBytes) return null;
            var longSize = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
            return longSize is >= LongHeaderBytes and <= long.MaxValue ? new Box(kind, (long)longSize, LongHeaderBytes) : null;
        }
    }
}
