namespace FunctionsPipeline.Pipelines.ClipReports;

/// <summary>What each detector looks for, in a sentence for people who have not read its code.</summary>
internal static class DefectWords
{
    private static readonly Dictionary<string, string> Words = new(StringComparer.Ordinal)
    {
        ["warping"] = "Something bends or stretches while it moves, as no camera and no solid body does.",
        ["melting"] = "A surface loses its shape and detail and runs into itself.",
        ["flicker"] = "The brightness goes up and down from frame to frame.",
        ["freeze"] = "The picture stands still in the middle of motion.",
        ["duplicate"] = "Frames are shown again although the scene moves on.",
        ["black"] = "There is nothing to see.",
        ["spark"] = "Small bright spots appear for a moment and are gone.",
        ["chromatic-aberration"] = "The colours do not lie on each other: edges have red and blue fringes.",
        ["texture-bleed"] = "A surface leaks out over the edge of its object.",
        ["gravity-inversion"] = "Something that nothing holds falls upward.",
        ["zero-gravity"] = "Something that should fall does not.",
        ["momentum-violation"] = "Something in flight changes its speed or direction and nothing touched it.",
    };

    /// <summary>Empty for a detector that nobody has described.</summary>
    public static string Of(string detector) => Words.GetValueOrDefault(detector, "");
}
