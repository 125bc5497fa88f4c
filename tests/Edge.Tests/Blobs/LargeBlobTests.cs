using FunctionsPipeline.Edge.Tests.Azurite;
using FunctionsPipeline.State.Blobs;

namespace FunctionsPipeline.Edge.Tests.Blobs;

/// <summary>Alone in the process, because it counts the memory of all.</summary>
[CollectionDefinition(nameof(MemoryCount), DisableParallelization = true)]
public sealed class MemoryCount;

[NeedsAzurite]
[Collection(nameof(MemoryCount))]
public sealed class LargeBlobTests
{
    private const long Length = 64L * 1024 * 1024;

    [Fact]
    public async Task A_blob_of_64_MiB_goes_in_and_out_with_a_fraction_of_it_in_memory()
    {
        using var stores = await StoresUnderTest.NewAsync();
        var blobs = stores.Open().Blobs;
        await blobs.PutAsync("runs/warm-up", new GeneratedStream(10_000_000), BlobCondition.None, default);

        var before = GC.GetTotalAllocatedBytes();
        await blobs.PutAsync("runs/large", new GeneratedStream(Length), BlobCondition.None, default);
        var putBytes = GC.GetTotalAllocatedBytes() - before;

        before = GC.GetTotalAllocatedBytes();
        var read = 0L;
        var buffer = new byte[81920];
        await using (var blob = (await blobs.OpenReadAsync("runs/large", default))!)
        {
            for (var count = 1; count > 0; read += count) count = await blob.Content.ReadAsync(buffer);
        }

        var getBytes = GC.GetTotalAllocatedBytes() - before;
        read.ShouldBe(Length);
        putBytes.ShouldBeLessThan(Length / 4);
        getBytes.ShouldBeLessThan(Length / 4);
    }

    [Fact]
    public async Task A_local_file_of_64_MiB_is_written_with_a_fraction_of_it_in_memory()
    {
        using var stores = await StoresUnderTest.NewAsync();
        var blobs = AzureStorage.AzureStores.Create(stores.Options(scratchBytesMax: Length), TimeProvider.System).Blobs;
        await blobs.PutAsync("runs/large.mp4", new GeneratedStream(Length), BlobCondition.None, default);

        var before = GC.GetTotalAllocatedBytes();
        using var local = await blobs.GetLocalFileAsync("runs/large.mp4", default);

        (GC.GetTotalAllocatedBytes() - before).ShouldBeLessThan(Length / 4);
        new FileInfo(local.FilePath).Length.ShouldBe(Length);
    }
}
