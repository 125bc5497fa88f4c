namespace FunctionsPipeline.Pipelines.Tests.Images.Iteration;

/// <summary>How the true quality of a run's images goes on from one to the next.</summary>
internal static class QualityCurves
{
    /// <summary>The last image of the climb; those after it are as good and no better.</summary>
    public const int PlateauStart = 4;

    /// <summary>
    /// Curves that climb and stay. The optimum is the first image whose true quality is within the least gain of the plateau: what it still
    /// lacks is no gain by the settings' own word.
    /// </summary>
    public static IReadOnlyList<PlateauCurve> Plateaus { get; } =
    [
        new("flat from the first", 1, _ => 0.6),
        new("a leap", 2, number => number == 1 ? 0.4 : 0.7),
        new("two steps of 0.2", 3, number => 0.3 + (0.2 * Math.Min(number - 1, 2))),
        new("three steps of 0.12", PlateauStart, Of("rising then plateau", 0)),
        new("four steps of 0.1", 5, number => 0.3 + (0.1 * Math.Min(number - 1, 4))),
        new("half of the rest at each", 6, number => 0.75 - (0.4 * Math.Pow(0.5, number - 1))),
        new("five steps of 0.08", 6, number => 0.3 + (0.08 * Math.Min(number - 1, 5))),
    ];

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

    public static PlateauCurve Plateau(string name) => Plateaus.Single(curve => curve.Name == name);

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

/// <summary>A climb to a plateau.</summary>
/// <param name="Name">In tables.</param>
/// <param name="Optimum">The first image that is as good as the plateau, but for less than the least gain.</param>
/// <param name="Quality">True quality of an image by its number.</param>
internal sealed record PlateauCurve(string Name, int Optimum, Func<int, double> Quality);
