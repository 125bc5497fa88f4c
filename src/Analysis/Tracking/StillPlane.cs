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
    public StillPlane(IReadOnlyList<StillSample> samples, int widthPx, int heightPx, int marginXPx, int marginYPx)
    {
        (_marginXPx, _marginYPx) = (marginXPx, marginYPx);
        (_widthPx, _heightPx) = (widthPx + 2 * marginXPx, heightPx + 2 * marginYPx);
        (_level, _low, _high) = (new byte[_widthPx * _heightPx], new byte[_widthPx * _heightPx], new byte[_widthPx * _heightPx]);
        Paint(samples);
    }

    /// <summary>How far a level lies outside what the still picture has around a place of the reference; 0 where nothing is known.</summary>
    /// <param name="level">In the light of the window's first frame.</param>
    /// <param name="referenceX">Column of the reference picture; may lie outside.</param>
    /// <param name="referenceY">Row of the reference picture; may lie outside.</param>
    /// <param name="slack">Share of the neighbours' range that is allowed for a map that is off by a part of a pixel, in 256ths.</param>
    public int Excess(int level, int referenceX, int referenceY, int slack)
    {
        var (x, y) = (referenceX + _marginXPx, referenceY + _marginYPx);
        if ((uint)x >= (uint)_widthPx || (uint)y >= (uint)_heightPx) return 0;
        var i = y * _widthPx + x;
        if (_low[i] > _high[i]) return 0;
        int still = _level[i];
        return level > still ? Math.Max(0, level - still - ((_high[i] - still) * slack >> 8)) : Math.Max(0, still - level - ((still - _low[i]) * slack >> 8));
    }

    private void Paint(IReadOnlyList<StillSample> samples)
    {
        var still = new short[_widthPx * _heightPx];
        Span<byte> levels = stackalloc byte[samples.Count];
        for (var y = 0; y < _heightPx; y++)
        {
            for (var x = 0; x < _widthPx; x++)
            {
                var count = 0;
                foreach (var sample in samples)
                {
                    if (sample.TryLevel(x - _marginXPx, y - _marginYPx, out levels[count])) count++;
                }

                still[y * _widthPx + x] = count < Math.Min(SamplesMin, samples.Count) ? (short)-1 : StillLevel(levels[..count]);
            }
        }

        Spread(still);
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
        for (var y = 0; y < _heightPx; y++)
        {
            for (var x = 0; x < _widthPx; x++)
            {
                var i = y * _widthPx + x;
                if (still[i] < 0)
                {
                    (_low[i], _high[i]) = (255, 0);
                    continue;
                }

                int low = still[i], high = still[i];
                for (var ny = Math.Max(0, y - 1); ny <= Math.Min(_heightPx - 1, y + 1); ny++)
                {
                    for (var nx = Math.Max(0, x - 1); nx <= Math.Min(_widthPx - 1, x + 1); nx++)
                    {
                        var level = still[ny * _widthPx + nx];
                        if (level < 0) continue;
                        (low, high) = (Math.Min(low, level), Math.Max(high, level));
                    }
                }

                (_level[i], _low[i], _high[i]) = ((byte)still[i], (byte)low, (byte)high);
            }
        }
    }
}
