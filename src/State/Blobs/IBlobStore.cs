namespace FunctionsPipeline.State.Blobs;

/// <summary>
/// Files by path: atomic put, streamed get, list by prefix, conditional put and delete. A path is
/// <c>container/folder/name</c>: lower-case container of 3 to 63 characters, segments without <c>..</c>, control characters or backslashes.
/// </summary>
/// <remarks>Safe for several threads and for several processes on one folder. A put is durable and complete when its task completes.</remarks>
public interface IBlobStore
{
    /// <summary>Writes a blob in one step: a reader sees the old content or the new, never a part.</summary>
    /// <returns>The new ETag.</returns>
    /// <exception cref="BlobConflictException">The condition did not hold; nothing was written.</exception>
    /// <exception cref="IOException">The disk failed, or a remote store did not answer; then nobody knows whether it was written.</exception>
    Task<string> PutAsync(string path, Stream content, BlobCondition condition, CancellationToken cancellationToken);

    /// <summary>Moves a finished local file into the store; it is gone from its old place afterwards.</summary>
    /// <returns>The new ETag.</returns>
    Task<string> PutFileAsync(string path, string localFile, CancellationToken cancellationToken);

    /// <summary>Opens a blob for reading, or null when there is none.</summary>
    Task<BlobContent?> OpenReadAsync(string path, CancellationToken cancellationToken);

    /// <summary>Properties without content, or null.</summary>
    Task<BlobProperties?> GetPropertiesAsync(string path, CancellationToken cancellationToken);

    /// <summary>Blobs whose path starts with <paramref name="prefix"/>, in ordinal order, streamed.</summary>
    IAsyncEnumerable<BlobProperties> ListAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>Deletes; false when there was none.</summary>
    /// <exception cref="BlobConflictException">An ETag was asked for and another is there.</exception>
    Task<bool> DeleteAsync(string path, string? ifMatch, CancellationToken cancellationToken);

    /// <summary>
    /// A local file with the content, for programs that read files (ffmpeg). The embedded store gives the file itself;
    /// a remote store downloads to scratch and removes it on dispose.
    /// </summary>
    /// <exception cref="FileNotFoundException">No such blob.</exception>
    Task<LocalBlobFile> GetLocalFileAsync(string path, CancellationToken cancellationToken);
}

/// <summary>When a put may go ahead.</summary>
public readonly record struct BlobCondition
{
    private BlobCondition(bool mustNotExist, string? ifMatch) => (MustNotExist, IfMatch) = (mustNotExist, ifMatch);

    /// <summary>Whatever is there is replaced.</summary>
    public static BlobCondition None => default;

    /// <summary>Nothing may be there.</summary>
    public static BlobCondition IfAbsent => new(true, null);

    /// <summary>Exactly this version must be there.</summary>
    public static BlobCondition IfETag(string etag) => new(false, etag);

    /// <summary>True for <see cref="IfAbsent"/>.</summary>
    public bool MustNotExist { get; }

    /// <summary>The version asked for, or null.</summary>
    public string? IfMatch { get; }
}

/// <summary>What is known of a blob without reading it.</summary>
public sealed record BlobProperties(string Path, long LengthBytes, string ETag, DateTimeOffset LastModified);

/// <summary>An open blob. Dispose it.</summary>
public sealed class BlobContent(Stream content, BlobProperties properties) : IAsyncDisposable
{
    /// <summary>The bytes.</summary>
    public Stream Content { get; } = content;

    /// <summary>Version and length of what is read.</summary>
    public BlobProperties Properties { get; } = properties;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Content.DisposeAsync();
}

/// <summary>A blob as a local file. Dispose it when the file is no longer needed.</summary>
public sealed class LocalBlobFile(string filePath, Action? release = null) : IDisposable
{
    /// <summary>Absolute path.</summary>
    public string FilePath { get; } = filePath;

    /// <inheritdoc/>
    public void Dispose() => release?.Invoke();
}

/// <summary>A conditional blob write lost.</summary>
public sealed class BlobConflictException(string path, string why) : Exception($"Blob '{path}': {why}");
