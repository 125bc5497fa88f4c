using FunctionsPipeline.State.Blobs;

namespace FunctionsPipeline.Pipelines.Publishing;

/// <summary>A blob that can be read from any place: itself where its store allows that, otherwise a local copy.</summary>
internal sealed class SeekableContent : IAsyncDisposable
{
    private readonly BlobContent? _blob;
    private readonly LocalBlobFile? _local;
    private readonly Stream _stream;

    private SeekableContent(BlobContent? blob, LocalBlobFile? local, Stream stream) => (_blob, _local, _stream) = (blob, local, stream);

    /// <summary>Opens it.</summary>
    /// <exception cref="FileNotFoundException">No such blob.</exception>
    public static async Task<SeekableContent> OpenAsync(IBlobStore blobs, string path, CancellationToken cancellationToken)
    {
        var blob = await blobs.OpenReadAsync(path, cancellationToken) ?? throw new FileNotFoundException($"There is no '{path}' any more.");
        if (blob.Content.CanSeek) return new SeekableContent(blob, null, blob.Content);
        await blob.DisposeAsync();
        var local = await blobs.GetLocalFileAsync(path, cancellationToken);
        return new SeekableContent(null, local, new FileStream(local.FilePath, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, useAsync: true));
    }

    /// <summary>Reads bytes from a place.</summary>
    /// <exception cref="EndOfStreamException">There are fewer.</exception>
    public async Task ReadAsync(long offset, Memory<byte> bytes, CancellationToken cancellationToken)
    {
        _stream.Position = offset;
        await _stream.ReadExactlyAsync(bytes, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        if (_blob is not null) await _blob.DisposeAsync();
        _local?.Dispose();
    }
}
