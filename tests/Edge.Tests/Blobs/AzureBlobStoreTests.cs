using System.Text;
using Azure.Storage.Blobs;
using FunctionsPipeline.AzureStorage;
using FunctionsPipeline.AzureStorage.Blobs;
using FunctionsPipeline.Edge.Tests.Azurite;
using FunctionsPipeline.State.Blobs;

namespace FunctionsPipeline.Edge.Tests.Blobs;

/// <summary>What is special about Blob Storage.</summary>
[NeedsAzurite]
public sealed class AzureBlobStoreTests : IAsyncLifetime
{
    private StoresUnderTest _stores = null!;
    private IBlobStore _blobs = null!;

    public async Task InitializeAsync()
    {
        _stores = await StoresUnderTest.NewAsync();
        _blobs = _stores.Open().Blobs;
    }

    public Task DisposeAsync()
    {
        _stores?.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData("runs/it's")]
    [InlineData("runs/100%")]
    [InlineData("runs/%2F%20")]
    [InlineData("runs/a b/c+d")]
    [InlineData("runs/what?/x#y")]
    [InlineData("runs/grüße/日本語.mp4")]
    [InlineData("runs/\ud83c\udfac")]
    [InlineData("runs/a&b=c;d,e")]
    [InlineData("runs/~@:!$()*[]{}|^`<>\"")]
    [InlineData("runs/.hidden/..x")]
    public async Task A_blob_is_found_under_any_name_that_the_rules_allow(string path)
    {
        var etag = await PutAsync(path, "content");

        (await ReadAsync(path)).ShouldBe("content");
        (await _blobs.GetPropertiesAsync(path, default))!.ETag.ShouldBe(etag);
        (await ListAsync(path)).ShouldBe([path]);
        (await _blobs.DeleteAsync(path, etag, default)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_container_that_somebody_deleted_fails_one_put_and_is_made_anew_for_the_next()
    {
        await PutAsync("runs/a", "a");
        await new BlobServiceClient(_stores.ConnectionString).DeleteBlobContainerAsync("runs");

        (await Should.ThrowAsync<AzureStorageException>(() => PutAsync("runs/a", "b"))).Code.ShouldBe("ContainerNotFound");
        await PutAsync("runs/a", "c");
        (await ReadAsync("runs/a")).ShouldBe("c");
    }

    [Theory]
    [InlineData("runs/r/report.html", "text/html; charset=utf-8")]
    [InlineData("runs/r/run.json", "application/json")]
    [InlineData("runs/r/items.jsonl", "application/jsonl")]
    [InlineData("runs/r/clips/1.mp4", "video/mp4")]
    [InlineData("runs/r/frames/1.JPG", "image/jpeg")]
    [InlineData("runs/r/frames/1.png", "image/png")]
    [InlineData("runs/r/notes.txt", "text/plain; charset=utf-8")]
    [InlineData("runs/r/manifest.sha256", "application/octet-stream")]
    [InlineData("runs/r.html/noending", "application/octet-stream")]
    public async Task A_browser_is_told_what_a_blob_is(string path, string contentType)
    {
        await PutAsync(path, "x");

        var blob = new BlobServiceClient(_stores.ConnectionString).GetBlobContainerClient("runs").GetBlobClient(path["runs/".Length..]);
        (await blob.GetPropertiesAsync()).Value.ContentType.ShouldBe(contentType);
    }

    [Theory]
    [InlineData(BlobUpload.BlockBytes - 1)]
    [InlineData(BlobUpload.BlockBytes)]
    [InlineData(BlobUpload.BlockBytes + 1)]
    [InlineData(2 * BlobUpload.BlockBytes)]
    public async Task Content_around_the_size_of_a_block_comes_back_whole(int length)
    {
        await _blobs.PutAsync("runs/seek", new GeneratedStream(length, 1, canSeek: true), BlobCondition.None, default);
        await _blobs.PutAsync("runs/stream", new GeneratedStream(length, 2), BlobCondition.IfAbsent, default);

        (await SeedOfAsync("runs/seek", length)).ShouldBe((byte)1);
        (await SeedOfAsync("runs/stream", length)).ShouldBe((byte)2);
    }

    [Fact]
    public async Task A_put_begins_where_the_stream_stands()
    {
        using var content = new MemoryStream("headbody"u8.ToArray()) { Position = 4 };

        await _blobs.PutAsync("runs/a", content, BlobCondition.None, default);

        (await ReadAsync("runs/a")).ShouldBe("body");
    }

    [Fact]
    public async Task A_blob_of_many_blocks_is_not_there_before_its_last_and_not_at_all_when_its_condition_fails()
    {
        await _blobs.PutAsync("runs/large", new GeneratedStream(BlobUpload.BlockBytes + 1, 1), BlobCondition.None, default);
        var first = (await _blobs.GetPropertiesAsync("runs/large", default))!.ETag;

        await Should.ThrowAsync<BlobConflictException>(() => LargeAsync(BlobCondition.IfAbsent));
        await Should.ThrowAsync<BlobConflictException>(() => LargeAsync(BlobCondition.IfETag("0x0")));
        (await SeedOfAsync("runs/large", BlobUpload.BlockBytes + 1)).ShouldBe((byte)1);
        await LargeAsync(BlobCondition.IfETag(first));
        (await SeedOfAsync("runs/large", BlobUpload.BlockBytes + 1)).ShouldBe((byte)2);

        Task LargeAsync(BlobCondition condition) => _blobs.PutAsync("runs/large", new GeneratedStream(BlobUpload.BlockBytes + 1, 2), condition, default);
    }

    [Fact]
    public async Task Puts_of_many_blocks_at_once_to_one_blob_leave_one_of_them_and_no_mixture()
    {
        const int Length = BlobUpload.BlockBytes + 1000;
        await Task.WhenAll(Enumerable.Range(1, 4).Select(n =>
            _blobs.PutAsync("runs/contested", new GeneratedStream(Length, (byte)(10 * n), canSeek: true), BlobCondition.None, default)));

        (await SeedOfAsync("runs/contested", Length)).ShouldBeOneOf((byte)10, (byte)20, (byte)30, (byte)40);
    }

    [Fact]
    public async Task A_list_crosses_its_pages_without_loss_or_repeat_and_in_order()
    {
        var paths = Enumerable.Range(0, 130).Select(n => $"runs/r{n % 3}/{n:d4}").Order(StringComparer.Ordinal).ToList();
        await Task.WhenAll(paths.Select(path => PutAsync(path, path)));

        var listed = new List<string>();
        await foreach (var blob in _stores.Open(transport: null, blobsPerPage: 10).Blobs.ListAsync("runs/", default)) listed.Add(blob.Path);

        listed.ShouldBe(paths);
    }

    [Fact]
    public async Task A_list_that_is_stopped_early_reads_no_further_page()
    {
        await Task.WhenAll(Enumerable.Range(0, 30).Select(n => PutAsync($"runs/{n:d4}", "x")));
        var network = new LossyTransport();

        await foreach (var blob in _stores.Open(network, blobsPerPage: 10).Blobs.ListAsync("runs/", default)) break;

        network.RequestCount.ShouldBe(1);
    }

    [Fact]
    public async Task A_file_that_could_not_be_moved_in_stays_where_it_is()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("clip.mp4"), "clip");
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => _blobs.PutFileAsync("runs/clip.mp4", folder.File("clip.mp4"), cancelled.Token));

