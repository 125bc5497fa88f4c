using FunctionsPipeline.Pipelines.Steps;
using FunctionsPipeline.Pipelines.Steps.Images;
using FunctionsPipeline.State;

namespace FunctionsPipeline.Pipelines.Images;

/// <summary>What an image is taken to be before it is judged.</summary>
internal static class ImageJudgement
{
    /// <summary>Usable, or what is wrong with it.</summary>
    public static Judged<ImageVerdict> Of(ImageAnswer answer, string prompt, double threshold)
    {
        if (answer.Problem is { } problem) return new Judged<ImageVerdict>(null, problem);

        var report = answer.Report!;
        return report.Score < threshold
            ? Judged<ImageVerdict>.Unusable(
                "image_check_failed",
                FormattableString.Invariant($"The local checks score {report.Score:0.00}, below {threshold:0.00}: {string.Join(", ", report.Failed)}."),
                isRetryable: true)
            : Judged<ImageVerdict>.Usable(new ImageVerdict(TextHash.Sha256(prompt), report.Score, report.Failed, report.NotChecked));
    }
}
