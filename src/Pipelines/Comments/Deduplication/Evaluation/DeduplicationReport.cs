using System.Globalization;
using System.Text;
using FunctionsPipeline.Analysis;

namespace FunctionsPipeline.Pipelines.Comments.Deduplication.Evaluation;

/// <summary>The figures of embedders as a table for people.</summary>
public static class DeduplicationReport
{
    private static readonly string[] Head =
        ["embedder", "threshold", "split", "judged by", "precision", "95 %", "recall", "95 %", "F1", "near misses merged", "unrelated merged", "negations merged"];

    /// <summary>A Markdown table: each embedder with both splits, and on the test split what its vectors would do without the words.</summary>
    public static string Table(IEnumerable<DeduplicationEvaluation> evaluations)
    {
        var rows = new List<string[]> { Head };
        foreach (var evaluation in evaluations)
        {
            rows.Add(Row(evaluation, PairSplit.Fit, isGuarded: true));
            rows.Add(Row(evaluation, PairSplit.Test, isGuarded: true));
            rows.Add(Row(evaluation, PairSplit.Test, isGuarded: false));
        }

        var widths = Enumerable.Range(0, Head.Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        rows.Insert(1, [.. widths.Select(width => new string('-', width))]);
        var table = new StringBuilder();
        foreach (var row in rows) table.Append("| ").AppendJoin(" | ", row.Select((cell, column) => cell.PadRight(widths[column]))).Append(" |\n");
        return table.ToString();
    }

    private static string[] Row(DeduplicationEvaluation evaluation, PairSplit split, bool isGuarded)
    {
        var figures = evaluation.Figures(split, isGuarded);
        return
        [
            evaluation.Embedder.ToString(), Fraction(evaluation.Fitted.Threshold), split == PairSplit.Fit ? "fit" : "test", isGuarded ? "vectors and words" : "vectors only",
            Fraction(figures.Precision), Interval(figures.Paraphrases.Merged, figures.Merged),
            Fraction(figures.Recall), Interval(figures.Paraphrases.Merged, figures.Paraphrases.Pairs),
            Fraction(figures.F1), Count(figures.NearMisses), Count(figures.Unrelated), Count(figures.Negations),
        ];
    }

    private static string Interval(int found, int trials)
    {
        if (trials == 0) return "-";
        var interval = WilsonInterval.Of(found, trials);
        return $"[{Fraction(interval.Lower)}, {Fraction(interval.Upper)}]";
    }

    private static string Count(MergeCount count) => string.Create(CultureInfo.InvariantCulture, $"{count.Merged}/{count.Pairs}");

    private static string Fraction(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}
