namespace FunctionsPipeline.Analysis;

/// <summary>Checks one picture without a model and without a network. Deterministic; safe for several threads.</summary>
/// <remarks>
/// The checks know nothing of what the picture is to show: a sharp, well lit picture of the wrong thing scores 1. They say what a
/// judge need not be asked, and at which score a picture is used is the caller's.
/// </remarks>
public static class StillChecker
{
    /// <summary>Shorter pictures are not measured: too few blocks, and no statistic over pixels means anything.</summary>
    public const int ShortSideMinPx = 64;

    /// <summary>Sharpness and noise are measured at most so large, so that a picture's size does not decide: about what a screen shows.</summary>
    public const int WorkingSideMaxPx = 768;

    /// <summary>Runs every check.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="earlier">Hashes of the pictures that it must not repeat; may be empty.</param>
    public static StillReport Check(StillImage image, IReadOnlyList<PictureHash> earlier)
    {
        if (Math.Min(image.WidthPx, image.HeightPx) < ShortSideMinPx) return TooSmall(image);

        var working = AreaScaling.Fit(image.Luma, WorkingSideMaxPx);
        var light = LightLevels.Of(image.Luma);
        var noise = NoiseCheck.Estimate(working);
        var hash = PictureHash.Of(image);
        IReadOnlyList<StillCheck> checks =
        [
            SharpnessCheck.Run(working, light, noise ?? 0),
            ExposureCheck.Run(light),
            ClippingCheck.Run(image),
            NoiseCheck.Run(noise),
            DuplicateCheck.Run(hash, earlier),
            ContrastCheck.Run(light),
            BandingCheck.Run(image),
        ];
        return new StillReport(checks, StillWeights.Overall(checks), hash);
    }

    private static StillReport TooSmall(StillImage image)
    {
        var reason = $"the picture is {image.WidthPx} x {image.HeightPx} pixels; at least {ShortSideMinPx} on each side are needed";
        return new StillReport([.. StillWeights.ByCheck.Keys.Select(name => StillCheck.Abstain(name, reason))], null, null);
    }
}
