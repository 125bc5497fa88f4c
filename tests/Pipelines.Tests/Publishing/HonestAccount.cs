using FunctionsPipeline.Providers;

namespace FunctionsPipeline.Pipelines.Tests.Publishing;

/// <summary>An account that posts what it is told to, as often as it is told to, and counts.</summary>
public sealed class HonestAccount(TimeProvider clock, params PlannedFault[] faults) : IPostPublisher
{
    public const int Chunk = 8;
    private readonly Dictionary<string, Media> _media = new(StringComparer.Ordinal);

    public FaultPlan Plan { get; } = new("x", faults);

    public List<Post> Posts { get; } = [];

    /// <summary>How long a new post is missing from the list.</summary>
    public TimeSpan ListingLag { get; init; }

    public TimeSpan ProcessingTime { get; init; } = TimeSpan.FromSeconds(20);

    public bool ProcessingFails { get; init; }

    public long BytesReceived { get; private set; }

    public int MediaCount => _media.Count;

    public string ProviderId => "x";

    public int ChunkBytes => Chunk;

    public Uri UrlOf(string postId) => new("https://x.test/" + postId);

    public IReadOnlyList<string> Validate(PostPublication post, long mediaBytes) => post.Text.Length == 0 ? ["text: is empty"] : [];

    public Task<string> StartMediaAsync(string mediaType, long lengthBytes, CancellationToken cancellationToken) => DoAsync("start", () =>
    {
        var id = $"media-{_media.Count + 1}";
        _media[id] = new Media(lengthBytes);
        return id;
    });

    public Task AppendMediaAsync(string mediaId, int number, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => DoAsync("append", () =>
    {
        BytesReceived += bytes.Length;
        var media = Of(mediaId);
        media.Chunks[number] = bytes.ToArray();
        return true;
    });

    public Task<PostMedia> FinishMediaAsync(string mediaId, CancellationToken cancellationToken) => DoAsync("finish", () =>
    {
        var media = Of(mediaId);

        // Told twice, it says no, as X does.
        if (media.FinishedAt is not null) throw PlannedFault.Failure("x", "finish", ProviderErrorCode.InvalidRequest, 400);
        if (media.Chunks.Values.Sum(chunk => chunk.Length) != media.TotalBytes) throw PlannedFault.Failure("x", "finish", ProviderErrorCode.InvalidRequest, 400);
        media.FinishedAt = clock.GetUtcNow();
        return Shown(media);
    });

    public Task<PostMedia?> GetMediaAsync(string mediaId, CancellationToken cancellationToken) =>
        DoAsync("status", () => _media.GetValueOrDefault(mediaId) is { IsGone: false } media ? Shown(media) : null);

    public Task<string> CreatePostAsync(PostPublication post, string mediaId, CancellationToken cancellationToken)
    {
        var fault = Plan.Next("post");
        if (fault == RemoteFault.SessionExpires) Of(mediaId).IsGone = true;
        return Task.FromResult(Plan.Play("post", fault, () =>
        {
            if (_media[mediaId] is not { IsGone: false, FinishedAt: { } at } media || clock.GetUtcNow() - at < ProcessingTime)
            {
                throw PlannedFault.Failure("x", "post", ProviderErrorCode.InvalidRequest, 400);
            }

            Posts.Add(new Post($"post-{Posts.Count + 1}", post.LabelledText, [.. media.Chunks.OrderBy(chunk => chunk.Key).SelectMany(chunk => chunk.Value)], clock.GetUtcNow()));
            return Posts[^1].Id;
        }));
    }

    public int OwnPostsReadMax => 500;

    public Task<OwnPosts> FindOwnAsync(string runTag, DateTimeOffset since, CancellationToken cancellationToken) => DoAsync("list", () =>
    {
        var read = Posts.Where(post => post.At >= since && post.At + ListingLag <= clock.GetUtcNow()).ToList();
        return new OwnPosts([.. read.Where(post => post.Text.Contains(runTag, StringComparison.Ordinal)).Select(post => post.Id)], read.Count, 0);
    });

    private Task<T> DoAsync<T>(string operation, Func<T> act) => Task.FromResult(Plan.Play(operation, act));

    private Media Of(string id) => _media[id] is { IsGone: false } media ? media : throw PlannedFault.Failure("x", "media", ProviderErrorCode.NotFound, 404);

    private PostMedia Shown(Media media) => media.FinishedAt is { } at && clock.GetUtcNow() - at < ProcessingTime
        ? new PostMedia(PostMediaState.Running, TimeSpan.FromSeconds(5), null)
        : new PostMedia(ProcessingFails ? PostMediaState.Failed : PostMediaState.Ready, null, ProcessingFails ? "unsupported codec" : null);

    public sealed record Post(string Id, string Text, byte[] Bytes, DateTimeOffset At);

    private sealed record Media(long TotalBytes)
    {
        public SortedDictionary<int, byte[]> Chunks { get; } = [];

        public DateTimeOffset? FinishedAt { get; set; }

        public bool IsGone { get; set; }
    }
}
