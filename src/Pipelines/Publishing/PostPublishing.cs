using System.Buffers;
using FunctionsPipeline.Providers;
using FunctionsPipeline.State.Blobs;
using FunctionsPipeline.State.Governor;
using FunctionsPipeline.State.Publishing;

namespace FunctionsPipeline.Pipelines.Publishing;

/// <summary>
/// Posts a video once, when it is switched on and a person said yes to the text. Media is seen by nobody and may be sent again; the post is
/// written down before it is sent, and after that it is looked for, never sent again.
/// </summary>
/// <remarks>Safe for several threads and processes.</remarks>
public sealed class PostPublishing(
    IPostPublisher publisher, PublicationStore store, IBlobStore blobs, PublishQuota quota, PublishingOptions options, TimeProvider clock)
    : PublishingSteps(publisher.ProviderId, store, blobs, quota, options, clock)
{
    /// <summary>Code of a post that nobody has approved.</summary>
    public const string NotApproved = "not_approved";

    /// <summary>Goes on with a publication.</summary>
    /// <param name="order">The same at every call.</param>
    /// <param name="place">The place that the last answer gave; null at first.</param>
    /// <param name="cancellationToken">Ends a request on the way; what was learnt is written down.</param>
    /// <exception cref="IOException">The store did not answer. Call again.</exception>
    public async Task<PublishAnswer> AdvanceAsync(PostOrder order, SlotGrant? place, CancellationToken cancellationToken)
    {
        var post = order.Post with { RunTag = order.Key.RunTag };
        return await AdvanceAsync(order, null, lengthBytes => Check(order, post, lengthBytes), work => GoAsync(work, order, post, place, cancellationToken), cancellationToken);
    }

    private PublishAnswer? Check(PostOrder order, PostPublication post, long lengthBytes)
    {
        if (MayNot(order) is { } refusal) return refusal;
        var problems = publisher.Validate(post, lengthBytes);
        return problems.Count == 0 ? null : PublishAnswers.Refused("invalid", $"It cannot be posted: {string.Join("; ", problems)}.");
    }

    private static PublishAnswer? MayNot(PostOrder order)
    {
        if (!order.IsEnabled) return PublishAnswers.Refused("posting_off", "Posting is switched off, as it is unless somebody switches it on.");
        if (order.Approval is null) return PublishAnswers.Refused(NotApproved, $"Nobody has approved the post yet: pipeline publish {order.Key.RunId} --approve.");
        return order.Approval.Text == order.Post.Text
            ? null
            : PublishAnswers.Refused(NotApproved, $"{order.Approval.By} approved another text; this one needs an approval of its own: pipeline publish {order.Key.RunId} --approve.");
    }

    private async Task<PublishAnswer> GoAsync(PublicationWork work, PostOrder order, PostPublication post, SlotGrant? place, CancellationToken cancellationToken)
    {
        // Found like this, the process that sent it has ended without seeing the reply.
        if (work.Record.State == PublicationState.Posting) await ToCheckingAsync(work, work.Record.UnclearSince);

        // The yes may have been taken back since; what may be out is seen to its end all the same.
        else if (!MayBeOut(work.Record.State) && MayNot(order) is { } refusal) return await work.WaitAsync(refusal);
        while (true)
        {
            var answer = work.Record.State switch
            {
                PublicationState.Planned => await StartAsync(work, post, place, cancellationToken),
                PublicationState.Session or PublicationState.Uploading => await UploadAsync(work, order, cancellationToken),
                PublicationState.Uploaded => await AwaitMediaAsync(work, place, cancellationToken),
                PublicationState.Processed => await PostAsync(work, post, place, cancellationToken),
                PublicationState.Checking => await CheckAsync(work, PublicationState.Scheduled, since => FindAsync(work, since, cancellationToken), place, cancellationToken),
                PublicationState.Scheduled => await work.EndAsync(work.Record with { State = PublicationState.Done }),
                _ => PublishAnswers.Of(work.Record),
            };
            if (answer is not null) return answer;
        }
    }

    /// <summary>Our text holds our tag: a post with the same text can only be this one.</summary>
    internal static bool IsThereAlready(ProviderFailure failure) =>
        failure.HttpStatus == 403 && failure.Message.Contains("duplicate", StringComparison.OrdinalIgnoreCase);

    private static bool MayBeOut(PublicationState state) => state is PublicationState.Posting or PublicationState.Checking or PublicationState.Scheduled;

    private async Task<PublishAnswer?> StartAsync(PublicationWork work, PostPublication post, SlotGrant? place, CancellationToken cancellationToken)
    {
        if (await EnterAsync(work, "media", place, cancellationToken) is { } notYet) return notYet;
        try
        {
            var mediaId = await publisher.StartMediaAsync(post.MediaType, work.Record.ContentBytes, cancellationToken);
            await work.SaveAsync(work.Record with
            {
                State = PublicationState.Session, Session = mediaId, Sessions = work.Record.Sessions + 1, OffsetBytes = 0, Tries = 0, Code = null, Message = null,
            });
            return null;
        }
        catch (ProviderException exception)
        {
            return await AfterFailureAsync(work, "media", exception.Failure, IsFinal(exception.Failure), cancellationToken);
        }
    }

    private async Task<PublishAnswer?> UploadAsync(PublicationWork work, PostOrder order, CancellationToken cancellationToken)
    {
        await using var content = await SeekableContent.OpenAsync(Blobs, order.ContentPath, cancellationToken);

        // The place of a chunk is its number, so all chunks of a file have one size, which no option may change on the way.
        var chunkBytes = publisher.ChunkBytes;
        var total = work.Record.ContentBytes;
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(chunkBytes, total));
        try
        {
            while (work.Record.OffsetBytes < total)
            {
                var offset = work.Record.OffsetBytes;
                var bytes = buffer.AsMemory(0, (int)Math.Min(chunkBytes, total - offset));
                await content.ReadAsync(offset, bytes, cancellationToken);
                await publisher.AppendMediaAsync(work.Record.Session!, (int)(offset / chunkBytes), bytes, cancellationToken);
                await work.SaveAsync(work.Record with { State = PublicationState.Uploading, OffsetBytes = offset + bytes.Length, Tries = 0 });
            }
        }
        catch (ProviderException exception)
        {
            return await AfterMediaFailureAsync(work, exception.Failure, cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return await FinishMediaAsync(work, cancellationToken);
    }

    private async Task<PublishAnswer?> FinishMediaAsync(PublicationWork work, CancellationToken cancellationToken)
    {
        try
        {
            return await NoteAsync(work, await publisher.FinishMediaAsync(work.Record.Session!, cancellationToken));
        }
        catch (ProviderException exception) when (IsFinal(exception.Failure) && exception.Failure.Code != ProviderErrorCode.Unauthorized)
        {
            // It may have been told before, with a reply that was lost: then the media is there.
            try
            {
                var media = await publisher.GetMediaAsync(work.Record.Session!, cancellationToken);
                return media is null ? await AnewAsync(work, exception.Failure) : await NoteAsync(work, media);
            }
            catch (ProviderException second)
            {
                return await AfterMediaFailureAsync(work, second.Failure, cancellationToken);
            }
        }
        catch (ProviderException exception)
        {
            return await AfterMediaFailureAsync(work, exception.Failure, cancellationToken);
        }
    }

    private async Task<PublishAnswer?> AwaitMediaAsync(PublicationWork work, SlotGrant? place, CancellationToken cancellationToken)
    {
        if (await EnterAsync(work, "read", place, cancellationToken) is { } notYet) return notYet;
        try
        {
            var media = await publisher.GetMediaAsync(work.Record.Session!, cancellationToken);
            return media is null ? await AnewAsync(work, null) : await NoteAsync(work, media);
        }
        catch (ProviderException exception)
        {
            return await AfterMediaFailureAsync(work, exception.Failure, cancellationToken);
        }
    }

    private async Task<PublishAnswer?> NoteAsync(PublicationWork work, PostMedia media)
    {
        var record = work.Record;
        switch (media.State)
        {
            case PostMediaState.Ready:
                await work.SaveAsync(record with { State = PublicationState.Processed, Tries = 0, Code = null, Message = null });
                return null;
            case PostMediaState.Failed:
                return await work.GiveUpAsync("media_failed", $"The provider cannot use the video: {media.Reason}. Nothing was posted.");
            default:
                if (record.State != PublicationState.Uploaded) await work.SaveAsync(record with { State = PublicationState.Uploaded, UploadedAt = work.Now, Tries = 0 });
                return work.Now - work.Record.UploadedAt < Options.ProcessingWait
                    ? await work.TryLaterAsync("processing", "The video is uploaded; the provider is working on it.", media.Wait)
                    : await work.GiveUpAsync("processing_timeout", $"The provider was not done with the video after {Options.ProcessingWait.TotalHours:0.#} hours. Nothing was posted.");
        }
    }

    private async Task<PublishAnswer?> PostAsync(PublicationWork work, PostPublication post, SlotGrant? place, CancellationToken cancellationToken)
    {
        if (await EnterAsync(work, "post", place, cancellationToken) is { } notYet) return notYet;
        var sentAt = work.Now;
        await work.SaveAsync(work.Record with { State = PublicationState.Posting, MayExist = true, UnclearSince = sentAt, FirstSessionAt = sentAt });
        try
        {
            var id = await publisher.CreatePostAsync(post, work.Record.Session!, cancellationToken);
            await work.LearnAsync(id, publisher.UrlOf(id), PublicationState.Scheduled);
            return null;
        }
        catch (PublishRefusedException refused)
        {
            await work.SaveAsync(work.Record with { State = PublicationState.Processed, MayExist = false, UnclearSince = null });
            return await work.GiveUpAsync(refused.Code, refused.Message);
        }
        catch (ProviderException exception)
        {
            return await AfterPostFailureAsync(work, exception.Failure, cancellationToken);
        }
    }

    private async Task<PublishAnswer?> AfterPostFailureAsync(PublicationWork work, ProviderFailure failure, CancellationToken cancellationToken)
    {
        if (failure.MayHaveArrived || IsThereAlready(failure))
        {
            await ToCheckingAsync(work, work.Record.UnclearSince);
            return null;
        }

        await work.SaveAsync(work.Record with { State = PublicationState.Processed, MayExist = false, UnclearSince = null });

        // Media goes by itself after a day or so.
        if (failure.HttpStatus is 400 or 404) return await AnewAsync(work, failure);
        return await AfterFailureAsync(work, "post", failure, IsFinal(failure), cancellationToken);
    }

    private static Task ToCheckingAsync(PublicationWork work, DateTimeOffset? since) =>
        work.SaveAsync(work.Record with { State = PublicationState.Checking, UnclearSince = since ?? work.Now, Tries = 0 });

    private async Task<PublishAnswer?> AfterMediaFailureAsync(PublicationWork work, ProviderFailure failure, CancellationToken cancellationToken) =>
        failure.Code is ProviderErrorCode.NotFound or ProviderErrorCode.InvalidRequest
            ? await AnewAsync(work, failure)
            : await AfterFailureAsync(work, "media", failure, IsFinal(failure), cancellationToken);

    /// <summary>The media is gone or of no use: other media takes its place. Nothing was posted with it.</summary>
    private async Task<PublishAnswer?> AnewAsync(PublicationWork work, ProviderFailure? failure)
    {
        if (work.Record.Sessions >= Options.SessionsMax)
        {
            return await work.GiveUpAsync(failure?.Code.ToText() ?? "media_gone", failure?.Describe() ?? "The media is gone again and again. Nothing was posted.");
        }

        await work.SaveAsync(work.Record with { State = PublicationState.Planned, Session = null, OffsetBytes = 0, Tries = 0 });
        return null;
    }

    private async Task<(string Id, Uri? Url)?> FindAsync(PublicationWork work, DateTimeOffset since, CancellationToken cancellationToken) =>
        (await publisher.FindOwnAsync(work.Record.RunTag, since, cancellationToken)).Ids is [var id, ..] ? (id, publisher.UrlOf(id)) : null;
}
