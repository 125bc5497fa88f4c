using FunctionsPipeline.State.Blobs;

namespace FunctionsPipeline.GpuWorker.Hosting;

/// <summary>
/// A store that remembers when something was last written: the worker writes a heartbeat at every sweep, so a worker whose last write is
/// old is stuck or cut off. Safe for several threads.
/// </summary>
public sealed class ObservedBlobStore(IBlobStore inner, TimeProvider clock) : IBlobStore
{
    private long _lastWriteTicks;

    /// <summary>When something was last written; null before the first time.</summary>
    public DateTimeOffset? LastWrite => Interlocked.Read(ref _lastWriteTicks) is var ticks and > 0 ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <inheritdoc/>
    public async Task<string> PutAsync(string path, Stream content, BlobCondition condition, CancellationToken cancellationToken)
    {
        var etag = await inner.PutAsync(path, content, condition, cancellationToken);
        Interlocked.Exchange(ref _lastWriteTicks, clock.GetUtcNow().UtcTicks);
        return etag;
    }

    /// <inheritdoc/>
    public Task<string> PutFileAsync(string path, string localFile, CancellationToken cancellationToken) => inner.PutFileAsync(path, localFile, cancellationToken);

    /// <inheritdoc/>
    public Task<BlobContent?> OpenReadAsync(string path, CancellationToken cancellationToken) => inner.OpenReadAsync(path, cancellationToken);

    /// <inheritdoc/>
    public Task<BlobProperties?> GetPropertiesAsync(string path, CancellationToken cancellationToken) => inner.GetPropertiesAsync(path, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<BlobProperties> ListAsync(string prefix, CancellationToken cancellationToken) => inner.ListAsync(prefix, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> DeleteAsync(string path, string? ifMatch, CancellationToken cancellationToken) => inner.DeleteAsync(path, ifMatch, cancellationToken);

    /// <inheritdoc/>
    public Task<LocalBlobFile> GetLocalFileAsync(string path, CancellationToken cancellationToken) => inner.GetLocalFileAsync(path, cancellationToken);
}
