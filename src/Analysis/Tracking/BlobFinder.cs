using System.Numerics;

namespace FunctionsPipeline.Analysis;

/// <summary>Finds what stands out of the still picture, frame by frame. Its planes are made once.</summary>
internal sealed class BlobFinder(int widthPx, int heightPx)
{
    /// <summary>Luma levels by which coding alone moves a smoothed pixel out of its neighbours' range.</summary>
    private const int ExcessMin = 9;

    /// <summary>Grain's deviations that do not count.</summary>
    private const double NoiseSigmas = 4.5;

    /// <summary>Pixels this far apart belong together: textures leave holes where they match what is behind.</summary>
    private const int LinkPx = 2;

    private const int AreaMinPx = 8;

    /// <summary>A thing that covers less of the picture cannot be told from grain.</summary>
    private const double AreaShareMin = 1 / 12000.0;

    /// <summary>Where more of the picture stands out, the still picture is not known.</summary>
    private const double ForegroundShareMax = 0.4;

    /// <summary>Pieces that are put together to a thing may be smaller than a thing by this factor.</summary>
    private const double PieceAreaShare = 0.5;

    /// <summary>How close pieces of one thing lie, picture heights.</summary>
    private const double JoinShare = 1 / 70.0;

    /// <summary>More pieces are no things in pieces but foliage or water.</summary>
    private const int JoinedMax = 200;

    /// <summary>Pieces kept of a frame, the largest.</summary>
    private const int BlobsMax = 40;

    /// <summary>Pieces looked at in a frame: a broken picture must not cost time without end.</summary>
    private const int PiecesMax = 2000;

    /// <summary>Chroma varies about half as much as luma, in pictures and in grain.</summary>
    private const int ChromaWeight = 2;

    /// <summary>Corners that move less leave a frame where it is, pixels.</summary>
    private const double StillPx = 0.3;

    /// <summary>Share of the neighbours' range that is allowed to a frame that lies still, in 256ths.</summary>
    private const int StillSlack = 80;

    /// <summary>The same for a frame that was moved.</summary>
    private const int MovedSlack = 256;

    /// <summary>Below this a frame's light is too low to see by.</summary>
    private const double GainMin = 0.25;

    private readonly byte[] _excess = new byte[widthPx * heightPx];
    private readonly int[] _stack = new int[widthPx * heightPx];
    private readonly int[] _rowLeft = new int[heightPx];
    private readonly int[] _rowRight = new int[heightPx];
    private readonly byte[] _lumaLight = new byte[256];
    private readonly byte[] _chromaLight = new byte[256];
    private readonly byte[] _blueExcess = new byte[widthPx];
    private readonly byte[] _redExcess = new byte[widthPx];
    private int _threshold;

    /// <summary>What stands out, the largest first; null when the frame cannot be read.</summary>
    public IReadOnlyList<Blob>? Find(TrackedFrame frame, BackgroundPlate plate)
    {
        if (frame.Gain < GainMin) return null;
        frame.WriteLumaLight(_lumaLight);
        MeasureLuma(frame, plate.Luma);
        if (frame.ChromaBlue is not null && frame.ChromaRed is not null) MeasureChroma(frame, frame.ChromaBlue, frame.ChromaRed, plate);
        _threshold = Threshold();
        if (Foreground() > ForegroundShareMax * _excess.Length) return null;

        var areaMin = Math.Max(AreaMinPx, AreaShareMin * _excess.Length);
        var blobs = new List<Blob>();
        var pieces = 0;
        for (var i = NextForeground(0); i < _excess.Length && pieces < PiecesMax; i = NextForeground(i + 1))
        {
            pieces++;
            var blob = Flood(frame, i);
            if (blob.AreaPx >= PieceAreaShare * areaMin) blobs.Add(blob);
        }

        JoinClose(blobs);
        blobs.RemoveAll(blob => blob.AreaPx < areaMin);
        blobs.Sort((one, other) => other.AreaPx.CompareTo(one.AreaPx));
        if (blobs.Count > BlobsMax) blobs.RemoveRange(BlobsMax, blobs.Count - BlobsMax);
        return blobs;
    }

