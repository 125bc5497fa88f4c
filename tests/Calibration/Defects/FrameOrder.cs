namespace FunctionsPipeline.Calibration;

/// <summary>Which frame of the true motion each frame of a clip shows: freezes and repeats are frames shown again.</summary>
internal static class FrameOrder
{
    private static readonly double[] FreezeSeconds = [0.2, 0.35, 0.6, 1.0, 1.6];
    private static readonly double[] RepeatShares = [0.03, 0.06, 0.12, 0.2, 0.33];

    /// <summary>Every frame its own.</summary>
    public static int[] Straight(int frames) => [.. Enumerable.Range(0, frames)];

    /// <summary>One stretch stands still and then jumps ahead, or goes on late.</summary>
    public static (int[] Order, Span Span) Freeze(int frames, double framesPerSecond, int severity, Random random)
    {
        var order = Straight(frames);
        var length = (int)Math.Clamp(Math.Round(FreezeSeconds[severity - 1] * framesPerSecond), 2, frames * 0.7);
        var first = random.Next(2, Math.Max(3, frames - length - 2));
        var isLate = random.Next(2) == 0;
        for (var i = first + 1; i < frames; i++)
        {
            if (i <= first + length) order[i] = first;
            else if (isLate) order[i] = i - length;
        }

        return (order, new Span(first / framesPerSecond, Math.Min(frames, first + length + 1) / framesPerSecond));
    }

    /// <summary>Single frames, never neighbours, show the one before again.</summary>
    public static (int[] Order, Span Span) Repeat(int frames, double framesPerSecond, int severity, Random random)
    {
        var order = Straight(frames);
        var wanted = Math.Max(1, (int)Math.Round(RepeatShares[severity - 1] * frames));
        var repeated = new SortedSet<int>();
        for (var tries = 0; repeated.Count < wanted && tries < 20 * frames; tries++)
        {
            var at = random.Next(2, frames - 1);
            if (!repeated.Contains(at - 1) && !repeated.Contains(at + 1)) repeated.Add(at);
        }

        var isLate = random.Next(2) == 0;
        var behind = 0;
        for (var i = 0; i < frames; i++)
        {
            if (repeated.Contains(i) && isLate) behind++;
            order[i] = repeated.Contains(i) ? order[i - 1] : i - behind;
        }

        return (order, new Span((repeated.Min - 1) / framesPerSecond, (repeated.Max + 1) / framesPerSecond));
    }
}
