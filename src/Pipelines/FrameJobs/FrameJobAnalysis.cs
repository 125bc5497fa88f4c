using FunctionsPipeline.Analysis;
using FunctionsPipeline.Media;
using FunctionsPipeline.State.Blobs;

namespace FunctionsPipeline.Pipelines.FrameJobs;

/// <summary>Makes a job's result: analyses the clip and keeps pictures of the worst that was found beside it.</summary>
internal sealed class FrameJobAnalysis(ClipAnalyzer analyzer, IBlobStore blobs, FrameJobWorkerOptions options)
{
    /// <summary>Pictures of a clip: they take a tenth of a second each to make, and a report shows no more of one clip.</summary>
    private const int PicturesMax = 2;

    /// <summary>Pixels: enough to see a defect in a gallery, about 20 KB a picture.</summary>
    private const int PictureSideMaxPx = 480;

    private const string ClipsFolder = "/clips/";
    private const string FramesFolder = "/frames/";

    /// <summary>Analyses a clip; one that cannot be decoded is a result too.</summary>
    public async Task<FrameResult> AnalyzeAsync(FrameJob job, string file, CancellationToken cancellationToken)
    {
        try
        {
            var analysis = await analyzer.AnalyzeAsync(Path.GetFileNameWithoutExtension(job.ClipPath), file, job.Expects, cancellationToken);
            return new FrameResult(job.JobId, job.RunId, job.InstanceId, options.Name, analysis.Video, null)
            {
                Device = analysis.Device,
                Degradations = options.Degradations,
                Pictures = await TakePicturesAsync(job, file, analysis.Video, cancellationToken),
            };
        }
        catch (MediaException exception)
        {
            return Failed(job, exception.Code, exception.Message, exception.Hint, exception.IsRetryable);
        }
        catch (DeviceMemoryException exception)
        {
            return Failed(job, "device_too_small", exception.Message, "Use another device, for example --device cpu.", isRetryable: true);
        }
    }

    private FrameResult Failed(FrameJob job, string code, string message, string hint, bool isRetryable) =>
        new(job.JobId, job.RunId, job.InstanceId, options.Name, null, new FrameJobError(code, message, hint, isRetryable));

    private async Task<IReadOnlyList<DefectPicture>> TakePicturesAsync(
        FrameJob job, string file, VideoAnalysis analysis, CancellationToken cancellationToken)
    {
        var pictures = new List<DefectPicture>();
        foreach (var detector in analysis.Detectors.Where(detector => detector is { Detected: true, Findings.Count: > 0 }).OrderByDescending(detector => detector.Score).Take(PicturesMax))
        {
            var worst = detector.Findings.MaxBy(finding => finding.Severity)!;
            var bytes = await analyzer.TakePictureAsync(file, analysis, worst, PictureSideMaxPx, drawsBox: true, cancellationToken);
            if (bytes is null) continue;

            var path = PathOf(job.ClipPath, detector.Id);
            using var content = new MemoryStream(bytes);
            await blobs.PutAsync(path, content, BlobCondition.None, cancellationToken);
            pictures.Add(new DefectPicture(detector.Id, path, worst.PeakSeconds));
        }

        await RemoveOthersAsync(job, analysis, pictures, cancellationToken);
        return pictures;
    }

    /// <summary>A clip that is made again leaves no picture of the one before it.</summary>
    private async Task RemoveOthersAsync(FrameJob job, VideoAnalysis analysis, List<DefectPicture> kept, CancellationToken cancellationToken)
    {
        foreach (var detector in analysis.Detectors.Where(detector => !kept.Exists(picture => picture.Detector == detector.Id)))
        {
            await blobs.DeleteAsync(PathOf(job.ClipPath, detector.Id), ifMatch: null, cancellationToken);
        }
    }

    /// <summary>Beside the clips: <c>runs/&lt;run&gt;/frames/&lt;item&gt;-&lt;detector&gt;.jpg</c>.</summary>
    private static string PathOf(string clipPath, string detector) =>
        Path.ChangeExtension(clipPath, null).Replace(ClipsFolder, FramesFolder, StringComparison.Ordinal) + $"-{detector}.jpg";
}
