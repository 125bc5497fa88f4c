using System.Numerics;

namespace FunctionsPipeline.Analysis;

/// <summary>
/// One plane of the still picture, on a canvas that may be larger than the picture. Where the samples differ, the level counts that is seen
/// over the longest time, from first to last: a thing that hangs in one place for most of the window has the wall before it and behind it
/// in time.
/// </summary>
internal sealed class StillPlane
{
    /// <summary>Levels so close are one: coding, grain and light that was not quite taken out.</summary>
    private const int SameLevelMax = 10;

    /// <summary>Fewer samples do not tell what stands still from what moves.</summary>
    private const int SamplesMin = 3;

    private readonly byte[] _level;
    private readonly byte[] _low;
    private readonly byte[] _high;
    private readonly int _marginXPx;
    private readonly int _marginYPx;
    private readonly int _widthPx;
    private readonly int _heightPx;

    /// <summary>Makes the plane.</summary>
    /// <param name="samples">Pictures of the place, by time.</param>
    /// <param name="widthPx">Of the reference picture.</param>
    /// <param name="heightPx">Of the reference picture.</param>
    /// <param name="marginXPx">How far the canvas goes beyond the picture at each side.</param>
    /// <param name="marginYPx">How far the canvas goes beyond the picture above and below.</param>
    /// <param name="threads">Threads that share the rows, at least 1.</param>
    public StillPlane(IReadOnlyList<StillSample> samples, int widthPx, int heightPx, int marginXPx, int marginYPx, int threads)
    {
        (_marginXPx, _marginYPx) = (marginXPx, marginYPx);
        (_widthPx, _heightPx) = (widthPx + 2 * marginXPx, heightPx + 2 * marginYPx);
        (_level, _low, _high) = (new byte[_widthPx * _heightPx], new byte[_widthPx * _heightPx], new byte[_widthPx * _heightPx]);
        Paint(samples, threads);
    }

    /// <summary>
    /// Writes how far each level of a row lies outside what the still picture has around its place of the reference; 0 where nothing is known.
    /// </summary>
    /// <param name="row">Levels of a frame's row.</param>
    /// <param name="light">The level that each level has in the light of the window's first frame, 256 of them.</param>
    /// <param name="toReference">From the frame's pixels to the reference's.</param>
    /// <param name="y">The row.</param>
    /// <param name="slack">Share of the neighbours' range that is allowed for a map that is off by a part of a pixel, in 256ths.</param>
    /// <param name="excess">As long as the row.</param>
    public void WriteExcess(ReadOnlySpan<byte> row, ReadOnlySpan<byte> light, in PlaneMap toReference, int y, int slack, Span<byte> excess)
    {
        for (var x = 0; x < row.Length; x++) excess[x] = light[row[x]];
        var walk = new RowWalk(toReference, y, _marginXPx + 0.5, _marginYPx + 0.5);
        for (var x = 0; x < row.Length;)
        {
            var run = walk.Run(row.Length - x);
            WriteRun(walk.Column, walk.Line, slack, excess.Slice(x, run));
            walk.Step(run);
            x += run;
        }
    }

    /// <summary>The same for levels that lie one behind the other in one line of the canvas, some of them beyond it; in place.</summary>
    private void WriteRun(int column, int line, int slack, Span<byte> levels)
    {
        if ((uint)line >= (uint)_heightPx)
        {
            levels.Clear();
            return;
        }

        var (first, end) = RowWalk.Inside(column, levels.Length, _widthPx);
        levels[..first].Clear();
        levels[end..].Clear();
        if (first == end) return;
        var (at, count) = (line * _widthPx + column + first, end - first);
        WriteKnown(_level.AsSpan(at, count), _low.AsSpan(at, count), _high.AsSpan(at, count), slack, levels.Slice(first, count));
    }

