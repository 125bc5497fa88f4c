using System.Security.Cryptography;
using FunctionsPipeline.State.Blobs;

namespace FunctionsPipeline.Pipelines.Tests.Publishing;

/// <summary>Blobs to be read, in memory: reading them takes no time, so that a virtual clock does not stand still.</summary>
public sealed class MemoryBlobs : IBlobStore
{
    private readonly Dictionary<string, byte[]> _blobs = new(StringComparer.Ordinal);

    public void Put(string path, byte[] bytes) => _blobs[path] = bytes;

    public Task<BlobProperties?> GetPropertiesAsync(string path, CancellationToken cancellationToken) => Task.FromResult(Properties(path));

    public Task<BlobContent?> OpenReadAsync(string path, CancellationToken cancellationToken) =>
        Task.FromResult(Properties(path) is { } properties ? new BlobContent(new MemoryStream(_blobs[path], writable: false), properties) : null);

    public Task<string> PutAsync(string path, Stream content, BlobCondition condition, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<string> PutFileAsync(string path, string localFile, CancellationToken cancellationToken) => throw new NotSupportedException();

    public IAsyncEnumerable<BlobProperties> ListAsync(string prefix, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> DeleteAsync(string path, string? ifMatch, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<LocalBlobFile> GetLocalFileAsync(string path, CancellationToken cancellationToken) => throw new NotSupportedException();

    private BlobProperties? Properties(string path) => _blobs.TryGetValue(path, out var bytes)
        ? new BlobProperties(path, bytes.Length, Convert.ToHexString(SHA256.HashData(bytes)), DateTimeOffset.UnixEpoch)
        : null;
}
