using FunctionsPipeline.Media;
using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.RunFolder;

namespace FunctionsPipeline.Pipelines.Episode;

/// <summary>Gives the pictures of an episode their look, which is one for all of it.</summary>
internal sealed class PictureGrading(PipelineServices services)
{
    private readonly ScratchFiles _scratch = new(services);

    /// <summary>Puts a graded picture into the run's folder.</summary>
    /// <param name="item">The episode.</param>
    /// <param name="path">Blob of the picture.</param>
    /// <param name="name">Name of the graded one, without its ending.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Its blob.</returns>
    public async Task<string> PutAsync(ItemInput<EpisodeSettings> item, string path, string name, CancellationToken cancellationToken)
    {
        var graded = EpisodeFiles.PathOf(item, "processed", name + ".png");
        using var picture = await services.Blobs.GetLocalFileAsync(path, cancellationToken);
        var grader = new StillGrader(services.Ffmpeg!, new StillLimits(), services.Clock);
        await _scratch.PutAsync(
            graded, scratch => grader.GradeAsync(picture.FilePath, GradeOf(item.Settings), scratch, cancellationToken), cancellationToken);
        return graded;
    }

    /// <summary>The look of an episode.</summary>
    public static Grade GradeOf(EpisodeSettings settings) => Enum.Parse<Grade>(settings.Grade, ignoreCase: true);
}
