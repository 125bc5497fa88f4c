using System.Globalization;
using System.Text;

namespace FunctionsPipeline.Media;

/// <summary>The list by which ffmpeg puts finished segments one behind the other.</summary>
internal static class SegmentList
{
    /// <summary>Name of a segment's file, beside the list.</summary>
    public static string NameOf(int place) => string.Create(CultureInfo.InvariantCulture, $"segment-{place}.mp4");

    /// <summary>Names each with its length. Lengths are differences of rounded places, so that nothing adds up over many segments.</summary>
    public static string Write(IReadOnlyList<Segment> segments, int framesPerSecond)
    {
        var text = new StringBuilder("ffconcat version 1.0\n");
        for (var place = 0; place < segments.Count; place++)
        {
            var microseconds = Microseconds(segments[place].EndFrame) - Microseconds(segments[place].StartFrame);
            text.Append(CultureInfo.InvariantCulture, $"file {NameOf(place)}\nduration {microseconds}us\n");
        }

        return text.ToString();

        long Microseconds(int frame) => (long)Math.Round(frame * 1e6 / framesPerSecond);
    }
}
