using System.Globalization;
using FunctionsPipeline.Analysis;
using FunctionsPipeline.Pipelines.RunFolder;
using FunctionsPipeline.Pipelines.VideoBatch.Reporting;

namespace FunctionsPipeline.Pipelines.ClipReports;

/// <summary>The two scores, and what was taken off each.</summary>
internal static class ClipPageScores
{
    public static void Write(HtmlBuilder page, VideoScores scores)
    {
        WriteScore(page, "Photo-realism", scores.Photorealism, scores, ScoreWeights.Photorealism);
        WriteScore(page, "Physics", scores.Physics, scores, ScoreWeights.Physics);
    }

    private static void WriteScore(HtmlBuilder page, string name, double? score, VideoScores scores, IReadOnlyDictionary<string, double> weights)
    {
        page.Write($"<div class=\"score\"><p>{name}</p>");
        if (score is not { } points)
        {
            page.Write($"<p class=\"points\">not measured</p><p class=\"facts\">{scores.Missing ?? "no detector could measure it"}</p></div>\n");
            return;
        }

        page.Write($"<p class=\"points\">{Text(points)}<small> of 100</small></p>");
        page.Write($"<div class=\"meter\"><i style=\"width:{ReportFigures.Position(points / 100)}%\"></i></div>");
        var taken = scores.Contributions.Where(pair => weights.ContainsKey(pair.Key)).OrderByDescending(pair => pair.Value).ToArray();
        page.Write($"<ul class=\"taken\">");
        foreach (var (id, lost) in taken) page.Write($"<li><span>{id}</span><b>−{Text(lost)}</b></li>");
        if (taken.Length == 0) page.Write($"<li>Nothing was taken off.</li>");
        page.Write($"</ul></div>\n");
    }

    private static string Text(double points) => points.ToString("0.#", CultureInfo.InvariantCulture);
}
