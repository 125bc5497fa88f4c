using System.Buffers;
using FunctionsPipeline.Providers;
using FunctionsPipeline.State.Blobs;
using FunctionsPipeline.State.Publishing;

namespace FunctionsPipeline.Pipelines.Publishing;

/// <summary>Sends a file to a session, always from where the session says that it is.</summary>
internal sealed class VideoUpload(IVideoPublisher publisher, IBlobStore blobs)
{
    /// <summary>Goes on until the video is there or something is in the way.</summary>
    /// <returns>A wait or an end; null when the way goes on from another state.</returns>
    public async Task<PublishAnswer?> RunAsync(
        PublicationWork work, string contentPath, Func<ProviderFailure, Task<PublishAnswer?>> afterFailure, CancellationToken cancellationToken)
    {
        await using var content = await SeekableContent.OpenAsync(blobs, contentPath, cancellationToken);
        var chunkBytes = Math.Max(publisher.ChunkUnitBytes, work.Options.ChunkBytes / publisher.ChunkUnitBytes * publisher.ChunkUnitBytes);
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(chunkBytes, work.Record.ContentBytes));
        try
        {
            // After an interruption nobody knows what arrived: the session is asked, never the row.
            long? offset = work.IsSessionFresh ? 0 : null;
            work.IsSessionFresh = false;
            while (true)
            {
                UploadStep step;
                try
                {
                    step = offset is { } at
                        ? await SendAsync(work, content, buffer, at, chunkBytes, cancellationToken)
                        : await publisher.QueryAsync(work.Record.Session!, work.Record.ContentBytes, cancellationToken);
                }
                catch (ProviderException exception)
                {
                    return await afterFailure(exception.Failure);
                }

                switch (step)
                {
                    case UploadStep.Done done:
                        await work.LearnAsync(done.Video.Id, done.Video.Url, PublicationState.Uploaded);
                        return null;
                    case UploadStep.SessionGone:
                        return await SessionGoneAsync(work);
                    case UploadStep.Stored stored:
                        if (await NoteAsync(work, stored.OffsetBytes, wasSent: offset is not null) is { } wait) return wait;
                        if (work.Record.State == PublicationState.Checking) return null;
                        offset = stored.OffsetBytes;
                        break;
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task<UploadStep> SendAsync(PublicationWork work, SeekableContent content, byte[] buffer, long offset, int chunkBytes, CancellationToken cancellationToken)
    {
        var total = work.Record.ContentBytes;
        var bytes = buffer.AsMemory(0, (int)Math.Min(chunkBytes, total - offset));
        await content.ReadAsync(offset, bytes, cancellationToken);

        // With the last byte there is a video, whether we see the reply or not.
        if (offset + bytes.Length == total && !work.Record.MayExist) await work.SaveAsync(work.Record with { MayExist = true });
        return await publisher.SendChunkAsync(work.Record.Session!, new UploadChunk(offset, bytes, total), cancellationToken);
    }

    /// <summary>Writes down how far the session is.</summary>
    private static async Task<PublishAnswer?> NoteAsync(PublicationWork work, long offset, bool wasSent)
    {
        var record = work.Record;
        var isProgress = offset > record.OffsetBytes;
        if (offset != record.OffsetBytes || record.State == PublicationState.Session)
        {
            await work.SaveAsync(record with { State = PublicationState.Uploading, OffsetBytes = offset, Tries = isProgress ? 0 : record.Tries });
        }

        // All bytes and no video, or bytes that the session did not keep: it is given time, not more bytes.
        var isStuck = offset >= record.ContentBytes || (wasSent && !isProgress);
        if (!isStuck) return null;
        var message = $"The session keeps {offset} of {record.ContentBytes} bytes and takes no more.";
        return record.Tries >= work.Options.TriesMax ? await work.GiveUpAsync("upload_stuck", message) : await work.TryLaterAsync("upload_stuck", message);
    }

    private static async Task<PublishAnswer?> SessionGoneAsync(PublicationWork work)
    {
        var record = work.Record;
        if (record.MayExist || record.Sessions >= work.Options.SessionsMax)
        {
            return await work.GiveUpAsync("session_gone", $"The upload session is over, as number {record.Sessions}; {record.OffsetBytes} of {record.ContentBytes} bytes had arrived.");
        }

        // The last byte never left, so there is no video, and beginning anew makes no second one.
        await work.SaveAsync(record with { State = PublicationState.Planned, Session = null, OffsetBytes = 0 });
        return null;
    }
}
