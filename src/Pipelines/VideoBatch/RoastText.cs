using System.Globalization;
using FunctionsPipeline.Analysis;

namespace FunctionsPipeline.Pipelines.VideoBatch;

/// <summary>
/// A short text from templates that names the defect that cost most points, with its time and its place in the picture. It never claims what no
/// detector found. By itself it is nowhere posted: see <see cref="Posting.RoastPost"/>.
/// </summary>
public static class RoastText
{
    /// <summary>A box with so much of the picture is everywhere rather than somewhere.</summary>
    private const double EverywhereShare = 0.5;

    // {0} is the time range and the place.
    private static readonly Dictionary<string, string[]> Templates = new(StringComparer.Ordinal)
    {
        ["flicker"] = ["The lights flicker {0}. Somebody pay the electricity bill.", "Flicker {0}: a strobe light nobody ordered."],
        ["freeze"] = ["Time stops {0}. The model needed a moment.", "Frozen {0}: a bold choice for a video."],
        ["black"] = ["Nothing but black {0}. Minimalism, or a power cut?", "Black {0}: the model closed its eyes at the difficult part."],
        ["duplicate"] = ["The same frame again and again {0}.", "Frames shown twice {0}: paid by the second, delivered by the half."],
        ["warping"] = ["The scene bends {0} as if painted on rubber.", "Warped {0}: solid bodies are a matter of opinion."],
        ["melting"] = ["Things melt {0}, in full daylight.", "Melting {0}: somebody left the scene in the oven."],
        ["spark"] = ["Sparks fly {0} out of nowhere.", "Sparks {0}: the prompt was on fire, apparently."],
        ["chromatic-aberration"] = ["The colours part company {0}.", "Red and blue go their own ways {0}: bring 3D glasses."],
        ["texture-bleed"] = ["The texture leaks out of its object {0}.", "The paint was still wet {0}."],
        ["gravity-inversion"] = ["Gravity changes its mind {0}.", "Things fall up {0}: Newton wants a word."],
        ["zero-gravity"] = ["Gravity is on holiday {0}.", "Weightless {0}, and not a spaceship in sight."],
        ["momentum-violation"] = ["Newton's first law is broken {0}.", "A turn in mid-flight {0}, with no one at the wheel."],
    };

    /// <summary>Writes the text; the choice of template depends on <paramref name="itemId"/> only.</summary>
    /// <param name="itemId">The item.</param>
    /// <param name="detectors">What was found.</param>
    /// <param name="scores">The scores.</param>
    /// <param name="picture">The whole picture, in the pixels that boxes are in.</param>
    public static string Write(string itemId, IReadOnlyList<DetectorResult> detectors, VideoScores scores, FrameBox picture)
    {
        var worst = detectors.Where(detector => detector.Detected && Templates.ContainsKey(detector.Id))
            .OrderByDescending(detector => scores.Contributions.GetValueOrDefault(detector.Id))
            .ThenByDescending(detector => detector.Score)
            .FirstOrDefault();
        var verdict = Verdict(worst, scores);
        if (worst is null) return "Nothing to roast: no detector found a defect." + verdict;

        var templates = Templates[worst.Id];
        var template = templates[(int)(SeededDraw.Share(0, itemId, worst.Id) * templates.Length)];
        return string.Format(CultureInfo.InvariantCulture, template, WhenAndWhere(worst, picture)) + verdict;
    }

    /// <summary>The score that the defect counts for.</summary>
    private static string Verdict(DetectorResult? worst, VideoScores scores)
    {
        var isPhysics = worst is not null && ScoreWeights.Physics.ContainsKey(worst.Id);
        return (isPhysics ? PhysicsText(scores) : PhotorealismText(scores)) is { } text ? " " + text : "";
    }

    /// <summary>The score of physics as a sentence; null when it could not be measured.</summary>
    internal static string? PhysicsText(VideoScores scores) => ScoreText("Physics", scores.Physics);

    /// <summary>The score of photo-realism as a sentence; null when it could not be measured.</summary>
    internal static string? PhotorealismText(VideoScores scores) => ScoreText("Photo-realism", scores.Photorealism);

    private static string? ScoreText(string name, double? points) =>
        points is { } known ? string.Create(CultureInfo.InvariantCulture, $"{name} {known:0} of 100.") : null;

    private static string WhenAndWhere(DetectorResult detector, FrameBox picture)
    {
        var finding = detector.Findings.OrderByDescending(found => found.Severity).FirstOrDefault();
        if (finding is null) return "somewhere";

        var (start, end) = (Tenths(finding.StartSeconds), Tenths(finding.EndSeconds));
        var when = start == end ? $"at {start} s" : $"from {start} s to {end} s";
        return finding.Box is { } box && Place(box, picture) is { } place ? $"{when} {place}" : when;
    }

    private static string Tenths(double seconds) => seconds.ToString("0.0", CultureInfo.InvariantCulture);

    /// <summary>Which ninth of the picture the middle of a box lies in; null for a box that is most of the picture.</summary>
    private static string? Place(FrameBox box, FrameBox picture)
    {
        if ((double)box.Width * box.Height >= EverywhereShare * picture.Width * picture.Height) return null;

        var column = Math.Clamp(3 * (2 * box.X + box.Width) / (2 * picture.Width), 0, 2);
        var row = Math.Clamp(3 * (2 * box.Y + box.Height) / (2 * picture.Height), 0, 2);
        return (row, column) switch
        {
            (1, 1) => "in the middle",
            (1, 0) => "on the left",
            (1, 2) => "on the right",
            (0, 1) => "at the top",
            (2, 1) => "at the bottom",
            (0, 0) => "in the upper left",
            (0, 2) => "in the upper right",
            (2, 0) => "in the lower left",
            _ => "in the lower right",
        };
    }
}
