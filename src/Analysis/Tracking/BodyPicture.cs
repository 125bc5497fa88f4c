using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FunctionsPipeline.Analysis;

/// <summary>
/// What a body looks like, taken from a frame that shows all of it. By this it is found again in front of other moving things, where
/// what stands out of the still picture runs together, and before things of its own colour, where little of it stands out.
/// </summary>
internal sealed class BodyPicture
{
    /// <summary>Pixels that are compared: more change little.</summary>
    private const int SamplesMax = 70;

    /// <summary>Colours that stand for the body when it has turned.</summary>
    private const int ColoursMax = 4;

    /// <summary>Share of the blob's ellipse from which those are taken: further out they may be mixed with what was behind.</summary>
    private const double ColourShare = 0.7;

    /// <summary>What a pixel of the body's that is not where it was adds, levels.</summary>
    private const int TurnedDifference = 12;

    /// <summary>Share of the blob's ellipse that is the body for certain; the rim is smoothed.</summary>
    private const double InnerShare = 0.92;

    /// <summary>A larger difference is another thing, and says no more; levels.</summary>
    private const int DifferenceMax = 60;

    private const int Grey = 128;

    private readonly int[] _x;
    private readonly int[] _y;
    private readonly int[] _luma;
    private readonly int[] _blue;
    private readonly int[] _red;
    private readonly int _reachX;
    private readonly int _reachY;
    private readonly List<(int Luma, int Blue, int Red)> _colours = [];

    /// <summary>Takes the picture.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="blob">The body in it, whole.</param>
    public BodyPicture(TrackedFrame frame, Blob blob)
    {
        var (centreX, centreY) = ((int)Math.Round(blob.X), (int)Math.Round(blob.Y));
        var (radiusX, radiusY) = (InnerShare * blob.WidthPx / 2, InnerShare * blob.HeightPx / 2);
        var step = Math.Max(1, Math.Sqrt(Math.PI * radiusX * radiusY / SamplesMax));
        var places = new List<(int X, int Y)>();
        var (rows, columns) = ((int)(radiusY / step), (int)(radiusX / step));
        for (var row = -rows; row <= rows; row++)
        {
            for (var column = -columns; column <= columns; column++)
            {
                var (x, y) = ((int)Math.Round(column * step), (int)Math.Round(row * step));
                if (Square(column * step / radiusX) + Square(row * step / radiusY) <= 1 && IsIn(frame, centreX + x, centreY + y)) places.Add((x, y));
            }
        }

        (_x, _y) = ([.. places.Select(place => place.X)], [.. places.Select(place => place.Y)]);
        (_reachX, _reachY) = (places.Max(place => Math.Abs(place.X)), places.Max(place => Math.Abs(place.Y)));
        (_luma, _blue, _red) = (new int[_x.Length], new int[_x.Length], new int[_x.Length]);
        for (var i = 0; i < _x.Length; i++)
        {
            var (x, y) = (centreX + _x[i], centreY + _y[i]);
            _luma[i] = (int)Math.Round((frame.Luma.Pixels[y * frame.WidthPx + x] - frame.Offset) / frame.Gain);
            (_blue[i], _red[i]) = (ChromaAt(frame.ChromaBlue, x, y), ChromaAt(frame.ChromaRed, x, y));
        }

        TakeColours(ColourShare * radiusX / InnerShare, ColourShare * radiusY / InnerShare);
    }

    /// <summary>How much a place of a frame differs, levels on the mean; infinite where a part lies out of the frame.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="centreX">Pixels.</param>
    /// <param name="centreY">Pixels, downwards.</param>
    /// <remarks>It is called often within a moment of a video, and seldom in all, so it is not left to be optimised by and by.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double Difference(TrackedFrame frame, int centreX, int centreY)
    {
        if (centreX < _reachX || centreY < _reachY || centreX >= frame.WidthPx - _reachX || centreY >= frame.HeightPx - _reachY) return double.PositiveInfinity;
        var pixels = frame.Luma.Pixels;
        var blues = frame.ChromaBlue is { } blue ? blue.Pixels : default;
        var reds = frame.ChromaRed is { } red ? red.Pixels : default;
        var (gain, offset, width, chromaWidth) = ((int)(256 / frame.Gain), (int)frame.Offset, frame.WidthPx, frame.ChromaBlue?.WidthPx ?? 0);
        var sum = 0;
        for (var i = 0; i < _x.Length; i++)
        {
            var (x, y) = (centreX + _x[i], centreY + _y[i]);
            var luma = (pixels[y * width + x] - offset) * gain >> 8;
            var chroma = (y >> 1) * chromaWidth + (x >> 1);
            var isGrey = chroma >= blues.Length;
            var (blueHere, redHere) = (isGrey ? Grey : blues[chroma], isGrey ? Grey : reds[chroma]);
            var difference = Difference(luma - _luma[i], blueHere - _blue[i], redHere - _red[i]);
            if (difference > TurnedDifference) difference = Math.Min(difference, TurnedDifference + Nearest(luma, blueHere, redHere, DifferenceMax));
            sum += Math.Min(DifferenceMax, difference);
        }

        return (double)sum / Math.Max(1, _x.Length);
    }

    private static bool IsIn(TrackedFrame frame, int x, int y) => (uint)x < (uint)frame.WidthPx && (uint)y < (uint)frame.HeightPx;

    /// <summary>Takes the colours that differ most.</summary>
    private void TakeColours(double radiusX, double radiusY)
    {
        var inner = Enumerable.Range(0, _x.Length).Where(i => Square(_x[i] / radiusX) + Square(_y[i] / radiusY) <= 1).ToList();
        for (var count = 0; count < Math.Min(ColoursMax, inner.Count); count++)
        {
            // The first one is any; each further one is as far as can be from those that are taken.
            var furthest = count == 0 ? inner[0] : inner.MaxBy(i => Nearest(_luma[i], _blue[i], _red[i], int.MaxValue));
            _colours.Add((_luma[furthest], _blue[furthest], _red[furthest]));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Nearest(int luma, int blue, int red, int difference)
    {
        foreach (var colour in CollectionsMarshal.AsSpan(_colours)) difference = Math.Min(difference, Difference(luma - colour.Luma, blue - colour.Blue, red - colour.Red));
        return difference;
    }

    /// <summary>Chroma varies about half as much as luma.</summary>
    private static int Difference(int luma, int blue, int red) => Math.Abs(luma) + 2 * (Math.Abs(blue) + Math.Abs(red));

    private static int ChromaAt(SmoothPlane? plane, int x, int y) =>
        plane is null ? Grey : plane.Pixels[Math.Min(y / 2, plane.HeightPx - 1) * plane.WidthPx + Math.Min(x / 2, plane.WidthPx - 1)];

    private static double Square(double value) => value * value;
}
