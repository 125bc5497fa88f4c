using FunctionsPipeline.AzureStorage;
using FunctionsPipeline.Contracts;
using FunctionsPipeline.Edge.Tests.Azurite;
using FunctionsPipeline.State.Blobs;

namespace FunctionsPipeline.Edge.Tests.Blobs;

/// <summary>Blobs that are for a while files on the local disk, which is small.</summary>
[NeedsAzurite]
public sealed class LocalFileTests : IAsyncLifetime
{
    private StoresUnderTest _stores = null!;

    public async Task InitializeAsync() => _stores = await StoresUnderTest.NewAsync();

    public Task DisposeAsync()
    {
        _stores?.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_local_file_has_the_ending_of_its_blob_and_is_gone_when_it_is_given_back()
    {
        var blobs = await StoreWithAsync("runs/r/clip.mp4", 10, scratchBytesMax: 100);

        var local = await blobs.GetLocalFileAsync("runs/r/clip.mp4", default);
        Path.GetExtension(local.FilePath).ShouldBe(".mp4");
        Path.GetDirectoryName(local.FilePath).ShouldBe(_stores.ScratchFolder);
        local.Dispose();
        local.Dispose();

        Directory.GetFiles(_stores.ScratchFolder).ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_users_of_one_blob_have_a_file_each()
    {
        var blobs = await StoreWithAsync("runs/clip.mp4", 10, scratchBytesMax: 100);

        using var one = await blobs.GetLocalFileAsync("runs/clip.mp4", default);
        using (await blobs.GetLocalFileAsync("runs/clip.mp4", default)) { }

        File.Exists(one.FilePath).ShouldBeTrue();
    }

    [Fact]
    public async Task More_than_the_room_is_refused_until_some_is_given_back()
    {
        var blobs = await StoreWithAsync("runs/clip.mp4", 60, scratchBytesMax: 100);
        var first = await blobs.GetLocalFileAsync("runs/clip.mp4", default);

        var refusal = await Should.ThrowAsync<IOException>(() => blobs.GetLocalFileAsync("runs/clip.mp4", default));
        refusal.Message.ShouldContain("ScratchBytesMax");
        Directory.GetFiles(_stores.ScratchFolder).ShouldHaveSingleItem();
        first.Dispose();

        using var second = await blobs.GetLocalFileAsync("runs/clip.mp4", default);
        (await File.ReadAllBytesAsync(second.FilePath)).Length.ShouldBe(60);
    }

    [Fact]
    public async Task A_file_that_fills_the_room_exactly_fits()
    {
        var blobs = await StoreWithAsync("runs/clip.mp4", 100, scratchBytesMax: 100);

        using var local = await blobs.GetLocalFileAsync("runs/clip.mp4", default);

        new FileInfo(local.FilePath).Length.ShouldBe(100);
    }

    [Fact]
    public async Task A_download_that_is_cancelled_leaves_no_file_and_takes_no_room()
    {
        var blobs = await StoreWithAsync("runs/clip.mp4", 100, scratchBytesMax: 100);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => blobs.GetLocalFileAsync("runs/clip.mp4", cancelled.Token));

        Directory.GetFiles(_stores.ScratchFolder).ShouldBeEmpty();
        using var local = await blobs.GetLocalFileAsync("runs/clip.mp4", default);
    }

    [Fact]
    public void What_an_earlier_process_left_goes_after_a_day()
    {
        var leftover = Path.Combine(_stores.ScratchFolder, "left.mp4");
        File.WriteAllText(leftover, "left");
        var clock = new ManualTimeProvider();
        File.SetLastWriteTimeUtc(leftover, clock.GetUtcNow().UtcDateTime);

        AzureStores.Create(_stores.Options(), clock);
        File.Exists(leftover).ShouldBeTrue();

        clock.Advance(TimeSpan.FromHours(25));
        AzureStores.Create(_stores.Options(), clock);
        File.Exists(leftover).ShouldBeFalse();
    }

    private async Task<IBlobStore> StoreWithAsync(string path, int length, long scratchBytesMax)
    {
        var blobs = AzureStores.Create(_stores.Options(scratchBytesMax), TimeProvider.System).Blobs;
        await blobs.PutAsync(path, new GeneratedStream(length), BlobCondition.None, default);
        return blobs;
    }
}
