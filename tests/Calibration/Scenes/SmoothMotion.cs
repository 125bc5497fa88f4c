namespace FunctionsPipeline.Calibration;

/// <summary>Random but smooth functions of time: sums of slow sines.</summary>
internal static class SmoothMotion
{
    /// <summary>A wobble about 0.</summary>
    /// <param name="random">Phases and rates.</param>
    /// <param name="amplitude">Greatest value.</param>
    /// <param name="hertz">Rough rate.</param>
    public static Func<double, double> Wobble(Random random, double amplitude, double hertz)
    {
        var waves = Enumerable.Range(0, 3).Select(number => (
            Rate: 2 * Math.PI * hertz * (0.6 + 0.5 * number + 0.3 * random.NextDouble()),
            Phase: 2 * Math.PI * random.NextDouble(),
            Share: 0.5 / (1 + 0.5 * number))).ToArray();
        return seconds => amplitude * waves.Sum(wave => wave.Share * Math.Sin(wave.Rate * seconds + wave.Phase));
    }

    /// <summary>Either -1 or 1.</summary>
    public static int Sign(Random random) => random.Next(2) * 2 - 1;

    /// <summary>Between two bounds.</summary>
    public static double Between(this Random random, double least, double most) => least + (most - least) * random.NextDouble();

    /// <summary>0 before, 1 after, and a smooth way between.</summary>
    public static double Ease(double share)
    {
        var t = Math.Clamp(share, 0, 1);
        return t * t * (3 - 2 * t);
    }
}
