namespace FunctionsPipeline.Analysis;

/// <summary>
/// What a defect of full score takes off, in points of 100, by detector id. They are a judgement, not a measurement: a defect that nobody
/// can overlook halves the score or more by itself, one that a viewer may miss does not. <c>docs/analysis.md</c> has the same table.
/// </summary>
public static class ScoreWeights
{
    /// <summary>Weights of photo-realism.</summary>
    public static IReadOnlyDictionary<string, double> Photorealism { get; } = new SortedDictionary<string, double>(StringComparer.Ordinal)
    {
        // Nothing can be seen at all.
        ["black"] = 100,

        // The whole picture or a whole object is plainly wrong.
        ["flicker"] = 60,
        ["melting"] = 60,
        ["warping"] = 60,
        ["freeze"] = 50,

        // Wrong in places, or only to an eye that looks for it.
        ["chromatic-aberration"] = 40,
        ["spark"] = 40,
        ["texture-bleed"] = 40,
        ["duplicate"] = 30,
    };

    /// <summary>Weights of physics.</summary>
    public static IReadOnlyDictionary<string, double> Physics { get; } = new SortedDictionary<string, double>(StringComparer.Ordinal)
    {
        // Impossible for any body that is let go.
        ["gravity-inversion"] = 100,

        // A push, a draught or water could explain a weak case.
        ["momentum-violation"] = 80,
        ["zero-gravity"] = 80,
    };
}
