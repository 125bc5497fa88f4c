namespace FunctionsPipeline.Analysis;

/// <summary>Goes along one line of pixels and adds up plateaus and staircases; <see cref="BandingCheck"/> says what they are.</summary>
internal readonly ref struct StaircaseWalk
{
    private const int PlateauMinPx = 8;
    private const int GapMaxPx = 3;
    private const int StairMinLevels = 2;
    private const int StairMaxLevels = 40;

    public StaircaseWalk(ReadOnlySpan<byte> line)
    {
        Plateau before = default, last = default;
        for (var start = 0; start < line.Length;)
        {
            var end = EndOfRun(line, start);
            if (end - start < PlateauMinPx)
            {
                start++;
                continue;
            }

            PlateauPx += end - start;
            var isNear = last.End > 0 && start - last.End <= GapMaxPx;
            var plateau = new Plateau(end, end - start, isNear ? WayOf(line[start] - line[last.End - 1]) : 0, IsCounted: false);
            if (plateau.Way != 0 && plateau.Way == last.Way)
            {
                // The third plateau brings in the first two, unless a staircase the other way had one of them already.
                StaircasePx += plateau.LengthPx + (last.IsCounted ? 0 : last.LengthPx) + (before.IsCounted ? 0 : before.LengthPx);
                (before, last, plateau) = (before with { IsCounted = true }, last with { IsCounted = true }, plateau with { IsCounted = true });
            }

            (before, last) = (last, plateau);
            start = end;
        }
    }

    /// <summary>Pixels of the line in plateaus.</summary>
    public long PlateauPx { get; }

    /// <summary>Pixels of the line in staircases.</summary>
    public long StaircasePx { get; }

    private static int EndOfRun(ReadOnlySpan<byte> line, int start)
    {
        int low = line[start], high = low, end = start + 1;
        for (; end < line.Length; end++)
        {
            (low, high) = (Math.Min(low, line[end]), Math.Max(high, line[end]));
            if (high - low > 1) break;
        }

        return end;
    }

    private static int WayOf(int jump) => Math.Abs(jump) is >= StairMinLevels and <= StairMaxLevels ? Math.Sign(jump) : 0;

    /// <param name="End">Behind its last pixel.</param>
    /// <param name="LengthPx">Its pixels.</param>
    /// <param name="Way">1 when it was reached by a stair up, -1 by a stair down, 0 by neither.</param>
    /// <param name="IsCounted">Whether it is part of a staircase.</param>
    private readonly record struct Plateau(int End, int LengthPx, int Way, bool IsCounted);
}
