namespace FunctionsPipeline.Analysis;

/// <summary>How the luma of a picture is spread over the 256 levels.</summary>
internal sealed class LightLevels
{
    private readonly long[] _counts = new long[Histogram.Values];
    private readonly long _pixels;

    private LightLevels(PlaneView luma)
    {
        Histogram.Count(luma, _counts);
        _pixels = (long)luma.WidthPx * luma.HeightPx;
        double sum = 0;
        for (var level = 0; level < _counts.Length; level++) sum += (double)level * _counts[level];
        Mean = sum / _pixels;
    }

    /// <summary>Mean luma, levels.</summary>
    public double Mean { get; }

    public static LightLevels Of(PlaneView luma) => new(luma);

    /// <summary>Share of the pixels from one level to another, both included.</summary>
    public double ShareOf(int from, int to)
    {
        long count = 0;
        for (var level = from; level <= to; level++) count += _counts[level];
        return (double)count / _pixels;
    }

    /// <summary>The lowest level that at least this share of the pixels does not exceed.</summary>
    public int Quantile(double share)
    {
        long count = 0;
        for (var level = 0; level < _counts.Length; level++)
        {
            count += _counts[level];
            if (count >= share * _pixels) return level;
        }

        return _counts.Length - 1;
    }
}
