namespace FunctionsPipeline.State.Publishing;

/// <summary>One publication as stored: how far it surely came, and what may have happened beyond that.</summary>
public sealed record PublicationRecord
{
    /// <summary>What is published where.</summary>
    public required PublicationKey Key { get; init; }

    /// <summary>Our mark on it.</summary>
    public required string RunTag { get; init; }

    /// <summary>How far it came.</summary>
    public required PublicationState State { get; init; }

    /// <summary>Version of the file: another file is never sent to the session of this one.</summary>
    public required string ContentVersion { get; init; }

    /// <summary>Length of the file, bytes.</summary>
    public required long ContentBytes { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the row was last written.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The session's address, or the id of media: where the bytes go.</summary>
    public string? Session { get; init; }

    /// <summary>When the first session was opened: nothing of ours is older.</summary>
    public DateTimeOffset? FirstSessionAt { get; init; }

    /// <summary>Sessions that were opened.</summary>
    public int Sessions { get; init; }

    /// <summary>What the provider said that it has, bytes.</summary>
    public long OffsetBytes { get; init; }

    /// <summary>True from before the last byte (or the post) is sent: from then on it may exist although no id is known.</summary>
    public bool MayExist { get; init; }

    /// <summary>Since when nobody knows whether it exists.</summary>
    public DateTimeOffset? UnclearSince { get; init; }

    /// <summary>The provider's id of what was published; written by the step that learns it, never changed after.</summary>
    public string? RemoteId { get; init; }

    /// <summary>When the id was learnt.</summary>
    public DateTimeOffset? UploadedAt { get; init; }

    /// <summary>Where people find it.</summary>
    public string? Url { get; init; }

    /// <summary>When it becomes public by itself; null for never.</summary>
    public DateTimeOffset? PublishAt { get; init; }

    /// <summary>Attempts since the last progress.</summary>
    public int Tries { get; init; }

    /// <summary>What did not work although something was published.</summary>
    public IReadOnlyList<PublicationProblem> Problems { get; init; } = [];

    /// <summary>Stable code of why it stands where it stands; null when there is nothing to say.</summary>
    public string? Code { get; init; }

    /// <summary>The same in words.</summary>
    public string? Message { get; init; }

    /// <summary>The process that works on it.</summary>
    public string? LeaseOwner { get; init; }

    /// <summary>Until when others leave it to that process.</summary>
    public DateTimeOffset? LeaseUntil { get; init; }

    /// <summary>True when nothing more happens by itself.</summary>
    public bool HasEnded => State is PublicationState.Done or PublicationState.Partial or PublicationState.Unknown or PublicationState.Failed;
}

/// <summary>Something that did not work although something was published.</summary>
/// <param name="Code">Stable, for example <c>thumbnail_refused</c>.</param>
/// <param name="Message">In words.</param>
public sealed record PublicationProblem(string Code, string Message);

/// <summary>How far a publication came. The order of the first eight is the order of the way.</summary>
public enum PublicationState
{
    /// <summary>The intent is written down; nothing has been sent.</summary>
    Planned,

    /// <summary>The session is written down; no byte has surely been sent.</summary>
    Session,

    /// <summary>Bytes are on their way.</summary>
    Uploading,

    /// <summary>All bytes are there. A post follows as a step of its own; a video is a video now, with its id.</summary>
    Uploaded,

    /// <summary>The provider can play it.</summary>
    Processed,

    /// <summary>The thumbnail is set, or it is written down that it could not be.</summary>
    Thumbnail,

    /// <summary>It is set who sees it and when.</summary>
    Scheduled,

    /// <summary>All is done.</summary>
    Done,

    /// <summary>A post is being sent, or was when its process ended.</summary>
    Posting,

    /// <summary>Nobody saw whether it exists: the account is searched for the run tag.</summary>
    Checking,

    /// <summary>It exists, and something about it did not work. It is never uploaded again.</summary>
    Partial,

    /// <summary>Nobody can tell whether it exists. It is never sent again by itself.</summary>
    Unknown,

    /// <summary>It does not exist and will not by itself.</summary>
    Failed,
}
