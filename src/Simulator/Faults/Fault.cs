namespace FunctionsPipeline.Simulator.Faults;

/// <summary>What can be made to go wrong. In a fault file the names are written in kebab-case.</summary>
internal enum FaultKind
{
    /// <summary>HTTP 429; nothing is accepted.</summary>
    RateLimit,

    /// <summary>HTTP 5xx; nothing is accepted.</summary>
    ErrorBeforeAccept,

    /// <summary>HTTP 5xx although the request was accepted.</summary>
    ErrorAfterAccept,

    /// <summary>Accepted, then the connection breaks without a reply.</summary>
    ReplyLost,

    /// <summary>No reply until the client gives up, or for a bounded time; then the connection breaks.</summary>
    Hang,

    /// <summary>HTTP 5xx to a question about an accepted request.</summary>
    Poll500,

    /// <summary>The generation ends as expired.</summary>
    Expiry,

    /// <summary>The generation ends as failed.</summary>
    GenerationFailed,

    /// <summary>Moderation holds the result back.</summary>
    Moderation,

    /// <summary>The file comes at a trickle.</summary>
    SlowDownload,

    /// <summary>The connection breaks before the declared length is reached.</summary>
    TruncatedDownload,

    /// <summary>The file ends early and no length was declared, so that only its content tells.</summary>
    TruncatedSilent,

    /// <summary>The file is whole; its length is not declared.</summary>
    MissingContentLength,

    /// <summary>A web page comes in place of the file.</summary>
    WrongContentType,

    /// <summary>Bytes of the file are garbled.</summary>
    CorruptFile,

    /// <summary>The file does not end within any sensible size.</summary>
    OversizedFile,

    /// <summary>HTTP 4xx or 5xx to a download.</summary>
    DownloadError,

    /// <summary>A model that was to answer JSON answers something that is none. Charged like any answer.</summary>
    InvalidJson,

    /// <summary>The model declines in place of answering. Charged for what it wrote.</summary>
    ModelRefusal,

    /// <summary>The answer ends early, as at a bound on tokens. Charged for what was written.</summary>
    TruncatedAnswer,

    /// <summary>The answer has the form that was asked for, and what it says does not fit: too short a list, a name that nobody has. Charged like any answer.</summary>
    UnfitAnswer,

    /// <summary>A filter stops the prompt before the model sees it.</summary>
    BlockedPrompt,

    /// <summary>An image whose head is fine and whose pixels cannot be decoded. Charged like any image.</summary>
    BadImage,

    /// <summary>The first part of an image. Charged like any image.</summary>
    TruncatedImage,

    /// <summary>A web page in place of an image. Charged like any image.</summary>
    PageImage,

    /// <summary>No bytes in place of an image. Charged like any image.</summary>
    EmptyImage,

    /// <summary>An answer with one vector fewer than there were texts. Charged like any answer.</summary>
    MissingVector,

    /// <summary>A sound whose head is fine and whose rest cannot be decoded. Charged like any sound.</summary>
    GarbledSound,

    /// <summary>A sound in which nothing can be heard. Charged like any sound.</summary>
    SilentSound,

    /// <summary>A good reply with no sound in it. Charged like any sound.</summary>
    EmptySound,

    /// <summary>A talking head that ends in the middle of what it says. Charged like a whole one.</summary>
    ShortClip,

    /// <summary>A quota is used up, in the provider's own words; nothing is done.</summary>
    QuotaExceeded,

    /// <summary>An upload session is over, with all that it had.</summary>
    SessionExpired,

    /// <summary>Only a part of a chunk is kept.</summary>
    PartialChunk,

    /// <summary>An upload session forgets what it had: its answer has no Range.</summary>
    RangeMissing,

    /// <summary>The provider cannot use an uploaded video.</summary>
    ProcessingFailed,

    /// <summary>A good status with errors in place of data, although the request was accepted.</summary>
    OddAnswer,
}

/// <summary>The requests that a fault can befall.</summary>
internal enum FaultOperation
{
    /// <summary>Ordering a video.</summary>
    Submit,

    /// <summary>Asking how an order stands, and taking it back.</summary>
    Poll,

    /// <summary>Fetching a result from the queue provider, or a deferred answer.</summary>
    Result,

    /// <summary>Fetching a file.</summary>
    Download,

    /// <summary>Ordering a chat answer.</summary>
    Chat,

    /// <summary>Ordering images.</summary>
    Image,

    /// <summary>Ordering vectors of texts.</summary>
    Embedding,

    /// <summary>Ordering a page of posts.</summary>
    Search,

    /// <summary>Ordering a spoken text.</summary>
    Speech,

    /// <summary>Ordering a face that speaks.</summary>
    TalkingHead,

    /// <summary>Opening a place for the bytes of an upload.</summary>
    UploadStart,

    /// <summary>Sending bytes of an upload.</summary>
    UploadChunk,

    /// <summary>Asking how an upload stands, and telling that it is whole.</summary>
    UploadQuery,

    /// <summary>Posting.</summary>
    Publish,

    /// <summary>Changing what was published, its thumbnail too.</summary>
    Update,

    /// <summary>Looking at what was published.</summary>
    List,

    /// <summary>Asking for stories, at feeds and at Hacker News.</summary>
    Story,
}

/// <summary>One fault and how it looks.</summary>
internal sealed record Fault(FaultKind Kind)
{
    /// <summary>HTTP status, for kinds that answer with one.</summary>
    public int Status { get; init; } = 500;

    /// <summary>Value of the Retry-After header in real seconds; null leaves the header out.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>Whether a submit that hangs was accepted.</summary>
    public bool Accepted { get; init; } = true;

    /// <summary>Longest time that a request hangs, real seconds.</summary>
    public double Seconds { get; init; } = 300;

    /// <summary>Speed of a slow download.</summary>
    public int BytesPerSecond { get; init; } = 16 * 1024;

    /// <summary>Share of the file after which a truncated one ends.</summary>
    public double Part { get; init; } = 0.6;

    /// <summary>Size that an oversized file claims and keeps sending, bytes.</summary>
    public long Bytes { get; init; } = 2L << 30;

    /// <summary>Whether an oversized file declares its size.</summary>
    public bool Declared { get; init; }

    /// <summary>Downloads of one file that it befalls, from the first; null is all of them.</summary>
    public int? Times { get; init; } = 1;
}

/// <summary>One line of a script: which requests, and what happens to them.</summary>
internal sealed record FaultRule(FaultOperation Operation, Fault Fault)
{
    /// <summary>Only requests to this provider; null is every provider.</summary>
    public string? Provider { get; init; }

    /// <summary>Only the n-th such request, from 1.</summary>
    public int? Nth { get; init; }

    /// <summary>Only each n-th such request.</summary>
    public int? Every { get; init; }

    /// <summary>Only this share of such requests, by chance.</summary>
    public double? Probability { get; init; }
}
