using System.Globalization;
using System.Runtime.CompilerServices;
using FunctionsPipeline.State.Blobs;

namespace FunctionsPipeline.Contracts;

/// <summary>A blob store for tests: the same rules, no disk, and nothing that waits outside virtual time. Passes <see cref="BlobStoreContract"/>.</summary>
public sealed class InMemoryBlobStore(TimeProvider clock) : IBlobStore
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, (byte[] Bytes, BlobProperties Properties)> _blobs = new(StringComparer.Ordinal);
    private long _version;

    public async Task<string> PutAsync(string path, Stream content, BlobCondition condition, CancellationToken cancellationToken)
    {
        BlobPath.Check(path);
        using var copy = new MemoryStream();
        await content.CopyToAsync(copy, cancellationToken);
        lock (_gate)
        {
            var current = _blobs.TryGetValue(path, out var blob) ? blob.Properties.ETag : null;
            if (condition.MustNotExist && current is not null) throw new BlobConflictException(path, "it is there already.");
            if (condition.IfMatch is { } wanted && wanted != current) throw new BlobConflictException(path, "another version is there.");
            var etag = (++_version).ToString(CultureInfo.InvariantCulture);
            _blobs[path] = (copy.ToArray(), new BlobProperties(path, copy.Length, etag, clock.GetUtcNow()));
            return etag;
        }
    }

    public async Task<string> PutFileAsync(string path, string localFile, CancellationToken cancellationToken)
    {
        string etag;
        await using (var file = File.OpenRead(localFile)) etag = await PutAsync(path, file, BlobCondition.None, cancellationToken);
        File.Delete(localFile);
        return etag;
    }

    public Task<BlobContent?> OpenReadAsync(string path, CancellationToken cancellationToken)
    {
        BlobPath.Check(path);
        lock (_gate)
        {
            return Task.FromResult(_blobs.TryGetValue(path, out var blob) ? new BlobContent(new MemoryStream(blob.Bytes, writable: false), blob.Properties) : null);
        }
    }

    public Task<BlobProperties?> GetPropertiesAsync(string path, CancellationToken cancellationToken)
    {
        BlobPath.Check(path);
        lock (_gate) return Task.FromResult(_blobs.TryGetValue(path, out var blob) ? blob.Properties : null);
    }

    public async IAsyncEnumerable<BlobProperties> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        BlobPath.CheckPrefix(prefix);
        List<BlobProperties> found;
        lock (_gate) found = [.. _blobs.Where(blob => blob.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(blob => blob.Value.Properties)];
        await Task.CompletedTask;
        foreach (var blob in found) yield return blob;
    }

    public Task<bool> DeleteAsync(string path, string? ifMatch, CancellationToken cancellationToken)
    {
        BlobPath.Check(path);
        lock (_gate)
        {
            if (!_blobs.TryGetValue(path, out var blob)) return Task.FromResult(false);
            if (ifMatch is not null && ifMatch != blob.Properties.ETag) return Task.FromException<bool>(new BlobConflictException(path, "another version is there."));
            return Task.FromResult(_blobs.Remove(path));
        }
    }

    public async Task<LocalBlobFile> GetLocalFileAsync(string path, CancellationToken cancellationToken)
    {
        await using var blob = await OpenReadAsync(path, cancellationToken) ?? throw new FileNotFoundException($"There is no blob '{path}'.", path);
        var file = Path.GetTempFileName();
        await using (var copy = File.Create(file)) await blob.Content.CopyToAsync(copy, cancellationToken);
        return new LocalBlobFile(file, () => File.Delete(file));
    }
}