    /// <summary>
    /// Joins pieces that lie close: a thing whose colours are like those behind it falls apart. Two things that pass so close would be
    /// taken for touching anyway.
    /// </summary>
    private void JoinClose(List<Blob> blobs)
    {
        if (blobs.Count > JoinedMax) return;
        var closePx = Math.Max(LinkPx + 1, heightPx * JoinShare);
        for (var i = 0; i < blobs.Count; i++)
        {
            for (var j = blobs.Count - 1; j > i; j--)
            {
                if (blobs[i].GapPx(blobs[j]) > closePx) continue;
                blobs[i] = blobs[i].Join(blobs[j]);
                blobs.RemoveAt(j);

                // The joined one is larger and may reach pieces that were passed.
                j = blobs.Count;
            }
        }
    }

    private void MeasureLuma(TrackedFrame frame, StillPlane still)
    {
        var luma = frame.Luma.Pixels;
        var toReference = frame.FromReference.Invert();
        var slack = Slack(frame);
        for (var y = 0; y < heightPx; y++)
        {
            still.WriteExcess(luma.Slice(y * widthPx, widthPx), _lumaLight, toReference, y, slack, _excess.AsSpan(y * widthPx, widthPx));
        }
    }

    /// <summary>Adds what stands out by its colour.</summary>
    private void MeasureChroma(TrackedFrame frame, SmoothPlane blue, SmoothPlane red, BackgroundPlate plate)
    {
        frame.WriteChromaLight(_chromaLight);
        var toReference = frame.FromReference.Invert().Shrunk(2);
        var slack = Slack(frame);
        var width = blue.WidthPx;
        var blueExcess = _blueExcess.AsSpan(0, width);
        var redExcess = _redExcess.AsSpan(0, width);
        for (var y = 0; y < blue.HeightPx; y++)
        {
            plate.ChromaBlue!.WriteExcess(blue.Pixels.Slice(y * width, width), _chromaLight, toReference, y, slack, blueExcess);
            plate.ChromaRed!.WriteExcess(red.Pixels.Slice(y * width, width), _chromaLight, toReference, y, slack, redExcess);
            RaiseRow(blueExcess, y);
            RaiseRow(redExcess, y);
        }
    }

    private void RaiseRow(ReadOnlySpan<byte> chromaExcess, int chromaY)
    {
        for (var x = 0; x < chromaExcess.Length; x++)
        {
            // Most of a picture does not stand out.
            var further = chromaExcess[x..].IndexOfAnyExcept((byte)0);
            if (further < 0) return;
            x += further;
            Raise(chromaExcess[x], x, chromaY);
        }
    }

    /// <summary>Raises the four luma pixels of a chroma pixel.</summary>
    private void Raise(byte chromaExcess, int chromaX, int chromaY)
    {
        var excess = (byte)Math.Min(byte.MaxValue, ChromaWeight * chromaExcess);
        var (left, top) = (2 * chromaX, 2 * chromaY);
        for (var y = top; y < Math.Min(top + 2, heightPx); y++)
        {
            for (var x = left; x < Math.Min(left + 2, widthPx); x++) _excess[y * widthPx + x] = Math.Max(_excess[y * widthPx + x], excess);
        }
    }

    /// <summary>A frame that lies still over its reference is off by nothing but coding; one that was moved by up to a pixel.</summary>
    private int Slack(TrackedFrame frame) => frame.FromReference.ShiftMaxPx(widthPx, heightPx) < StillPx ? StillSlack : MovedSlack;

    /// <summary>Grain shows in the excess of most pixels, things in that of few.</summary>
    private int Threshold()
    {
        // The excess that two thirds of all pixels stay below is 0 in a quiet picture and one deviation in a grainy one.
        if (_excess.AsSpan().Count((byte)0) >= _excess.Length * 2 / 3) return ExcessMin;
        Span<int> counts = stackalloc int[256];
        foreach (var excess in _excess) counts[excess]++;
        var (level, below) = (0, counts[0]);
        while (below < _excess.Length * 2 / 3 && level < 255) below += counts[++level];
        return (int)Math.Clamp(NoiseSigmas * level, ExcessMin, byte.MaxValue);
    }

