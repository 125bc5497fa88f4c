namespace FunctionsPipeline.Pipelines.Images.Iteration;

/// <summary>How much the judge's scores of one and the same image differ.</summary>
/// <param name="Sd">Standard deviation of one score.</param>
/// <param name="DegreesOfFreedom">How well it is known.</param>
public readonly record struct JudgeNoise(double Sd, double DegreesOfFreedom)
{
    /// <summary>
    /// Pools the re-scores of all iterations with what was known before: variance = (w x prior sd^2 + sum of squares within iterations) /
    /// (w + number of re-scores). That is the posterior of a scaled inverse chi-squared prior with w degrees of freedom.
    /// </summary>
    public static JudgeNoise Of(IterationSettings settings, IReadOnlyList<IterationRecord> records)
    {
        var squares = settings.JudgeSdWeight * settings.JudgeSd * settings.JudgeSd;
        double freedom = settings.JudgeSdWeight;
        foreach (var record in records)
        {
            double sum = 0, squareSum = 0;
            var count = 0;
            foreach (var score in record.Scores)
            {
                if (score.Value is not { } value) continue;
                sum += value;
                squareSum += value * value;
                count++;
            }

            if (count < 2) continue;
            squares += Math.Max(0, squareSum - (sum * sum / count));
            freedom += count - 1;
        }

        return new JudgeNoise(Math.Max(IterationSettings.JudgeSdLeast, Math.Sqrt(squares / freedom)), freedom);
    }

    /// <summary>Standard error of the difference of two means of so many scores.</summary>
    public double ErrorOfDifference(int scores, int otherScores) => Sd * Math.Sqrt((1.0 / scores) + (1.0 / otherScores));

    /// <summary>Standard error of a mean of so many scores.</summary>
    public double ErrorOf(int scores) => Sd / Math.Sqrt(scores);
}
