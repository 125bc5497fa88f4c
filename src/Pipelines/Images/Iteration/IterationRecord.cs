using System.Text.Json.Serialization;

namespace FunctionsPipeline.Pipelines.Images.Iteration;

/// <summary>One answer of the judge.</summary>
/// <param name="Value">0 to 1; null when the judge gave no score, which counts as an attempt.</param>
/// <param name="SpentTicks">What it cost.</param>
public sealed record JudgeScore(double? Value, long SpentTicks);

/// <summary>One image and what is known of it.</summary>
/// <param name="Number">From 1, in the order in which images were made.</param>
/// <param name="PromptHash">Of the prompt it was made from.</param>
/// <param name="ImageTicks">What the image cost, without its scores.</param>
/// <param name="Scores">The judge's answers in their order; the first is the image's own, the others are re-scores.</param>
/// <param name="LocalScore">Score of the checks that need no judge; null when they could not measure.</param>
/// <param name="FailedChecks">What the next prompt is to mend, worst first.</param>
public sealed record IterationRecord(
    int Number, string PromptHash, long ImageTicks, IReadOnlyList<JudgeScore> Scores, double? LocalScore, IReadOnlyList<string> FailedChecks)
{
    /// <summary>What the image and its scores cost.</summary>
    [JsonIgnore]
    public long SpentTicks => ImageTicks + Scores.Sum(score => score.SpentTicks);

    /// <exception cref="ArgumentException">Numbers have a gap, a score is not from 0 to 1, or a price is negative.</exception>
    internal static void Validate(IReadOnlyList<IterationRecord> records)
    {
        for (var i = 0; i < records.Count; i++)
        {
            var record = records[i];
            if (record.Number != i + 1) throw new ArgumentException($"Iteration {record.Number} stands at place {i + 1}; iterations are numbered from 1 without gaps.", nameof(records));
            foreach (var score in record.Scores)
            {
                if (score.Value is not (null or (>= 0 and <= 1)))
                {
                    throw new ArgumentException(FormattableString.Invariant($"Iteration {record.Number} has a score of {score.Value}; scores are from 0 to 1."), nameof(records));
                }
            }

            if (record.ImageTicks < 0 || record.Scores.Any(score => score.SpentTicks < 0))
            {
                throw new ArgumentException($"Iteration {record.Number} has a negative price; prices are 0 or more ticks.", nameof(records));
            }
        }
    }
}
