namespace FunctionsPipeline.Pipelines.Tests.Images.Iteration;

/// <summary>How the true quality of a run's images goes on from one to the next.</summary>
internal static class QualityCurves
{
    /// <summary>The last image of the climb; those after it are as good and no better.</summary>
    public const int PlateauStart = 4;

    public static IReadOnlyList<string> Names { get; } = ["rising then plateau", "random walk", "falling", "lucky first", "slightly worse"];

    public static Func<int, double> Of(string name, int seed) => name switch
    {
        "rising then plateau" => number => 0.35 + (0.12 * Math.Min(number - 1, PlateauStart - 1)),
        "random walk" => Walk(seed),
        "falling" => number => 0.7 - (0.03 * (number - 1)),
        "lucky first" => number => number == 1 ? 0.8 : 0.55 + (0.02 * number),

        // The hardest case for a choice that must never be worse: nothing but noise tells the images apart.
        "slightly worse" => number => number == 1 ? 0.6 : 0.595,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "There is no such curve."),
    };

    private static Func<int, double> Walk(int seed)
    {
        var random = new Random(seed);
        var steps = new List<double> { 0.5 };
        return number =>
        {
            while (steps.Count < number) steps.Add(Math.Clamp(steps[^1] + (0.16 * (random.NextDouble() - 0.5)), 0.05, 0.95));
            return steps[number - 1];
        };
    }
}
