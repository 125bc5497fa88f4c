namespace FunctionsPipeline.Analysis;

/// <summary>Finds the offset and the gain by which most of the picture changes from frame to frame: a fade, or the light.</summary>
internal sealed class WholeChange(int cells)
{
    /// <summary>Cells count up to so many quartile distances from the middle; the others change for reasons of their own.</summary>
    private const float QuartilesMax = 2;

    /// <summary>Share of the whole change that light leaves unexplained, at most.</summary>
    private const float UnexplainedMax = 0.5f;

    private readonly float[] _values = new float[cells];

    /// <summary>Fits a line through most cells.</summary>
    /// <param name="mean">What each cell is now, levels.</param>
    /// <param name="change">By how much it is more than before, levels.</param>
    public LightLaw Of(ReadOnlySpan<float> mean, ReadOnlySpan<float> change)
    {
        change.CopyTo(_values);
        var middle = OrderStatistic.Of(_values, _values.Length / 2);
        var near = Math.Max(1, QuartilesMax * (OrderStatistic.Of(_values, _values.Length * 3 / 4) - OrderStatistic.Of(_values, _values.Length / 4)));
        var (n, x, y, xx, xy) = (0f, 0f, 0f, 0f, 0f);
        for (var cell = 0; cell < change.Length; cell++)
        {
            if (Math.Abs(change[cell] - middle) > near) continue;
            var before = mean[cell] - change[cell];
            n++;
            x += before;
            y += change[cell];
            xx += before * before;
            xy += before * change[cell];
        }

        var variance = xx / n - x / n * (x / n);
        var gain = variance < 1 ? 0 : (xy / n - x / n * (y / n)) / variance;
        var law = new LightLaw(y / n - gain * x / n, gain);
        return Explains(law, mean, change, middle, near) ? law : default;
    }

    /// <summary>
    /// Errors of motion are fitted by some line too, and would add up frame by frame; light leaves little of the change of those cells that
    /// change for no other reason.
    /// </summary>
    private static bool Explains(LightLaw law, ReadOnlySpan<float> mean, ReadOnlySpan<float> change, float middle, float near)
    {
        var (before, after) = (0f, 0f);
        for (var cell = 0; cell < change.Length; cell++)
        {
            if (Math.Abs(change[cell] - middle) > near) continue;
            before += Math.Abs(change[cell]);
            after += Math.Abs(change[cell] - (law.Apply(mean[cell] - change[cell]) - (mean[cell] - change[cell])));
        }

        return after <= UnexplainedMax * before;
    }
}

/// <summary>A change of light: offset in levels, and gain as a share.</summary>
internal readonly record struct LightLaw(float Offset, float Gain)
{
    /// <summary>What a level becomes.</summary>
    public float Apply(float level) => level + Offset + Gain * level;
}
