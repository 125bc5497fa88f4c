using FunctionsPipeline.Providers;

namespace FunctionsPipeline.Pipelines.Tests.Publishing;

/// <summary>
/// A channel that keeps to the rules of resumable uploads and counts everything: a video is there when its session has all bytes, and every
/// session can give one. Its list of uploads may lag.
/// </summary>
public sealed class HonestChannel(TimeProvider clock, params PlannedFault[] faults) : IVideoPublisher
{
    public const int Unit = 4;
    private readonly Dictionary<string, Session> _sessions = new(StringComparer.Ordinal);

    public FaultPlan Plan { get; } = new("youtube", faults);

    public List<Video> Videos { get; } = [];

    /// <summary>How long a new video is missing from the list.</summary>
    public TimeSpan ListingLag { get; init; }

    /// <summary>How long processing takes, and how it ends.</summary>
    public TimeSpan ProcessingTime { get; init; } = TimeSpan.FromSeconds(20);

    public VideoProcessing ProcessingEnd { get; init; } = VideoProcessing.Succeeded;

    /// <summary>True for a project without an audit, whose changes of who sees a video are taken and not kept.</summary>
    public bool IsLocked { get; init; }

    public long BytesReceived { get; private set; }

    public int Sessions => _sessions.Count;

    public int SessionsExpired { get; private set; }

    public IEnumerable<Video> Ours => Videos.Where(video => video.Publication.RunTag.Length > 0);

    public string ProviderId => "youtube";

    public int ChunkUnitBytes => Unit;

    public IReadOnlyList<string> Validate(VideoPublication video, long lengthBytes) => video.Title.Length == 0 ? ["title: is empty"] : [];

    public Task<string> StartSessionAsync(VideoPublication video, long lengthBytes, CancellationToken cancellationToken) => DoAsync("start", () =>
    {
        var session = $"https://upload.test/{_sessions.Count + 1}";
        _sessions[session] = new Session(video, lengthBytes);
        return session;
    });

    public Task<UploadStep> SendChunkAsync(string session, UploadChunk chunk, CancellationToken cancellationToken)
    {
        var isLast = chunk.FirstByte + chunk.Bytes.Length == chunk.TotalBytes;
        var fault = Plan.Next("chunk") ?? (isLast ? Plan.Next("last chunk") : null);
        BytesReceived += chunk.Bytes.Length;
        return Task.FromResult(Plan.Play("chunk", fault, () =>
        {
            if (fault == RemoteFault.SessionExpires) Expire(session);
            var step = Take(_sessions[session], chunk, fault);
            if (fault == RemoteFault.DoneThenExpires) Expire(session);
            return step;
        }));
    }

    public Task<UploadStep> QueryAsync(string session, long lengthBytes, CancellationToken cancellationToken) => DoAsync("query", () => Step(_sessions[session]));

    public Task<IReadOnlyList<PublishedVideo>> FindOwnAsync(string runTag, DateTimeOffset since, CancellationToken cancellationToken) => DoAsync<IReadOnlyList<PublishedVideo>>(
        "list",
        () => [.. Videos.Where(video => video.Publication.RunTag == runTag && video.UploadedAt >= since && video.UploadedAt + ListingLag <= clock.GetUtcNow()).Select(Shown)]);

    public Task<PublishedVideo?> GetAsync(string videoId, CancellationToken cancellationToken) =>
        DoAsync("get", () => Videos.Where(video => video.Id == videoId).Select(Shown).FirstOrDefault());

    public Task SetThumbnailAsync(string videoId, InlineImage picture, CancellationToken cancellationToken) => DoAsync("thumbnail", () => Of(videoId).Thumbnail = picture);

    public Task<PublishedVideo> SetVisibilityAsync(string videoId, VideoPublication video, CancellationToken cancellationToken) => DoAsync("visibility", () =>
    {
        var there = Of(videoId);
        if (!IsLocked) (there.Visibility, there.PublishAt) = (video.Visibility, video.PublishAt);
        return Shown(there);
    });

    private Task<T> DoAsync<T>(string operation, Func<T> act) => Task.FromResult(Plan.Play(operation, act));

    private Video Of(string id) => Videos.Single(video => video.Id == id);

    private void Expire(string session)
    {
        _sessions[session].IsExpired = true;
        SessionsExpired++;
    }

    private UploadStep Take(Session session, UploadChunk chunk, RemoteFault? fault)
    {
        if (session.IsExpired || session.Video is not null || chunk.FirstByte != session.Bytes.Length) return Step(session);
        if (fault == RemoteFault.KeepsNothing) session.Bytes.SetLength(0);
        else session.Bytes.Write(chunk.Bytes.Span[..(fault == RemoteFault.KeepsLess ? Math.Min(Unit, chunk.Bytes.Length) : chunk.Bytes.Length)]);
        if (session.Bytes.Length == session.TotalBytes)
        {
            session.Video = new Video($"video-{Videos.Count + 1}", session.Publication, session.Bytes.ToArray(), clock.GetUtcNow());
            Videos.Add(session.Video);
        }

        return Step(session);
    }

    private UploadStep Step(Session session) =>
        session.IsExpired ? new UploadStep.SessionGone()
        : session.Video is { } video ? new UploadStep.Done(Shown(video))
        : new UploadStep.Stored(session.Bytes.Length);

    private PublishedVideo Shown(Video video) => new(video.Id, clock.GetUtcNow() - video.UploadedAt < ProcessingTime ? VideoProcessing.Running : ProcessingEnd)
    {
        Visibility = video.Visibility,
        PublishAt = video.PublishAt,
        UploadedAt = video.UploadedAt,
        Url = new Uri("https://youtu.be/" + video.Id),
    };

    public sealed record Video(string Id, VideoPublication Publication, byte[] Bytes, DateTimeOffset UploadedAt)
    {
        public InlineImage? Thumbnail { get; set; }

        public VideoVisibility Visibility { get; set; }

        public DateTimeOffset? PublishAt { get; set; }
    }

    private sealed record Session(VideoPublication Publication, long TotalBytes)
    {
        public MemoryStream Bytes { get; } = new();

        public Video? Video { get; set; }

        public bool IsExpired { get; set; }
    }
}
