using FunctionsPipeline.Simulator.Vision;

namespace FunctionsPipeline.Simulator.Images;

/// <summary>How bad each aspect of a picture will be, from 0 (in order) to 1 (spoilt).</summary>
internal sealed class StillFlaws
{
    private const double FlawChance = 0.5;
    private const double FlawLeast = 0.35;
    private const double TraceMost = 0.15;

    // What the first phrase leaves of a flaw, and each further one of the rest: less and less is gained.
    private const double LeftByFirst = 0.42;
    private const double LeftByNext = 0.75;

    private readonly Dictionary<Aspect, double> _strengths;

    private StillFlaws(Dictionary<Aspect, double> strengths) => _strengths = strengths;

    /// <summary>Draws them: from the seed what would go wrong, from the prompt how much of it is held back, and luck of this very pair.</summary>
    public static StillFlaws Of(string prompt, ulong seed)
    {
        var draw = new Draw(seed).For("flaws");
        var luck = draw.For(prompt);
        return new StillFlaws(Aspect.All.ToDictionary(
            aspect => aspect,
            aspect => Held(Base(draw.For(aspect.Name)), aspect.Phrases.Count(phrase => phrase.IsIn(prompt)), luck.For(aspect.Name))));
    }

    /// <summary>Only these, for measuring what each does.</summary>
    public static StillFlaws Only(params (Aspect Aspect, double Strength)[] flaws) =>
        new(Aspect.All.ToDictionary(aspect => aspect, aspect => flaws.FirstOrDefault(flaw => flaw.Aspect == aspect).Strength));

    /// <summary>Strength of a flaw, 0 to 1.</summary>
    public double Of(Aspect aspect) => _strengths[aspect];

    private static double Base(Draw draw) => draw.For("is").Happens(FlawChance)
        ? FlawLeast + ((1 - FlawLeast) * draw.For("strength").Share)
        : TraceMost * draw.For("trace").Share;

    private static double Held(double strength, int phrases, Draw luck)
    {
        if (phrases > 0) strength *= LeftByFirst * Math.Pow(LeftByNext, phrases - 1);
        return Math.Clamp((strength * (0.8 + (0.4 * luck.For("part").Share))) + (0.1 * luck.For("more").Share), 0, 1);
    }
}
