namespace FunctionsPipeline.Simulator.Speech;

/// <summary>Says where in a sound something can be heard, window by window.</summary>
/// <param name="samples">The sound.</param>
/// <param name="window">Samples of a window.</param>
/// <param name="least">Root mean square from which on a window can be heard.</param>
internal sealed class WindowedLevel(short[] samples, int window, double least)
{
    /// <summary>The first sample of the first audible window in a range; the range's beginning when there is none.</summary>
    public int FirstAudible(int from, int to)
    {
        for (var at = from; at < to; at += window)
        {
            if (IsAudible(at, Math.Min(at + window, to))) return at;
        }

        return from;
    }

    /// <summary>The sample after the last audible window in a range; the range's end when there is none.</summary>
    public int LastAudible(int from, int to)
    {
        for (var at = to; at > from; at -= window)
        {
            if (IsAudible(Math.Max(from, at - window), at)) return at;
        }

        return to;
    }

    private bool IsAudible(int from, int to)
    {
        double squares = 0;
        for (var at = from; at < to; at++) squares += (double)samples[at] * samples[at];
        return to > from && squares >= least * least * (to - from);
    }
}