    /// <summary>Pixels that stand out.</summary>
    private int Foreground()
    {
        var (count, x) = (0, 0);
        var threshold = new Vector<byte>((byte)_threshold);
        for (; x <= _excess.Length - Vector<byte>.Count; x += Vector<byte>.Count)
        {
            var isAbove = Vector.GreaterThan(new Vector<byte>(_excess, x), threshold);
            if (isAbove != Vector<byte>.Zero) count += Vector.Sum(isAbove & Vector<byte>.One);
        }

        for (; x < _excess.Length; x++) count += _excess[x] > _threshold ? 1 : 0;
        return count;
    }

    /// <summary>The first pixel from one on that stands out; behind the last one when there is none.</summary>
    private int NextForeground(int from)
    {
        var further = _excess.AsSpan(from).IndexOfAnyExceptInRange((byte)0, (byte)_threshold);
        return further < 0 ? _excess.Length : from + further;
    }

    /// <summary>Takes a piece out of the excess plane.</summary>
    private Blob Flood(TrackedFrame frame, int start)
    {
        var (top, bottom) = (heightPx, -1);
        var count = 0;
        var taken = 1;
        long lumaSum = 0, blueSum = 0, redSum = 0;
        _stack[0] = start;
        _excess[start] = 0;
        while (taken > 0)
        {
            var i = _stack[--taken];
            var (x, y) = (i % widthPx, i / widthPx);
            if (bottom < 0) (top, bottom, _rowLeft[y], _rowRight[y]) = (y, y, x, x);
            while (y < top) (_rowLeft[--top], _rowRight[top]) = (int.MaxValue, int.MinValue);
            while (y > bottom) (_rowLeft[++bottom], _rowRight[bottom]) = (int.MaxValue, int.MinValue);
            (_rowLeft[y], _rowRight[y]) = (Math.Min(_rowLeft[y], x), Math.Max(_rowRight[y], x));
            lumaSum += _lumaLight[frame.Luma.Pixels[i]];
            blueSum += ChromaAt(frame.ChromaBlue, x, y);
            redSum += ChromaAt(frame.ChromaRed, x, y);
            count++;
            for (var ny = Math.Max(0, y - LinkPx); ny <= Math.Min(heightPx - 1, y + LinkPx); ny++)
            {
                for (var nx = Math.Max(0, x - LinkPx); nx <= Math.Min(widthPx - 1, x + LinkPx); nx++)
                {
                    var next = ny * widthPx + nx;
                    if (_excess[next] <= _threshold) continue;
                    _excess[next] = 0;
                    _stack[taken++] = next;
                }
            }
        }

        return ToBlob(top, bottom, new BlobColour((double)lumaSum / count, (double)blueSum / count, (double)redSum / count));
    }

    private int ChromaAt(SmoothPlane? plane, int x, int y) =>
        plane is null ? 128 : _chromaLight[plane.Pixels[Math.Min(y / 2, plane.HeightPx - 1) * plane.WidthPx + Math.Min(x / 2, plane.WidthPx - 1)]];

    private Blob ToBlob(int top, int bottom, BlobColour colour)
    {
        var (left, right) = (widthPx, -1);
        double area = 0, sumX = 0, sumY = 0;
        for (var y = top; y <= bottom; y++)
        {
            if (_rowLeft[y] > _rowRight[y]) continue;
            (left, right) = (Math.Min(left, _rowLeft[y]), Math.Max(right, _rowRight[y]));
            double span = _rowRight[y] - _rowLeft[y] + 1;
            area += span;
            sumX += span * (_rowLeft[y] + _rowRight[y]) / 2;
            sumY += span * y;
        }

        var touches = left <= 1 || top <= 1 || right >= widthPx - 2 || bottom >= heightPx - 2;
        return new Blob(sumX / area, sumY / area, (int)area, colour, left, top, right, bottom, touches);
    }
}
