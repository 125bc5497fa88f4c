using FunctionsPipeline.AzureStorage;
using FunctionsPipeline.AzureStorage.Blobs;
using FunctionsPipeline.Edge.Tests.Azurite;
using FunctionsPipeline.State.Blobs;

namespace FunctionsPipeline.Edge.Tests.Blobs;

/// <summary>Connections that break in the middle of a blob, and others who put the same blob meanwhile.</summary>
[NeedsAzurite]
public sealed class BrokenConnectionTests : IAsyncLifetime
{
    private const int Length = 300_000;
    private readonly LossyTransport _network = new();
    private StoresUnderTest _stores = null!;
    private IBlobStore _blobs = null!;
    private IBlobStore _others = null!;

    public async Task InitializeAsync()
    {
        _stores = await StoresUnderTest.NewAsync();
        _others = _stores.Open().Blobs;
        _blobs = _stores.Open(_network).Blobs;
    }

    public Task DisposeAsync()
    {
        _stores?.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_read_goes_on_where_its_connection_broke()
    {
        await PutAsync(_others, seed: 1, Length);
        _network.Body = BreakOnce(100_000, () => Task.CompletedTask);

        (await ReadAsync()).ShouldBe(await BytesAsync(seed: 1));
    }

    [Fact]
    public async Task A_read_whose_blob_was_replaced_while_the_connection_was_broken_fails_and_mixes_nothing()
    {
        await PutAsync(_others, seed: 1, Length);
        _network.Body = BreakOnce(100_000, () => PutAsync(_others, seed: 2, Length));

        var failure = await Should.ThrowAsync<AzureStorageException>(ReadAsync);

        failure.Code.ShouldBe("ConditionNotMet");
        failure.Message.ShouldContain("runs/contested");
    }

    [Fact]
    public async Task A_put_whose_blocks_were_swept_away_by_another_put_is_begun_again()
    {
        SweepAwayOnce();

        await PutAsync(_blobs, seed: 1, BlobUpload.BlockBytes + 1, canSeek: true);

        (await ReadAsync())[0].ShouldBe(GeneratedStream.At(0, 1));
    }

    [Fact]
    public async Task A_put_that_cannot_be_begun_again_fails_and_leaves_what_the_other_put()
    {
        SweepAwayOnce();

        (await Should.ThrowAsync<AzureStorageException>(() => PutAsync(_blobs, seed: 1, BlobUpload.BlockBytes + 1))).Code.ShouldBe("InvalidBlockList");

        (await ReadAsync())[0].ShouldBe(GeneratedStream.At(0, 2));
    }

    private static Task PutAsync(IBlobStore blobs, byte seed, int length, bool canSeek = false) =>
        blobs.PutAsync("runs/contested", new GeneratedStream(length, seed, canSeek), BlobCondition.None, default);

    private static async Task<byte[]> BytesAsync(byte seed)
    {
        using var bytes = new MemoryStream();
        await new GeneratedStream(Length, seed).CopyToAsync(bytes);
        return bytes.ToArray();
    }

    private async Task<byte[]> ReadAsync()
    {
        await using var blob = (await _blobs.OpenReadAsync("runs/contested", default))!;
        using var bytes = new MemoryStream();
        await blob.Content.CopyToAsync(bytes);
        return bytes.ToArray();
    }

    private void SweepAwayOnce() => _network.BeforeSending = async request =>
    {
        if (!request.Uri.Query.Contains("comp=blocklist", StringComparison.Ordinal)) return;
        _network.BeforeSending = _ => Task.CompletedTask;
        await PutAsync(_others, seed: 2, BlobUpload.BlockBytes + 1);
    };

    private Func<Stream, Stream> BreakOnce(int afterBytes, Func<Task> meanwhile) => body =>
    {
        _network.Body = null;
        return new BreakingBody(body, afterBytes, meanwhile);
    };

    private sealed class BreakingBody(Stream inner, int left, Func<Task> meanwhile) : Stream
    {
        private int _left = left;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_left == 0)
            {
                await meanwhile();
                throw new IOException("The connection was lost.");
            }

            var count = await inner.ReadAsync(buffer[..Math.Min(buffer.Length, _left)], cancellationToken);
            _left -= count;
            return count;
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