    private static void WriteKnown(ReadOnlySpan<byte> still, ReadOnlySpan<byte> low, ReadOnlySpan<byte> high, int slack, Span<byte> levels)
    {
        var x = 0;
        for (; x <= levels.Length - Vector<byte>.Count; x += Vector<byte>.Count)
        {
            var (here, level) = (new Vector<byte>(levels[x..]), new Vector<byte>(still[x..]));
            var (least, most) = (new Vector<byte>(low[x..]), new Vector<byte>(high[x..]));
            var isAbove = Vector.GreaterThan(here, level);
            var off = Vector.ConditionalSelect(isAbove, here - level, level - here);
            var allowed = Scale(Vector.ConditionalSelect(isAbove, most - level, level - least), slack);

            // Where nothing is known the range is empty.
            var isBeyond = Vector.GreaterThan(off, allowed) & Vector.LessThanOrEqual(least, most);
            ((off - allowed) & isBeyond).CopyTo(levels[x..]);
        }

        for (; x < levels.Length; x++)
        {
            var off = levels[x] - still[x];
            var range = off > 0 ? high[x] - still[x] : still[x] - low[x];
            levels[x] = (byte)(low[x] > high[x] ? 0 : Math.Max(0, Math.Abs(off) - (range * slack >> 8)));
        }
    }

    /// <summary>Values times a share in 256ths, at most 256, rounded down.</summary>
    private static Vector<byte> Scale(Vector<byte> values, int share)
    {
        Vector.Widen(values, out var lower, out var upper);
        var factor = new Vector<ushort>((ushort)share);
        return Vector.Narrow((lower * factor) >>> 8, (upper * factor) >>> 8);
    }

    private void Paint(IReadOnlyList<StillSample> samples, int threads)
    {
        var still = new short[_widthPx * _heightPx];
        RowSplit.Run(threads, _heightPx, (from, to) => PaintRows(samples, from, to, still));
        Spread(still);
    }

    private void PaintRows(IReadOnlyList<StillSample> samples, int from, int to, short[] still)
    {
        var rows = new short[samples.Count * _widthPx];
        Span<byte> levels = stackalloc byte[samples.Count];
        for (var y = from; y < to; y++)
        {
            for (var i = 0; i < samples.Count; i++) samples[i].WriteRow(-_marginXPx, y - _marginYPx, rows.AsSpan(i * _widthPx, _widthPx));
            for (var x = 0; x < _widthPx; x++)
            {
                var count = 0;
                for (var i = x; i < rows.Length; i += _widthPx)
                {
                    if (rows[i] >= 0) levels[count++] = (byte)rows[i];
                }

                still[y * _widthPx + x] = count < Math.Min(SamplesMin, samples.Count) ? (short)-1 : StillLevel(levels[..count]);
            }
        }
    }

    /// <summary>The level that is seen over the longest time, the mean of what is close to it.</summary>
    private static short StillLevel(ReadOnlySpan<byte> levels)
    {
        var (bestSpan, bestSum, bestCount) = (-1, 0, 1);
        foreach (var level in levels)
        {
            var (first, last, sum, count) = (-1, -1, 0, 0);
            for (var i = 0; i < levels.Length; i++)
            {
                if (Math.Abs(levels[i] - level) > SameLevelMax) continue;
                if (first < 0) first = i;
                (last, sum, count) = (i, sum + levels[i], count + 1);
            }

            if (count == levels.Length) return (short)((sum + count / 2) / count);
            if (last - first < bestSpan || (last - first == bestSpan && count <= bestCount)) continue;
            (bestSpan, bestSum, bestCount) = (last - first, sum, count);
        }

        return (short)((bestSum + bestCount / 2) / bestCount);
    }

    /// <summary>Notes the range of each pixel's 3 x 3 neighbours. An unknown pixel gets an empty range.</summary>
    private void Spread(short[] still)
    {
        // 0 raises nothing, so neighbours that are not known leave a range as it is.
        var (inverted, across) = (new byte[still.Length], new byte[still.Length]);
        for (var i = 0; i < still.Length; i++)
        {
            if (still[i] >= 0) (_level[i], inverted[i]) = ((byte)still[i], (byte)~still[i]);
        }

        Dilation.Fill(_level, _widthPx, 1, across, _high);
        Dilation.Fill(inverted, _widthPx, 1, across, _low);
        for (var i = 0; i < still.Length; i++) (_low[i], _high[i]) = still[i] >= 0 ? ((byte)~_low[i], _high[i]) : (byte.MaxValue, (byte)0);
    }
}
