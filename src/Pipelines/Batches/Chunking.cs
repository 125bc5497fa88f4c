namespace FunctionsPipeline.Pipelines.Batches;

/// <summary>How a plan is cut: several chunks are under way at once, so that the end of one does not leave places empty.</summary>
internal sealed record Chunking(int ChunksInFlight, int ItemsInFlightPerChunk, int ItemsPerChunk)
{
    // A window of about this many items a chunk keeps the WhenAny loops short.
    private const int WindowMax = 25;

    // With several chunks under way, one that runs out leaves only a part of the places empty until the next starts.
    private const int ChunksInFlightMin = 4;

    // A chunk a few windows long spends most of its time with its window full.
    private const int WindowsPerChunk = 4;

    public static Chunking Of(int items, int concurrency)
    {
        var fewest = Math.Min(concurrency, Math.Max(ChunksInFlightMin, DivideUp(concurrency, WindowMax)));

        // Never more items at once than asked for: among a few divisions, the one that leaves the fewest places unused.
        var chunksInFlight = Enumerable.Range(fewest, Math.Min(ChunksInFlightMin, concurrency - fewest) + 1)
            .MaxBy(count => concurrency / count * count);
        var window = concurrency / chunksInFlight;
        var chunk = Math.Clamp(
            Math.Min(window * WindowsPerChunk, DivideUp(items, chunksInFlight)), 1, BatchLimits.ChunkItemsMax);
        return new Chunking(chunksInFlight, window, chunk);
    }

    public TSettings Apply<TSettings>(TSettings settings)
        where TSettings : BatchSettings =>
        (TSettings)(settings with { ChunksInFlight = ChunksInFlight, ItemsInFlightPerChunk = ItemsInFlightPerChunk });

    private static int DivideUp(int value, int by) => (value + by - 1) / by;
}
