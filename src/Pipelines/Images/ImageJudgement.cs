using FunctionsPipeline.Pipelines.Steps;
using FunctionsPipeline.Pipelines.Steps.Images;

namespace FunctionsPipeline.Pipelines.Images;

/// <summary>What an image is taken to be before it is judged.</summary>
internal static class ImageJudgement
{
    /// <summary>Usable, or what is wrong with it.</summary>
    public static Judged<ImageVerdict> Of(ImageAnswer answer, string prompt, double threshold)
    {
        if (answer.NoFile is { } noFile) return Judged<ImageVerdict>.Unusable("image_missing", noFile, isRetryable: true);
        if (answer.IsRefused || answer.File is null) return Judged<ImageVerdict>.Unusable("refused", "The provider's moderation held the image back.", isRetryable: false);

        var report = answer.Report!;
        if (report.Undecodable is { } code) return Judged<ImageVerdict>.Unusable("image_undecodable", $"The file that came is no whole picture ({code}).", isRetryable: true);
        return report.Score < threshold
            ? Judged<ImageVerdict>.Unusable(
                "image_check_failed",
                FormattableString.Invariant($"The local checks score {report.Score:0.00}, below {threshold:0.00}: {string.Join(", ", report.Failed)}."),
                isRetryable: true)
            : Judged<ImageVerdict>.Usable(new ImageVerdict(ImageRequests.Sha256(prompt), report.Score, report.Failed, report.NotChecked));
    }
}
