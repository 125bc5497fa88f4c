using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.VideoBatch;

namespace FunctionsPipeline.Pipelines.Tests.VideoBatch;

public sealed class ChunkingTests
{
    [Fact]
    public void Never_more_items_are_under_way_than_asked_for_and_hardly_fewer()
    {
        for (var concurrency = 1; concurrency <= 1000; concurrency++)
        {
            var chunking = Chunking.Of(100_000, concurrency);
            var places = chunking.ChunksInFlight * chunking.ItemsInFlightPerChunk;

            places.ShouldBeLessThanOrEqualTo(concurrency);
            places.ShouldBeGreaterThanOrEqualTo((int)Math.Floor(concurrency * 0.75), $"concurrency {concurrency}");
        }
    }

    [Fact]
    public void A_chunk_never_holds_more_items_than_its_history_allows()
    {
        for (var concurrency = 1; concurrency <= 1000; concurrency++)
        {
            Chunking.Of(1_000_000, concurrency).ItemsPerChunk.ShouldBeInRange(1, BatchLimits.ChunkItemsMax);
        }
    }

    [Fact]
    public void A_small_batch_is_cut_so_that_all_of_it_can_be_under_way_at_once()
    {
        var chunking = Chunking.Of(24, 50);

        chunking.ItemsPerChunk.ShouldBeLessThanOrEqualTo(chunking.ItemsInFlightPerChunk);
        (chunking.ItemsPerChunk * chunking.ChunksInFlight).ShouldBeGreaterThanOrEqualTo(24);
    }
}
