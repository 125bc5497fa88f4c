namespace FunctionsPipeline.Simulator.TalkingHeads;

/// <summary>How far a mouth is open, frame by frame: it follows the loudness of the sound, a little behind and without haste.</summary>
internal static class MouthMovement
{
    // What is as loud as this opens it wide; of full scale.
    private const double WideLevel = 0.14;

    // Share of the way that it goes in a frame: quick to open, slower to close.
    private const double Opening = 0.75;
    private const double Closing = 0.45;

    /// <summary>Openness of each frame, 0 (closed) to 1 (wide).</summary>
    /// <param name="samples">The sound.</param>
    /// <param name="rateHz">Samples a second.</param>
    /// <param name="framesPerSecond">Frames a second.</param>
    public static IReadOnlyList<double> Of(short[] samples, int rateHz, int framesPerSecond)
    {
        var frames = Math.Max(1, (int)Math.Ceiling((double)samples.Length / rateHz * framesPerSecond));
        var openness = new double[frames];
        var mouth = 0.0;
        for (var frame = 0; frame < frames; frame++)
        {
            var wanted = Math.Min(1, Level(samples, frame * rateHz / framesPerSecond, (frame + 1) * rateHz / framesPerSecond) / WideLevel);
            mouth += (wanted - mouth) * (wanted > mouth ? Opening : Closing);
            openness[frame] = mouth;
        }

        return openness;
    }

    private static double Level(short[] samples, int from, int to)
    {
        double squares = 0;
        to = Math.Min(to, samples.Length);
        for (var at = from; at < to; at++) squares += (double)samples[at] * samples[at];
        return to <= from ? 0 : Math.Sqrt(squares / (to - from)) / short.MaxValue;
    }
}
