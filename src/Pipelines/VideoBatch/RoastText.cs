using System.Globalization;
using FunctionsPipeline.Analysis;

namespace FunctionsPipeline.Pipelines.VideoBatch;

/// <summary>
/// A short text from templates that names the defect actually found, with its time. It never claims what no detector found, and it is
/// nowhere posted by itself.
/// </summary>
public static class RoastText
{
    // {0} is the time range.
    private static readonly Dictionary<string, string[]> Templates = new(StringComparer.Ordinal)
    {
        ["flicker"] = ["The lights flicker {0}. Somebody pay the electricity bill.", "Flicker {0}: a strobe light nobody ordered."],
        ["freeze"] = ["Time stops {0}. The model needed a moment.", "Frozen {0}: a bold choice for a video."],
        ["black"] = ["Nothing but black {0}. Minimalism, or a power cut?", "Black {0}: the model closed its eyes at the difficult part."],
        ["duplicate"] = ["The same frame again and again {0}."],
        ["warping"] = ["The scene bends {0} as if painted on rubber."],
        ["melting"] = ["Things melt {0}, in full daylight."],
        ["spark"] = ["Sparks fly {0} out of nowhere."],
        ["chromatic-aberration"] = ["The colours part company {0}."],
        ["texture-bleed"] = ["The texture leaks out of its object {0}."],
        ["gravity-inversion"] = ["Gravity changes its mind {0}."],
        ["zero-gravity"] = ["Gravity is on holiday {0}."],
        ["momentum-violation"] = ["Newton's first law is broken {0}."],
    };

    /// <summary>Writes the text; the choice of template depends on <paramref name="itemId"/> only.</summary>
    public static string Write(string itemId, IReadOnlyList<DetectorResult> detectors, VideoScores scores)
    {
        var worst = detectors.Where(detector => detector.Detected && Templates.ContainsKey(detector.Id)).OrderByDescending(detector => detector.Score).FirstOrDefault();
        var verdict = scores.Photorealism is { } points
            ? string.Create(CultureInfo.InvariantCulture, $" Photo-realism {points:0} of 100.")
            : "";
        if (worst is null) return "Nothing to roast: no detector found a defect." + verdict;

        var templates = Templates[worst.Id];
        var template = templates[(int)(SeededDraw.Share(0, itemId, worst.Id) * templates.Length)];
        return string.Format(CultureInfo.InvariantCulture, template, When(worst)) + verdict;
    }

    private static string When(DetectorResult detector)
    {
        var finding = detector.Findings.OrderByDescending(found => found.Severity).FirstOrDefault();
        return finding is null
            ? "somewhere"
            : string.Create(CultureInfo.InvariantCulture, $"from {finding.StartSeconds:0.0} s to {finding.EndSeconds:0.0} s");
    }
}
