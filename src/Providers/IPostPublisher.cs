namespace FunctionsPipeline.Providers;

/// <summary>
/// Posts with a video, a step a call, so that its caller can write down what each step gave before the next. Nothing is sent twice by itself.
/// There are posts only: no replies, no quotes, no mentions. Safe for several threads.
/// </summary>
public interface IPostPublisher
{
    /// <summary>Id of the provider.</summary>
    string ProviderId { get; }

    /// <summary>Bytes of every chunk but the last.</summary>
    int ChunkBytes { get; }

    /// <summary>Checks a post without sending anything. Each line names a field, the value and what is allowed.</summary>
    IReadOnlyList<string> Validate(PostPublication post, long mediaBytes);

    /// <summary>Opens a place for the bytes. Nobody sees it, and it goes by itself: a lost one does no harm.</summary>
    /// <returns>Id of the media.</returns>
    /// <exception cref="ProviderException">Not opened.</exception>
    Task<string> StartMediaAsync(string mediaType, long lengthBytes, CancellationToken cancellationToken);

    /// <summary>Sends a chunk, by its number from 0. The same number may be sent again.</summary>
    /// <exception cref="ProviderException"><see cref="ProviderErrorCode.NotFound"/> when the media is gone; otherwise it may or may not have arrived.</exception>
    Task AppendMediaAsync(string mediaId, int number, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

    /// <summary>Tells that all chunks are there.</summary>
    /// <exception cref="ProviderException">Not taken, or no answer: <see cref="GetMediaAsync"/> tells.</exception>
    Task<PostMedia> FinishMediaAsync(string mediaId, CancellationToken cancellationToken);

    /// <summary>How media stands; null when it is gone.</summary>
    /// <exception cref="ProviderException">No answer.</exception>
    Task<PostMedia?> GetMediaAsync(string mediaId, CancellationToken cancellationToken);

    /// <summary>Posts, once.</summary>
    /// <returns>Id of the post.</returns>
    /// <exception cref="ProviderException"><see cref="ProviderFailure.MayHaveArrived"/> tells whether the post may be there all the same.</exception>
    Task<string> CreatePostAsync(PostPublication post, string mediaId, CancellationToken cancellationToken);

    /// <summary>The account's own posts that carry a run tag. A new post may be missing for a while. Every post that is read costs money.</summary>
    /// <exception cref="ProviderException">No answer.</exception>
    Task<OwnPosts> FindOwnAsync(string runTag, DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>Posts that <see cref="FindOwnAsync"/> reads at most.</summary>
    int OwnPostsReadMax { get; }

    /// <summary>Where people find a post.</summary>
    Uri UrlOf(string postId);
}

/// <summary>A post with one video.</summary>
/// <param name="Text">What it says, without the label.</param>
/// <param name="RunTag">Our own mark, shown in the label: what the post is found by when a reply was lost.</param>
public sealed record PostPublication(string Text, string RunTag)
{
    /// <summary>Media type of the file.</summary>
    public string MediaType { get; init; } = "video/mp4";

    /// <summary>The text as it is posted: labelled as made with AI, in the text as in the provider's own field.</summary>
    public string LabelledText => $"{Text.TrimEnd()}\n\nMade with AI · {RunTag}";
}

/// <summary>What an account posted, and what looking for it counted.</summary>
/// <param name="Ids">Posts that carry the tag, oldest first.</param>
/// <param name="PostsRead">Posts that were read, of which each costs.</param>
/// <param name="ProfilesRead">Profiles that were read, of which each costs.</param>
public sealed record OwnPosts(IReadOnlyList<string> Ids, int PostsRead, int ProfilesRead);

/// <summary>How media stands at the provider.</summary>
/// <param name="State">State.</param>
/// <param name="Wait">When to ask again, while it is worked on.</param>
/// <param name="Reason">Why it failed, in the provider's words.</param>
public sealed record PostMedia(PostMediaState State, TimeSpan? Wait, string? Reason);

/// <summary>State of media.</summary>
public enum PostMediaState
{
    /// <summary>It is worked on.</summary>
    Running,

    /// <summary>It can be posted.</summary>
    Ready,

    /// <summary>It cannot be used.</summary>
    Failed,
}
