using FunctionsPipeline.AzureStorage.Clients;

namespace FunctionsPipeline.AzureStorage.Blobs;

/// <summary>
/// The content of a blob as it comes from the network. The SDK takes up a broken connection at the same version, so a blob that was
/// replaced meanwhile ends in an error and never in a mixture.
/// </summary>
internal sealed class BlobReadStream(Stream inner, string path, long lengthBytes) : Stream
{
    private long _read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => lengthBytes;

    public override long Position { get => _read; set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            var count = await inner.ReadAsync(buffer, cancellationToken);
            return Counted(count, buffer.Length);
        }
        catch (Exception exception) when (StorageFailure.Is(exception, cancellationToken))
        {
            throw StorageFailure.Of($"Reading blob '{path}'", exception);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count)
    {
        try
        {
            return Counted(inner.Read(buffer, offset, count), count);
        }
        catch (Exception exception) when (StorageFailure.Is(exception, CancellationToken.None))
        {
            throw StorageFailure.Of($"Reading blob '{path}'", exception);
        }
    }

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override ValueTask DisposeAsync() => inner.DisposeAsync();

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>An end before the promised length is a failure, not an end.</summary>
    private int Counted(int count, int asked)
    {
        _read += count;
        return count == 0 && asked > 0 && _read < lengthBytes
            ? throw new AzureStorageException($"Reading blob '{path}' failed: it ended after {_read} of {lengthBytes} bytes.")
            : count;
    }
}
