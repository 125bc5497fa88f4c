using FunctionsPipeline.Providers;
using FunctionsPipeline.State.Blobs;
using FunctionsPipeline.State.Governor;
using FunctionsPipeline.State.Publishing;

namespace FunctionsPipeline.Pipelines.Publishing;

/// <summary>
/// Publishes a video once. Each call goes as far as it can now and says what to wait for; the row decides where it goes on, whatever ended the
/// call before. The steps: plan, session, bytes, processing, thumbnail, visibility.
/// </summary>
/// <remarks>Safe for several threads and processes.</remarks>
public sealed class VideoPublishing(
    IVideoPublisher publisher, PublicationStore store, IBlobStore blobs, PublishQuota quota, PublishingOptions options, TimeProvider clock)
    : PublishingSteps(publisher.ProviderId, store, blobs, quota, options, clock)
{
    private const string TimePast = "publish_time_past";

    private readonly VideoUpload _upload = new(publisher, blobs);

    /// <summary>Goes on with a publication.</summary>
    /// <param name="order">The same at every call.</param>
    /// <param name="place">The place that the last answer gave; null at first.</param>
    /// <param name="cancellationToken">Ends a request on the way; what was learnt is written down.</param>
    /// <exception cref="IOException">The store did not answer. Call again.</exception>
    public Task<PublishAnswer> AdvanceAsync(VideoOrder order, SlotGrant? place, CancellationToken cancellationToken)
    {
        var video = order.Video with { RunTag = order.Key.RunTag };
        return AdvanceAsync(order, video.PublishAt, lengthBytes => Check(video, lengthBytes), work => GoAsync(work, order, video, place, cancellationToken), cancellationToken);
    }

    /// <summary>True as long as the provider was not told when the video becomes public: until then another time harms nobody.</summary>
    internal static bool CanMove(PublicationRecord record) => record.State is PublicationState.Planned or PublicationState.Session
        or PublicationState.Uploading or PublicationState.Checking or PublicationState.Uploaded or PublicationState.Processed
        || record is { State: PublicationState.Thumbnail, Code: TimePast };

    private PublishAnswer? Check(VideoPublication video, long lengthBytes)
    {
        var problems = publisher.Validate(video, lengthBytes).ToList();
        if (video.PublishAt is { } at && at < Clock.GetUtcNow() + Options.ScheduleMargin)
        {
            problems.Add($"time of publication: {at.UtcDateTime:yyyy-MM-dd HH:mm}Z is past or nearly; YouTube would publish at once");
        }

        return problems.Count == 0 ? null : PublishAnswers.Refused("invalid", $"The video cannot be published: {string.Join("; ", problems)}.");
    }

    private async Task<PublishAnswer> GoAsync(PublicationWork work, VideoOrder order, VideoPublication video, SlotGrant? place, CancellationToken cancellationToken)
    {
        if (video.PublishAt != work.Record.PublishAt)
        {
            if (CanMove(work.Record)) await work.SaveAsync(work.Record with { PublishAt = video.PublishAt, Code = null, Message = null });
            else video = video with { PublishAt = work.Record.PublishAt };
        }

        while (true)
        {
            var answer = work.Record.State switch
            {
                PublicationState.Planned => await StartAsync(work, video, place, cancellationToken),
                PublicationState.Session or PublicationState.Uploading => await UploadAsync(work, order, cancellationToken),
                PublicationState.Checking => await CheckAsync(work, PublicationState.Uploaded, since => FindAsync(work, since, cancellationToken), place, cancellationToken),
                PublicationState.Uploaded => await AwaitProcessingAsync(work, place, cancellationToken),
                PublicationState.Processed => await SetThumbnailAsync(work, order, place, cancellationToken),
                PublicationState.Thumbnail => await SetVisibilityAsync(work, order, video, place, cancellationToken),
                PublicationState.Scheduled => await work.EndAsync(work.Record with { State = work.Record.Problems.Count == 0 ? PublicationState.Done : PublicationState.Partial }),
                _ => PublishAnswers.Of(work.Record),
            };
            if (answer is not null) return answer;
        }
    }

    private async Task<PublishAnswer?> StartAsync(PublicationWork work, VideoPublication video, SlotGrant? place, CancellationToken cancellationToken)
    {
        if (await EnterAsync(work, "upload", place, cancellationToken) is { } notYet) return notYet;
        try
        {
            var startedAt = work.Now;
            var session = await publisher.StartSessionAsync(video, work.Record.ContentBytes, cancellationToken);
            await work.SaveAsync(work.Record with
            {
                State = PublicationState.Session,
                Session = session,
                Sessions = work.Record.Sessions + 1,
                FirstSessionAt = work.Record.FirstSessionAt ?? startedAt,
                OffsetBytes = 0,
                Tries = 0,
                Code = null,
                Message = null,
            });
            work.IsSessionFresh = true;
            return null;
        }
        catch (ProviderException exception)
        {
            // A session that we never learnt of gets no bytes, and without bytes there is no video.
            return await AfterFailureAsync(work, "upload", exception.Failure, IsFinal(exception.Failure), cancellationToken);
        }
    }

    private Task<PublishAnswer?> UploadAsync(PublicationWork work, VideoOrder order, CancellationToken cancellationToken) => _upload.RunAsync(
        work,
        order.ContentPath,
        failure => AfterFailureAsync(
            // A refused chunk says that the session is elsewhere than thought: it is asked. A refused account is not asked again.
            work, "upload", failure, failure.Code is ProviderErrorCode.Unauthorized or ProviderErrorCode.Forbidden, cancellationToken),
        cancellationToken);

    private async Task<(string Id, Uri? Url)?> FindAsync(PublicationWork work, DateTimeOffset since, CancellationToken cancellationToken) =>
        (await publisher.FindOwnAsync(work.Record.RunTag, since, cancellationToken)).FirstOrDefault() is { } video ? (video.Id, video.Url) : null;

    private async Task<PublishAnswer?> AwaitProcessingAsync(PublicationWork work, SlotGrant? place, CancellationToken cancellationToken)
    {
        if (await EnterAsync(work, "read", place, cancellationToken) is { } notYet) return notYet;
        PublishedVideo? video;
        try
        {
            video = await publisher.GetAsync(work.Record.RemoteId!, cancellationToken);
        }
        catch (ProviderException exception)
        {
            return await AfterFailureAsync(work, "read", exception.Failure, IsFinal(exception.Failure), cancellationToken);
        }

        switch (video?.Processing)
        {
            case VideoProcessing.Succeeded:
                await work.SaveAsync(work.Record with { State = PublicationState.Processed, Tries = 0, Code = null, Message = null });
                return null;
            case VideoProcessing.Failed or VideoProcessing.Rejected or VideoProcessing.Deleted:
                var word = video.Processing.ToString().ToLowerInvariant();
                return await work.GiveUpAsync(
                    $"video_{word}",
                    $"The video is uploaded, and its processing ended as {word}: {video.Reason ?? "no reason given"}. "
                    + "It is not uploaded again; delete it there and publish a mended one as an item of its own.");
        }

        // A new video may be missing from answers for a while.
        return work.Now - work.Record.UploadedAt < Options.ProcessingWait
            ? await work.TryLaterAsync("processing", "The video is uploaded; the provider is working on it.")
            : await work.GiveUpAsync("processing_timeout", $"The video is uploaded, and the provider was not done with it after {Options.ProcessingWait.TotalHours:0.#} hours.");
    }

    private async Task<PublishAnswer?> SetThumbnailAsync(PublicationWork work, VideoOrder order, SlotGrant? place, CancellationToken cancellationToken)
    {
        if (order.ThumbnailPath is not { } path) return await PassAsync(work, PublicationState.Thumbnail, null);
        if (await ReadPictureAsync(path, cancellationToken) is not { } picture)
        {
            var message = $"There is no thumbnail of at most {Limits.ThumbnailBytesMax} bytes at '{path}'; the provider's own stands.";
            return await PassAsync(work, PublicationState.Thumbnail, new PublicationProblem("thumbnail_missing", message));
        }

        if (await EnterAsync(work, "write", place, cancellationToken) is { } notYet) return notYet;
        try
        {
            await publisher.SetThumbnailAsync(work.Record.RemoteId!, picture, cancellationToken);
            return await PassAsync(work, PublicationState.Thumbnail, null);
        }
        catch (ProviderException exception)
        {
            return await PassOrLaterAsync(work, exception.Failure, PublicationState.Thumbnail, "thumbnail_refused", cancellationToken);
        }
    }

    private async Task<PublishAnswer?> SetVisibilityAsync(PublicationWork work, VideoOrder order, VideoPublication video, SlotGrant? place, CancellationToken cancellationToken)
    {
        if (video.PublishAt is null && video.Visibility == VideoVisibility.Private) return await PassAsync(work, PublicationState.Scheduled, null);
        if (await EnterAsync(work, "write", place, cancellationToken) is { } notYet) return notYet;
        try
        {
            // A time that has passed meanwhile would publish at once; it may also have been set before its reply was lost.
            var isPast = video.PublishAt is { } at && at < work.Now + Options.ScheduleMargin;
            var now = isPast
                ? await publisher.GetAsync(work.Record.RemoteId!, cancellationToken)
                : await publisher.SetVisibilityAsync(work.Record.RemoteId!, video, cancellationToken);
            if (IsKept(now, video)) return await PassAsync(work, PublicationState.Scheduled, null);
            if (isPast && order.HasMoreTimes && now is { Visibility: VideoVisibility.Private, PublishAt: null }) return await AskForTimeAsync(work);
            return await PassAsync(work, PublicationState.Scheduled, NotKept(video, isPast));
        }
        catch (ProviderException exception)
        {
            return await PassOrLaterAsync(work, exception.Failure, PublicationState.Scheduled, "visibility_refused", cancellationToken);
        }
    }

    /// <summary>The provider says that it was told of no time: the next one does as well.</summary>
    private static async Task<PublishAnswer> AskForTimeAsync(PublicationWork work)
    {
        await work.SaveAsync(work.Record with { Code = TimePast, Message = "Its time passed before the video was ready; it takes the next one." });
        return await work.WaitAsync(PublishAnswers.Wait(work.Record, TimeSpan.FromSeconds(1), TimePast, work.Record.Message!, work.Now));
    }

    private static PublicationProblem NotKept(VideoPublication video, bool isPast) => isPast
        ? new PublicationProblem(
            TimePast,
            $"The time of publication, {video.PublishAt?.UtcDateTime:yyyy-MM-dd HH:mm}Z, passed before the video was ready; it stays private. Publish it by hand in YouTube Studio.")
        : new PublicationProblem(
            "visibility_not_kept",
            "The provider took the change and did not keep it, as it does with projects that are not audited; the video stays private. Publish it by hand in YouTube Studio.");

    private static bool IsKept(PublishedVideo? now, VideoPublication video) => video.PublishAt is { } at
        ? now is not null && (now.Visibility == VideoVisibility.Public || (now.PublishAt is { } kept && (kept - at).Duration() < TimeSpan.FromSeconds(1)))
        : now?.Visibility == video.Visibility;

    /// <summary>A step that may fail without harm to the video: it is tried again, and then it is written down that it could not be done.</summary>
    private async Task<PublishAnswer?> PassOrLaterAsync(
        PublicationWork work, ProviderFailure failure, PublicationState next, string code, CancellationToken cancellationToken)
    {
        var isOver = IsFinal(failure) || (failure.Code != ProviderErrorCode.RateLimited && work.Record.Tries >= Options.TriesMax);
        return isOver
            ? await PassAsync(work, next, new PublicationProblem(code, failure.Describe()))
            : await AfterFailureAsync(work, "write", failure, isFinal: false, cancellationToken);
    }

    private static async Task<PublishAnswer?> PassAsync(PublicationWork work, PublicationState next, PublicationProblem? problem)
    {
        var record = work.Record;
        await work.SaveAsync(record with
        {
            State = next,
            Tries = 0,
            Code = problem?.Code ?? record.Problems.LastOrDefault()?.Code,
            Message = problem?.Message ?? record.Problems.LastOrDefault()?.Message,
            Problems = problem is null ? record.Problems : [.. record.Problems, problem],
        });
        return null;
    }

    private async Task<InlineImage?> ReadPictureAsync(string path, CancellationToken cancellationToken)
    {
        // A wrong path must not fill memory; how large a thumbnail may be, the publisher says.
        if (await Blobs.GetPropertiesAsync(path, cancellationToken) is not { LengthBytes: <= Limits.ThumbnailBytesMax }) return null;
        await using var content = await Blobs.OpenReadAsync(path, cancellationToken);
        if (content is null) return null;
        var bytes = new byte[content.Properties.LengthBytes];
        await content.Content.ReadExactlyAsync(bytes, cancellationToken);
        return new InlineImage(TypeOf(path), bytes);
    }

    private static string TypeOf(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".png" => "image/png",
        ".jpg" or ".jpeg" => "image/jpeg",
        _ => "application/octet-stream",
    };
}
