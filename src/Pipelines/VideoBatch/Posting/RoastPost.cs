namespace FunctionsPipeline.Pipelines.VideoBatch.Posting;

/// <summary>
/// What is posted of a clip: the roast and both scores, in fixed words of our own, so that there is nobody mentioned, no link and nothing of a
/// prompt in it. The label that it is made with AI is added by whoever posts it. Pure.
/// </summary>
internal static class RoastPost
{
    /// <summary>The text; null when no detector found anything to tell.</summary>
    public static string? Write(ItemResult result)
    {
        if (!result.Defects.Any()) return null;
        var text = result.Roast;
        foreach (var score in new[] { RoastText.PhotorealismText(result.Scores), RoastText.PhysicsText(result.Scores) })
        {
            if (score is not null && !text.EndsWith(score, StringComparison.Ordinal)) text += " " + score;
        }

        return text;
    }

    /// <summary>How much a clip has to tell: the points that its defects cost.</summary>
    public static double Points(ItemResult result) => result.Scores.Contributions.Values.Sum();
}
