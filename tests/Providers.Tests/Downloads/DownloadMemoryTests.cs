using FunctionsPipeline.Providers.Tests.Support;
using Xunit.Abstractions;

namespace FunctionsPipeline.Providers.Tests.Downloads;

/// <summary>Alone, because it counts what the whole process allocates.</summary>
[CollectionDefinition(nameof(DownloadMemoryTests), DisableParallelization = true)]
[Collection(nameof(DownloadMemoryTests))]
public sealed class DownloadMemoryTests(ITestOutputHelper output)
{
    private const int MediaBytes = 200_000_000;

    [Fact]
    public async Task Memory_does_not_grow_with_the_file()
    {
        var head = Mp4.Head(MediaBytes);
        var chunk = new byte[256 * 1024];
        await using var rig = await DownloadRig.StartAsync(async context =>
        {
            context.Response.ContentType = "video/mp4";
            await context.Response.Body.WriteAsync(head);
            for (var left = MediaBytes; left > 0; left -= chunk.Length) await context.Response.Body.WriteAsync(chunk.AsMemory(0, Math.Min(left, chunk.Length)));
        });

        var before = GC.GetTotalAllocatedBytes(precise: true);
        var file = await rig.DownloadAsync();
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;

        output.WriteLine($"{allocated} bytes allocated for a file of {file.LengthBytes}");
        file.LengthBytes.ShouldBe(head.Length + (long)MediaBytes);

        // Server and client together; a tenth of the file leaves room for buffers and none for the file.
        allocated.ShouldBeLessThan(MediaBytes / 10);
    }
}
