using System.Text.Json;
using System.Text.Json.Serialization;

namespace FunctionsPipeline.Pipelines.Episode.Quality;

/// <summary>One line of <c>quality_metrics.jsonl</c>.</summary>
/// <param name="EpisodeId">Episode.</param>
/// <param name="Timestamp">When it was scored.</param>
/// <param name="Scores">Its scores.</param>
/// <param name="Metrics">What they were made from; null where it was not measured.</param>
public sealed record QualityRecord(string EpisodeId, DateTimeOffset Timestamp, QualityScores Scores, QualityMetrics Metrics)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    /// <summary>The record of an episode.</summary>
    public static QualityRecord Of(string episodeId, DateTimeOffset timestamp, string title, QualityMeasures measures) => new(
        episodeId,
        timestamp,
        QualityScore.Of(measures),
        new QualityMetrics(
            title,
            measures.ImageScores.Count == 0 ? null : Math.Round(measures.ImageScores.Average(), 4),
            measures.ImageScores.Count,
            measures.Sharpness,
            Math.Round(QualityScore.DialogueVariety(measures), 4),
            measures.Script.Characters.Count,
            measures.Script.Beats.Count,
            measures.Review is { } review ? review.Passed == review.All : null,
            QualityScore.DurationAccuracy(measures) is { } accuracy ? Math.Round(accuracy, 4) : null,
            measures.MeasuredSeconds,
            [.. measures.Degradations.Select(degradation => degradation.Kind).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]));

    /// <summary>The line, without its end.</summary>
    public string ToLine() => JsonSerializer.Serialize(this, Json);

    /// <summary>Reads a line; null when it is no such line, as one that a crash has cut.</summary>
    public static QualityRecord? Read(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<QualityRecord>(line, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>What an episode's scores were made from.</summary>
/// <param name="Title">Title.</param>
/// <param name="ImageScore">Mean score of its pictures, 0 to 1.</param>
/// <param name="Images">How many were scored.</param>
/// <param name="Sharpness">Of the thumbnail, 0 to 1.</param>
/// <param name="DialogueVariety">0 to 1.</param>
/// <param name="Characters">How many appear.</param>
/// <param name="Beats">How many there are.</param>
/// <param name="Success">Whether the review passed.</param>
/// <param name="DurationAccuracy">0 to 1.</param>
/// <param name="Seconds">Length, s.</param>
/// <param name="Degradations">Kinds of what stands in for something better.</param>
public sealed record QualityMetrics(
    string Title,
    double? ImageScore,
    int Images,
    double? Sharpness,
    double DialogueVariety,
    int Characters,
    int Beats,
    bool? Success,
    double? DurationAccuracy,
    double? Seconds,
    IReadOnlyList<string> Degradations);
