using FunctionsPipeline.Contracts;
using FunctionsPipeline.Providers;

namespace FunctionsPipeline.Pipelines.Tests.Publishing;

/// <summary>A channel in the hands of a process that may end before or after any request, and whose requests take a while.</summary>
public sealed class CrashingVideoPublisher(IVideoPublisher inner, ProcessLife life, Func<Task>? latency = null) : IVideoPublisher
{
    public string ProviderId => inner.ProviderId;

    public int ChunkUnitBytes => inner.ChunkUnitBytes;

    public IReadOnlyList<string> Validate(VideoPublication video, long lengthBytes) => inner.Validate(video, lengthBytes);

    public Task<string> StartSessionAsync(VideoPublication video, long lengthBytes, CancellationToken cancellationToken) =>
        PassAsync("session start", () => inner.StartSessionAsync(video, lengthBytes, cancellationToken));

    public Task<UploadStep> SendChunkAsync(string session, UploadChunk chunk, CancellationToken cancellationToken) =>
        PassAsync("chunk", () => inner.SendChunkAsync(session, chunk, cancellationToken));

    public Task<UploadStep> QueryAsync(string session, long lengthBytes, CancellationToken cancellationToken) =>
        PassAsync("query", () => inner.QueryAsync(session, lengthBytes, cancellationToken));

    public Task<IReadOnlyList<PublishedVideo>> FindOwnAsync(string runTag, DateTimeOffset since, CancellationToken cancellationToken) =>
        PassAsync("list", () => inner.FindOwnAsync(runTag, since, cancellationToken));

    public Task<PublishedVideo?> GetAsync(string videoId, CancellationToken cancellationToken) => PassAsync("get", () => inner.GetAsync(videoId, cancellationToken));

    public Task SetThumbnailAsync(string videoId, InlineImage picture, CancellationToken cancellationToken) => PassAsync("thumbnail", async () =>
    {
        await inner.SetThumbnailAsync(videoId, picture, cancellationToken);
        return true;
    });

    public Task<PublishedVideo> SetVisibilityAsync(string videoId, VideoPublication video, CancellationToken cancellationToken) =>
        PassAsync("visibility", () => inner.SetVisibilityAsync(videoId, video, cancellationToken));

    private Task<T> PassAsync<T>(string request, Func<Task<T>> send) => CrashPoints.PassAsync(life, latency, request, send);
}

/// <summary>An account in the hands of a process that may end before or after any request.</summary>
public sealed class CrashingPostPublisher(IPostPublisher inner, ProcessLife life, Func<Task>? latency = null) : IPostPublisher
{
    public string ProviderId => inner.ProviderId;

    public int ChunkBytes => inner.ChunkBytes;

    public Uri UrlOf(string postId) => inner.UrlOf(postId);

    public IReadOnlyList<string> Validate(PostPublication post, long mediaBytes) => inner.Validate(post, mediaBytes);

    public Task<string> StartMediaAsync(string mediaType, long lengthBytes, CancellationToken cancellationToken) =>
        PassAsync("media start", () => inner.StartMediaAsync(mediaType, lengthBytes, cancellationToken));

    public Task AppendMediaAsync(string mediaId, int number, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => PassAsync("media chunk", async () =>
    {
        await inner.AppendMediaAsync(mediaId, number, bytes, cancellationToken);
        return true;
    });

    public Task<PostMedia> FinishMediaAsync(string mediaId, CancellationToken cancellationToken) => PassAsync("media end", () => inner.FinishMediaAsync(mediaId, cancellationToken));

    public Task<PostMedia?> GetMediaAsync(string mediaId, CancellationToken cancellationToken) => PassAsync("media status", () => inner.GetMediaAsync(mediaId, cancellationToken));

    public Task<string> CreatePostAsync(PostPublication post, string mediaId, CancellationToken cancellationToken) =>
        PassAsync("post", () => inner.CreatePostAsync(post, mediaId, cancellationToken));

    public int OwnPostsReadMax => inner.OwnPostsReadMax;

    public Task<OwnPosts> FindOwnAsync(string runTag, DateTimeOffset since, CancellationToken cancellationToken) =>
        PassAsync("list", () => inner.FindOwnAsync(runTag, since, cancellationToken));

    private Task<T> PassAsync<T>(string request, Func<Task<T>> send) => CrashPoints.PassAsync(life, latency, request, send);
}

internal static class CrashPoints
{
    public static async Task<T> PassAsync<T>(ProcessLife life, Func<Task>? latency, string request, Func<Task<T>> send)
    {
        life.Pass("before " + request);
        if (latency is not null) await latency();
        try
        {
            return await send();
        }
        finally
        {
            if (latency is not null) await latency();
            life.Pass("after " + request);
        }
    }
}
