using System.Globalization;
using FunctionsPipeline.Analysis;
using FunctionsPipeline.Media;
using FunctionsPipeline.Pipelines.RunFolder;
using FunctionsPipeline.Pipelines.VideoBatch.Reporting;

namespace FunctionsPipeline.Pipelines.ClipReports;

/// <summary>The page of a comparison: figures, the worst frame of both files with what differs, and quality over time.</summary>
public static class ComparisonPage
{
    /// <summary>Renders the page. The pictures lie beside it.</summary>
    public static string Render(string one, string other, ReferenceComparison comparison, DifferencePictureFiles pictures)
    {
        var page = new HtmlBuilder();
        ClipPage.Begin(page, $"{one} and {other}");
        var worst = comparison.WorstFrame;
        page.Write($"<header><p class=\"eyebrow\">Comparison</p><h1>{one} and {other}</h1>\n<p class=\"finding\">{Headline(comparison)}</p>\n");
        if (comparison.Note is not null) page.Write($"<p class=\"caveats\">Note: {comparison.Note}.</p>\n");
        page.Write($"</header>\n<main>\n<section><h2>{(comparison.Frames == 1 ? "The picture" : $"The worst frame: number {worst.Index + 1}, at {ReportFigures.Seconds(worst.Seconds)} s")}</h2>\n");
        page.Write($"<p class=\"lead\">PSNR {Decibels(worst.PsnrDb)}, SSIM {Number(worst.Ssim)}.</p>\n<div class=\"moments\">");
        WritePicture(page, pictures.One, one);
        WritePicture(page, pictures.Other, other);
        WritePicture(page, pictures.Difference, $"the difference, {DifferencePictures.Gain} times as strong: black is equal");
        page.Write($"</div>\n<p><a href=\"{pictures.Sheet}\">All three in one picture</a></p>\n</section>\n");
        ClipPagePlots.Write(page, comparison);
        WritePlanes(page, comparison);
        page.Write($"</main>\n</body>\n</html>\n");
        return page.ToString();
    }

    private static string Headline(ReferenceComparison comparison)
    {
        var frames = ReportWords.Count(comparison.Frames, "frame");
        return double.IsPositiveInfinity(comparison.PsnrDb)
            ? $"Identical in {frames}."
            : $"PSNR {Decibels(comparison.PsnrDb)}, SSIM {Number(comparison.Ssim)} over {frames}.";
    }

    private static void WritePicture(HtmlBuilder page, string file, string caption) =>
        page.Write($"<figure><a href=\"{file}\"><img class=\"compared\" alt=\"{caption}\" src=\"{file}\"></a><figcaption>{caption}</figcaption></figure>\n");

    private static void WritePlanes(HtmlBuilder page, ReferenceComparison comparison)
    {
        page.Write($"<section><h2>By plane</h2>\n<div class=\"scroll\"><table><thead><tr><th>Plane</th><th class=\"number\">PSNR</th><th class=\"number\">SSIM</th></tr></thead>\n<tbody>");
        foreach (var plane in comparison.Planes)
        {
            var name = plane.Name switch { "y" => "brightness (y)", "u" => "blue (u)", _ => "red (v)" };
            page.Write($"<tr><th scope=\"row\">{name}</th><td class=\"number\">{Decibels(plane.PsnrDb)}</td><td class=\"number\">{(plane.Ssim is { } ssim ? Number(ssim) : "too small")}</td></tr>\n");
        }

        page.Write($"</tbody></table></div></section>\n");
    }

    private static string Decibels(double value) =>
        double.IsPositiveInfinity(value) ? "infinite (identical)" : string.Create(CultureInfo.InvariantCulture, $"{value:0.00} dB");

    private static string Number(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);
}
