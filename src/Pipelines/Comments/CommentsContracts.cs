using System.Text.Json.Serialization;
using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.Steps;

namespace FunctionsPipeline.Pipelines.Comments;

/// <summary>What the orchestrators of a run of suggestions have to know.</summary>
public sealed record CommentsSettings : BatchSettings
{
    /// <summary>Who gates, suggests and assesses.</summary>
    public required IReadOnlyList<ModelChoice> Models { get; init; }

    /// <summary>Who turns suggestions into vectors.</summary>
    public required IReadOnlyList<ModelChoice> Embedders { get; init; }

    /// <summary>The least cosine of two suggestions that say the same by the first of <see cref="Embedders"/>; null for the fitted one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? DedupThreshold { get; init; }

    /// <summary>True when candidates are scored first, and only those worth an answer are answered.</summary>
    public required bool UseGate { get; init; }

    /// <summary>Least score of a candidate that is answered, 0 to 1.</summary>
    public required double GateThreshold { get; init; }

    /// <summary>Suggestions for a candidate.</summary>
    public required int Suggestions { get; init; }

    /// <summary>True when suggestions below the threshold are left out; false keeps and marks them.</summary>
    public required bool SkipLowScores { get; init; }

    /// <summary>Least score of a suggestion that is kept, 0 to 1.</summary>
    public required double QualityThreshold { get; init; }

    /// <summary>How the suggestions shall sound.</summary>
    public required string Voice { get; init; }

    /// <summary>Answers of one model that may be of no use before the next is asked.</summary>
    public required int AnswersMax { get; init; }

    /// <summary>Candidates that were read and left out, by the filter that did it.</summary>
    public required IReadOnlyDictionary<string, int> LeftOut { get; init; }
}

/// <summary>Whether a candidate is worth an answer.</summary>
/// <param name="Score">0 to 1.</param>
/// <param name="Reason">Why.</param>
public sealed record GateVerdict(double Score, string Reason);

/// <summary>Suggested answers.</summary>
public sealed record SuggestVerdict(IReadOnlyList<string> Texts);

/// <summary>How good the suggestions are, 0 to 1, in their order.</summary>
public sealed record AssessVerdict(IReadOnlyList<double> Scores);

/// <summary>That the kept suggestions have vectors.</summary>
/// <param name="Embedder">Whose vectors they are, <c>provider/model</c>.</param>
/// <param name="Texts">How many.</param>
public sealed record EmbedVerdict(string Embedder, int Texts);
