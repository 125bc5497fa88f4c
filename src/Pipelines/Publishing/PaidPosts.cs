using FunctionsPipeline.Providers;

namespace FunctionsPipeline.Pipelines.Publishing;

/// <summary>An account whose posts, and looks for them, are paid for through the ledger. All else is free and goes straight through.</summary>
internal sealed class PaidPosts(IPostPublisher account, PostMoney money) : IPostPublisher
{
    public string ProviderId => account.ProviderId;

    public int ChunkBytes => account.ChunkBytes;

    public int OwnPostsReadMax => account.OwnPostsReadMax;

    public IReadOnlyList<string> Validate(PostPublication post, long mediaBytes) => account.Validate(post, mediaBytes);

    public Task<string> StartMediaAsync(string mediaType, long lengthBytes, CancellationToken cancellationToken) => account.StartMediaAsync(mediaType, lengthBytes, cancellationToken);

    public Task AppendMediaAsync(string mediaId, int number, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        account.AppendMediaAsync(mediaId, number, bytes, cancellationToken);

    public Task<PostMedia> FinishMediaAsync(string mediaId, CancellationToken cancellationToken) => account.FinishMediaAsync(mediaId, cancellationToken);

    public Task<PostMedia?> GetMediaAsync(string mediaId, CancellationToken cancellationToken) => account.GetMediaAsync(mediaId, cancellationToken);

    public Task<string> CreatePostAsync(PostPublication post, string mediaId, CancellationToken cancellationToken) =>
        money.PostAsync(token => account.CreatePostAsync(post, mediaId, token), cancellationToken);

    public Task<OwnPosts> FindOwnAsync(string runTag, DateTimeOffset since, CancellationToken cancellationToken) =>
        money.LookAsync(account.OwnPostsReadMax, token => account.FindOwnAsync(runTag, since, token), cancellationToken);

    public Uri UrlOf(string postId) => account.UrlOf(postId);
}
