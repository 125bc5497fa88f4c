using FunctionsPipeline.Pipelines.Episode.Script;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.Episode.Quality;

/// <summary>What an episode is scored by. What was not measured is null or empty, and is not scored: it is never taken for good.</summary>
/// <param name="Script">Its words.</param>
/// <param name="ImageScores">Scores of the image gate, 0 to 1, of the pictures that are in the episode.</param>
/// <param name="PlannedSeconds">Length as its timeline has it.</param>
public sealed record QualityMeasures(EpisodeScript Script, IReadOnlyList<double> ImageScores, double PlannedSeconds)
{
    /// <summary>Sharpness of the thumbnail, 0 to 1; null when it was not measured.</summary>
    public double? Sharpness { get; init; }

    /// <summary>Length of the file as measured, s; null when there is no file.</summary>
    public double? MeasuredSeconds { get; init; }

    /// <summary>Checks of the review that passed, and all of them; null when there was no review.</summary>
    public (int Passed, int All)? Review { get; init; }

    /// <summary>What stands in for something better.</summary>
    public IReadOnlyList<Degradation> Degradations { get; init; } = [];
}

/// <summary>How good an episode is, 0 to 100 each, rounded to a tenth.</summary>
/// <param name="Visual">Pictures.</param>
/// <param name="Content">Words.</param>
/// <param name="Technical">The file.</param>
/// <param name="Overall">All of it, capped by what stands in for something better.</param>
public sealed record QualityScores(double Visual, double Content, double Technical, double Overall)
{
    /// <summary>The overall score as it would be without the cap.</summary>
    public double Uncapped { get; init; }

    /// <summary>The kind of degradation that caps it; null when nothing does.</summary>
    public string? CappedBy { get; init; }
}
