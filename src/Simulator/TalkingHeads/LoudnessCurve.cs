namespace FunctionsPipeline.Simulator.TalkingHeads;

/// <summary>How far a mouth is open in each frame: it follows the loudness of what it says.</summary>
internal static class LoudnessCurve
{
    /// <summary>Frames a second of every talking head.</summary>
    public const int FramesPerSecond = 25;

    private const double Quiet = 0.06;
    private const double Opening = 0.8;
    private const double Closing = 0.55;

    /// <summary>The curve.</summary>
    /// <param name="samples">The sound, one channel.</param>
    /// <param name="rateHz">Samples a second.</param>
    /// <returns>0 (closed) to 1 for each frame, at least one frame.</returns>
    public static double[] Of(short[] samples, int rateHz)
    {
        var frames = Math.Max(1, (int)Math.Ceiling((double)samples.Length * FramesPerSecond / rateHz));
        var levels = new double[frames];
        for (var frame = 0; frame < frames; frame++)
        {
            var (from, to) = ((int)((long)frame * rateHz / FramesPerSecond), (int)Math.Min(samples.Length, (long)(frame + 1) * rateHz / FramesPerSecond));
            double squares = 0;
            for (var at = from; at < to; at++) squares += (double)samples[at] * samples[at];
            levels[frame] = to > from ? Math.Sqrt(squares / (to - from)) : 0;
        }

        var loud = Math.Max(1, levels.Order().ElementAt((int)(0.92 * (frames - 1))));
        var open = new double[frames];
        var last = 0.0;
        for (var frame = 0; frame < frames; frame++)
        {
            var wish = levels[frame] < Quiet * loud ? 0 : Math.Pow(Math.Min(1, levels[frame] / loud), 0.8);
            last += (wish - last) * (wish > last ? Opening : Closing);
            open[frame] = last;
        }

        return open;
    }
}
