using FunctionsPipeline.Analysis;
using FunctionsPipeline.Durable;
using FunctionsPipeline.Media;
using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.Episode.Script;
using FunctionsPipeline.Pipelines.RunFolder;
using FunctionsPipeline.Pipelines.Steps;
using FunctionsPipeline.Pipelines.Steps.Images;
using FunctionsPipeline.State;

namespace FunctionsPipeline.Pipelines.Episode;

/// <summary>Makes the thumbnail, and looks and listens to what was made, before anything leaves.</summary>
internal sealed class ReviewActivities(PipelineServices services)
{
    // A thumbnail whose every edge is soft was taken in a movement.
    private const double ThumbnailSharpnessMin = 0.3;
    private const double CaptionShareMin = 0.95;

    private readonly EpisodeFiles _files = new(services);
    private readonly ScratchFiles _scratch = new(services);
    private readonly StepReader _reader = new(services.Steps, services.Blobs);

    /// <summary>Makes the thumbnail and reviews the video.</summary>
    public async Task<ReviewVerdict> ReviewAsync(ActivityContext context, ItemInput<EpisodeSettings> item, CancellationToken cancellationToken)
    {
        var timeline = await _files.ReadAsync<Timeline>(EpisodeFiles.TimelinePath(item), cancellationToken) ?? throw RunFolderFiles.Gone(EpisodeFiles.TimelinePath(item));
        var script = await _files.ScriptAsync(item, cancellationToken);
        using var video = await services.Blobs.GetLocalFileAsync(EpisodeFiles.VideoPath(item), cancellationToken);
        var expected = new ReviewExpectation(timeline.WidthPx, timeline.HeightPx, timeline.Seconds())
        {
            IntegratedLufs = item.Settings.IsPreview ? null : timeline.Loudness.IntegratedLufs,
        };
        List<ReviewFinding> findings = [.. await new VideoReviewer(services.Ffmpeg!, services.Clock).ReviewAsync(video.FilePath, expected, cancellationToken)];
        findings.Add(Captions(script, timeline));
        string? mode = null;
        if (item.Settings.Thumbnail != EpisodeSettings.NoThumbnail)
        {
            (mode, var sharpness) = await MakeThumbnailAsync(item, script, timeline, video.FilePath, cancellationToken);
            findings.Add(new ReviewFinding(
                EpisodeQuality.Sharpness, FormattableString.Invariant($"{sharpness:0.00}"), FormattableString.Invariant($"at least {ThumbnailSharpnessMin:0.00}"), sharpness >= ThumbnailSharpnessMin) { Value = sharpness });
        }

        await _files.PutJsonAsync(EpisodeFiles.ReviewPath(item), findings, cancellationToken);
        return new ReviewVerdict(
            [.. findings.Where(finding => !finding.IsFine).Select(finding => $"{finding.Check}: {finding.Measured}; allowed: {finding.Allowed}")], mode);
    }

    /// <summary>Whether everything that is spoken can be read.</summary>
    private static ReviewFinding Captions(EpisodeScript script, Timeline timeline)
    {
        var spoken = script.Beats.Select(beat => beat.Narration).Concat(script.Lines.Select(line => line.Text)).Sum(text => Words.SpeechLength.Words(text));
        var shown = timeline.Captions.Sum(cue => cue.Words.Count(word => word.Text.Any(char.IsLetterOrDigit)));
        var share = spoken == 0 ? 1 : Math.Min(1, (double)shown / spoken);
        return new ReviewFinding(
            "captions", FormattableString.Invariant($"{share:P0} of {spoken} words"), FormattableString.Invariant($"at least {CaptionShareMin:P0}"), share >= CaptionShareMin);
    }

    private async Task<(string Mode, double Sharpness)> MakeThumbnailAsync(
        ItemInput<EpisodeSettings> item, EpisodeScript script, Timeline timeline, string videoPath, CancellationToken cancellationToken)
    {
        var made = await _reader.FindAsync<ImageAnswer>(RunId.Parse(item.RunId), item.Item.Index, EpisodeNames.ThumbnailStep, 0, cancellationToken);
        using var picture = made is null ? null : await services.Blobs.GetLocalFileAsync(made.Record.Files[0], cancellationToken);
        var source = picture is null ? new ThumbnailSource(videoPath, ThumbnailMaker.FrameOf(timeline)) : new ThumbnailSource(picture.FilePath, null);
        var words = item.Settings.HasThumbnailText ? script.ThumbnailText : null;
        var sharpness = await _scratch.UseAsync(".jpg", async scratch =>
        {
            await new ThumbnailMaker(services.Ffmpeg!, services.Clock).MakeAsync(source, words, scratch, services.ScratchFolder, cancellationToken);
            var image = await new StillDecoder(services.Ffmpeg!, new StillLimits(), services.Clock).DecodeAsync(scratch, cancellationToken);
            await services.Blobs.PutFileAsync(EpisodeFiles.ThumbnailPath(item), scratch, cancellationToken);
            return StillChecker.Check(image, []).Checks.First(check => check.Name == "sharpness").Score ?? 0;
        });
        return (made is null ? "frame" : "generated", sharpness);
    }
}
