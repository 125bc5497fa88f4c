namespace FunctionsPipeline.Providers;

/// <summary>
/// Puts videos on a channel, a step a call, so that its caller can write down what each step gave before the next. Nothing is sent twice by
/// itself. It costs no money; the provider counts calls against daily quotas. Safe for several threads.
/// </summary>
public interface IVideoPublisher
{
    /// <summary>Id of the provider.</summary>
    string ProviderId { get; }

    /// <summary>Every chunk but the last must be a multiple of this many bytes.</summary>
    int ChunkUnitBytes { get; }

    /// <summary>Checks a video without sending anything. Each line names a field, the value and what is allowed.</summary>
    IReadOnlyList<string> Validate(VideoPublication video, long lengthBytes);

    /// <summary>Opens a place for the bytes. No video exists yet, and none will without all the bytes: a session that is lost does no harm.</summary>
    /// <returns>The session: keep it before the first byte is sent. Whoever has it can upload.</returns>
    /// <exception cref="ProviderException">Not opened.</exception>
    Task<string> StartSessionAsync(VideoPublication video, long lengthBytes, CancellationToken cancellationToken);

    /// <summary>Sends bytes to a session, once.</summary>
    /// <exception cref="ProviderException">Nobody knows what arrived: ask with <see cref="QueryAsync"/> before sending more.</exception>
    Task<UploadStep> SendChunkAsync(string session, UploadChunk chunk, CancellationToken cancellationToken);

    /// <summary>Asks a session how far it has come.</summary>
    /// <exception cref="ProviderException">No answer.</exception>
    Task<UploadStep> QueryAsync(string session, long lengthBytes, CancellationToken cancellationToken);

    /// <summary>The videos of the channel that carry a run tag, oldest first. A new video may be missing for a while.</summary>
    /// <param name="runTag">The tag that the video was uploaded with. Titles do not count: they may repeat.</param>
    /// <param name="since">Older uploads are not looked at.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="ProviderException">No answer.</exception>
    Task<IReadOnlyList<PublishedVideo>> FindOwnAsync(string runTag, DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>How a video stands; null when it is gone.</summary>
    /// <exception cref="ProviderException">No answer.</exception>
    Task<PublishedVideo?> GetAsync(string videoId, CancellationToken cancellationToken);

    /// <summary>Sets the picture that stands for a video. May be repeated.</summary>
    /// <exception cref="ProviderException">Not taken, or no answer.</exception>
    Task SetThumbnailAsync(string videoId, InlineImage picture, CancellationToken cancellationToken);

    /// <summary>Sets who sees the video and from when on. May be repeated.</summary>
    /// <returns>How it stands now: look whether the provider kept what was asked for.</returns>
    /// <exception cref="ProviderException">Not taken, or no answer.</exception>
    Task<PublishedVideo> SetVisibilityAsync(string videoId, VideoPublication video, CancellationToken cancellationToken);
}

/// <summary>A video as it is to be published. It is always uploaded as private; the rest follows once it is processed.</summary>
public sealed record VideoPublication
{
    /// <summary>Title, 1 to 100 characters. Need not be the only one of its kind.</summary>
    public required string Title { get; init; }

    /// <summary>Description, at most 5,000 bytes in UTF-8.</summary>
    public string Description { get; init; } = "";

    /// <summary>Tags for people who search.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Our own mark, uploaded among the tags: what the video is found by when a reply was lost.</summary>
    public required string RunTag { get; init; }

    /// <summary>The provider's number of a category.</summary>
    /// <value><c>22</c>, which is "People and blogs" at YouTube.</value>
    public string CategoryId { get; init; } = "22";

    /// <summary>Media type of the file.</summary>
    public string MediaType { get; init; } = "video/mp4";

    /// <summary>Language of title, description and sound, as BCP 47; null says nothing.</summary>
    public string? Language { get; init; }

    /// <summary>Tells viewers that the content is made or changed by AI.</summary>
    /// <value>True.</value>
    public bool ContainsSyntheticMedia { get; init; } = true;

    /// <summary>Whether it is directed at children.</summary>
    public bool MadeForKids { get; init; }

    /// <summary>Who sees it in the end, when <see cref="PublishAt"/> does not say so.</summary>
    /// <value>Nobody else.</value>
    public VideoVisibility Visibility { get; init; } = VideoVisibility.Private;

    /// <summary>When the provider makes it public; null for never by itself.</summary>
    public DateTimeOffset? PublishAt { get; init; }
}

/// <summary>Who sees a video.</summary>
public enum VideoVisibility
{
    /// <summary>The channel's owner.</summary>
    Private,

    /// <summary>Who has the link.</summary>
    Unlisted,

    /// <summary>Everybody.</summary>
    Public,
}

/// <summary>Some bytes of a file.</summary>
/// <param name="FirstByte">Place of the first one in the file.</param>
/// <param name="Bytes">The bytes; not to be changed until they are sent.</param>
/// <param name="TotalBytes">Length of the whole file.</param>
public sealed record UploadChunk(long FirstByte, ReadOnlyMemory<byte> Bytes, long TotalBytes);

/// <summary>What a session answered.</summary>
public abstract record UploadStep
{
    private UploadStep() { }

    /// <summary>It waits for more.</summary>
    /// <param name="OffsetBytes">What it has: go on from here, whatever was sent. 0 when it has nothing.</param>
    public sealed record Stored(long OffsetBytes) : UploadStep;

    /// <summary>It has everything, and this is the video.</summary>
    public sealed record Done(PublishedVideo Video) : UploadStep;

    /// <summary>The session is over. Its video may exist when all bytes had been sent.</summary>
    public sealed record SessionGone : UploadStep;
}

/// <summary>A video on the channel.</summary>
/// <param name="Id">The provider's id.</param>
/// <param name="Processing">How its processing stands.</param>
public sealed record PublishedVideo(string Id, VideoProcessing Processing)
{
    /// <summary>Why processing ended badly, in the provider's word; null when it did not.</summary>
    public string? Reason { get; init; }

    /// <summary>Who sees it; null when the provider did not say.</summary>
    public VideoVisibility? Visibility { get; init; }

    /// <summary>When it becomes public; null for never by itself.</summary>
    public DateTimeOffset? PublishAt { get; init; }

    /// <summary>When it was uploaded; null when the provider did not say.</summary>
    public DateTimeOffset? UploadedAt { get; init; }

    /// <summary>Where people find it.</summary>
    public Uri? Url { get; init; }
}

/// <summary>How the provider comes along with a video.</summary>
public enum VideoProcessing
{
    /// <summary>Not finished.</summary>
    Running,

    /// <summary>Finished.</summary>
    Succeeded,

    /// <summary>It cannot be played. Uploading the same again gives the same.</summary>
    Failed,

    /// <summary>Refused, for example for its rights or its length.</summary>
    Rejected,

    /// <summary>Not there any more.</summary>
    Deleted,
}