        File.Exists(folder.File("clip.mp4")).ShouldBeTrue();
    }

    private Task<string> PutAsync(string path, string content, BlobCondition condition = default) =>
        _blobs.PutAsync(path, new MemoryStream(Encoding.UTF8.GetBytes(content)), condition, default);

    private async Task<string> ReadAsync(string path)
    {
        await using var blob = (await _blobs.OpenReadAsync(path, default))!;
        return await new StreamReader(blob.Content).ReadToEndAsync();
    }

    private async Task<List<string>> ListAsync(string prefix)
    {
        var paths = new List<string>();
        await foreach (var blob in _blobs.ListAsync(prefix, default)) paths.Add(blob.Path);
        return paths;
    }

    /// <summary>The seed of a generated blob; null when it is not whole or a mixture.</summary>
    private async Task<byte?> SeedOfAsync(string path, long length)
    {
        await using var blob = (await _blobs.OpenReadAsync(path, default))!;
        using var copy = new MemoryStream();
        await blob.Content.CopyToAsync(copy);
        var bytes = copy.ToArray();
        if (bytes.Length != length) return null;
        var seed = (byte)(bytes[0] - GeneratedStream.At(0, 0));
        for (var index = 0L; index < length; index++)
        {
            if (bytes[index] != GeneratedStream.At(index, seed)) return null;
        }

        return seed;
    }
}
