namespace FunctionsPipeline.Analysis.Tests.Statistics;

/// <summary>Makes the outcomes of batches whose true rates are known.</summary>
internal sealed class SimulatedBatch(int seed)
{
    public static readonly string[] Traps = ["a", "b", "c", "d", "e", "f"];

    private readonly Random _random = new(seed);

    public bool Draw(double rate) => _random.NextDouble() < rate;

    public double Choose(double[] rates) => rates[_random.Next(rates.Length)];

    /// <summary>Prompts drawn from many, for each whether it breaks easily.</summary>
    public bool[] DrawPrompts(int prompts) => [.. Enumerable.Range(0, prompts).Select(_ => Draw(0.5))];

    /// <summary>Successes among trials.</summary>
    public int Binomial(int trials, double rate)
    {
        var found = 0;
        for (var trial = 0; trial < trials; trial++) found += Draw(rate) ? 1 : 0;
        return found;
    }

    /// <summary>Every prompt once plain and once with each trap.</summary>
    /// <param name="prompts">Prompts.</param>
    /// <param name="detectors">Detectors, each with outcomes of its own.</param>
    /// <param name="rate">True rate of a detector's defect for a prompt and a trap, null for plain.</param>
    public AttributionStudy OneAtATime(int prompts, int detectors, Func<int, int, string?, double> rate)
    {
        var study = new AttributionStudy(Traps, []);
        for (var prompt = 0; prompt < prompts; prompt++)
        {
            Add(study, prompt, "plain", [], detectors, detector => rate(detector, prompt, null));
            foreach (var trap in Traps) Add(study, prompt, trap, [trap], detectors, detector => rate(detector, prompt, trap));
        }

        return study;
    }

    /// <summary>Every prompt once in each of the 16 runs of the design.</summary>
    public AttributionStudy Factorial(int prompts, int detectors, Func<int, int, IReadOnlyList<string>, double> rate, params (string, string)[] pairs)
    {
        var study = new AttributionStudy(Traps, pairs);
        var runs = FactorialDesign.Of(Traps.Length).Runs.Select(run => Traps.Where((_, index) => run[index]).ToArray()).ToArray();
        for (var prompt = 0; prompt < prompts; prompt++)
        {
            foreach (var traps in runs) Add(study, prompt, string.Concat(traps), traps, detectors, detector => rate(detector, prompt, traps));
        }

        return study;
    }

    private void Add(AttributionStudy study, int prompt, string variant, string[] traps, int detectors, Func<int, double> rate) =>
        study.Add("lane", $"p{prompt}", variant, traps, [.. Enumerable.Range(0, detectors).Select(detector => new DefectOutcome($"d{detector}", Draw(rate(detector)), 1))]);
}
