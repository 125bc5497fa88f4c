namespace FunctionsPipeline.Analysis;

/// <summary>
/// What stands still behind the moving things: the median of frames that were laid over one reference, on a canvas that may be larger
/// than the picture. Kept as the range of levels around each pixel, because a map that is off by a pixel must not make edges move.
/// </summary>
internal sealed class BackgroundPlate
{
    /// <summary>Odd, so that the median is a level that was seen. More cost time and change little.</summary>
    private const int SamplesMax = 13;

    /// <summary>Fewer do not tell what stands still from what moves.</summary>
    private const int SamplesMin = 3;

    private readonly byte[] _low;
    private readonly byte[] _high;
    private readonly int _marginXPx;
    private readonly int _marginYPx;

    private BackgroundPlate(int widthPx, int heightPx, int marginXPx, int marginYPx)
    {
        (_marginXPx, _marginYPx) = (marginXPx, marginYPx);
        (WidthPx, HeightPx) = (widthPx + 2 * marginXPx, heightPx + 2 * marginYPx);
        _low = new byte[WidthPx * HeightPx];
        _high = new byte[WidthPx * HeightPx];
    }

    public int WidthPx { get; }

    public int HeightPx { get; }

    /// <summary>Makes the plate of a reference from the frames around those that are laid over it.</summary>
    /// <param name="frames">The window, registered.</param>
    /// <param name="reference">Index of the reference frame.</param>
    public static BackgroundPlate Of(IReadOnlyList<TrackedFrame> frames, int reference)
    {
        var (width, height) = (frames[0].WidthPx, frames[0].HeightPx);
        var toWorld = frames[reference].ToWorld;
        var shift = frames.Where(frame => frame.ReferenceIndex == reference).Select(frame => frame.FromReference.ShiftMaxPx(width, height)).DefaultIfEmpty(0).Max();
        var margin = shift < 1 ? 0 : (int)Math.Ceiling(shift) + 1;
        var plate = new BackgroundPlate(width, height, Math.Min(margin, width / 2), Math.Min(margin, height / 2));

        // A frame that shows too little of the reference's surroundings gives nothing to the median.
        var near = new List<Source>();
        foreach (var frame in frames)
        {
            var map = toWorld.Then(frame.ToWorld.Invert());
            if (map.ShiftMaxPx(width, height) <= 0.75 * Math.Max(width, height)) near.Add(new Source(frame, map));
        }

        var sources = new List<Source>();
        var count = Math.Min(SamplesMax, near.Count);
        for (var i = 0; i < count; i++) sources.Add(near[count == 1 ? 0 : (int)((long)i * (near.Count - 1) / (count - 1))]);
        plate.Paint(sources);
        return plate;
    }

    /// <summary>The range of levels that the still picture has around a place of the reference, in the world's light.</summary>
    /// <returns>False where the plate knows nothing.</returns>
    public bool TryRange(int referenceX, int referenceY, out byte low, out byte high)
    {
        var (x, y) = (referenceX + _marginXPx, referenceY + _marginYPx);
        if ((uint)x >= (uint)WidthPx || (uint)y >= (uint)HeightPx)
        {
            (low, high) = (0, 255);
            return false;
        }

        var i = y * WidthPx + x;
        (low, high) = (_low[i], _high[i]);
        return low <= high;
    }

    private void Paint(List<Source> sources)
    {
        var median = new short[WidthPx * HeightPx];
        Span<byte> levels = stackalloc byte[SamplesMax];
        for (var y = 0; y < HeightPx; y++)
        {
            for (var x = 0; x < WidthPx; x++)
            {
                var count = 0;
                foreach (var source in sources)
                {
                    if (!source.TryLevel(x - _marginXPx, y - _marginYPx, out var level)) continue;
                    var slot = count++;
                    while (slot > 0 && levels[slot - 1] > level)
                    {
                        levels[slot] = levels[slot - 1];
                        slot--;
                    }

                    levels[slot] = level;
                }

                median[y * WidthPx + x] = count < Math.Min(SamplesMin, sources.Count) ? (short)-1 : levels[count / 2];
            }
        }

        Spread(median);
    }

    /// <summary>Turns medians into the range of each pixel's 3 x 3 neighbours. An unknown pixel gets an empty range.</summary>
    private void Spread(short[] median)
    {
        for (var y = 0; y < HeightPx; y++)
        {
            for (var x = 0; x < WidthPx; x++)
            {
                var (low, high) = (255, 0);
                for (var ny = Math.Max(0, y - 1); ny <= Math.Min(HeightPx - 1, y + 1); ny++)
                {
                    for (var nx = Math.Max(0, x - 1); nx <= Math.Min(WidthPx - 1, x + 1); nx++)
                    {
                        var level = median[ny * WidthPx + nx];
                        if (level < 0) continue;
                        (low, high) = (Math.Min(low, level), Math.Max(high, level));
                    }
                }

                var known = median[y * WidthPx + x] >= 0;
                (_low[y * WidthPx + x], _high[y * WidthPx + x]) = known ? ((byte)low, (byte)high) : ((byte)255, (byte)0);
            }
        }
    }

    /// <summary>A frame and the way from the reference to it.</summary>
    private sealed class Source(TrackedFrame frame, PlaneMap map)
    {
        private readonly bool _isStill = map.ShiftMaxPx(frame.WidthPx, frame.HeightPx) < StillPx;

        /// <summary>A map so close to none is none: reading between pixels would only blur.</summary>
        private const double StillPx = 0.3;

        public bool TryLevel(int x, int y, out byte level)
        {
            level = 0;
            double luma;
            if (_isStill)
            {
                if ((uint)x >= (uint)frame.WidthPx || (uint)y >= (uint)frame.HeightPx) return false;
                luma = frame.Luma[y * frame.WidthPx + x];
            }
            else
            {
                var (sourceX, sourceY) = map.Apply(x, y);
                if (sourceX < 0 || sourceY < 0 || sourceX > frame.WidthPx - 1 || sourceY > frame.HeightPx - 1) return false;
                luma = frame.Sample(sourceX, sourceY);
            }

            level = (byte)Math.Clamp((luma - frame.Offset) / frame.Gain + 0.5, 0, 255);
            return true;
        }
    }
}
