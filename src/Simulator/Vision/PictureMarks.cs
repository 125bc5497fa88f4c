namespace FunctionsPipeline.Simulator.Vision;

/// <summary>Marks of a picture from 0 to 1, one an aspect, without any chance.</summary>
internal sealed class PictureMarks
{
    // Fitted to pictures with one thing wrong at a time: a picture in order gets about 0.9, one that anybody would send back below 0.4.
    private static readonly Curve Sharpness = new((0.03, 0.03), (0.1, 0.2), (0.2, 0.42), (0.35, 0.62), (0.55, 0.8), (0.8, 0.9), (1.2, 0.95));
    private static readonly Curve Exposure = new((15, 0.03), (45, 0.25), (80, 0.6), (110, 0.88), (135, 0.97), (160, 0.88), (190, 0.55), (220, 0.2), (245, 0.03));
    private static readonly Curve Range = new((0.04, 0.05), (0.09, 0.25), (0.15, 0.5), (0.22, 0.7), (0.3, 0.84), (0.5, 0.97));
    private static readonly Curve Clipping = new((0.01, 1), (0.08, 0.85), (0.25, 0.5), (0.6, 0.2));
    private static readonly Curve Noise = new((1, 0.97), (3, 0.88), (7, 0.65), (13, 0.38), (22, 0.12), (30, 0.03));
    private static readonly Curve Centre = new((0.04, 0.97), (0.14, 0.85), (0.28, 0.6), (0.45, 0.35), (0.7, 0.1));
    private static readonly Curve Lonely = new((0.2, 1), (0.26, 0.85), (0.35, 0.6), (0.5, 0.4));
    private static readonly Curve Cast = new((0.03, 0.97), (0.1, 0.85), (0.22, 0.6), (0.4, 0.3), (0.6, 0.08));
    private static readonly Curve Match = new((15, 0.97), (35, 0.82), (60, 0.55), (110, 0.25), (180, 0.08));

    private readonly Dictionary<Aspect, double> _marks;

    private PictureMarks(Dictionary<Aspect, double> marks) => _marks = marks;

    /// <summary>The marks of a file that is no picture.</summary>
    public static PictureMarks OfNothing { get; } = new(Aspect.All.ToDictionary(aspect => aspect, _ => 0d));

    /// <summary>The weighted mean.</summary>
    public double Overall => Aspect.All.Sum(aspect => aspect.Weight * _marks[aspect]);

    /// <summary>Marks measured values.</summary>
    /// <param name="measures">The values.</param>
    /// <param name="prompt">What the picture shall show; null when that is not known, and then a subject of any kind will do.</param>
    public static PictureMarks Of(PictureMeasures measures, string? prompt) => new(new Dictionary<Aspect, double>
    {
        [Aspect.Sharpness] = Sharpness.At(measures.EdgeStrength),
        [Aspect.Exposure] = Exposure.At(measures.MeanLuma),
        [Aspect.Contrast] = Range.At(measures.RelativeRange) * Clipping.At(measures.ClippedShare),
        [Aspect.Noise] = Noise.At(measures.NoiseDeviation),
        [Aspect.Composition] = Centre.At(measures.OffCentre) * Lonely.At(measures.Spread),
        [Aspect.Colour] = Cast.At(measures.ColourCast),
        [Aspect.PromptMatch] = MatchOf(measures.SubjectHue, prompt),
    });

    /// <summary>The mark of an aspect.</summary>
    public double Of(Aspect aspect) => _marks[aspect];

    private static double MatchOf(double? hue, string? prompt)
    {
        if (hue is not { } seen) return Match.At(180);
        if (prompt is null) return Match.At(0);
        var apart = Math.Abs(seen - SubjectHue.Of(prompt));
        return Match.At(Math.Min(apart, 360 - apart));
    }
}
