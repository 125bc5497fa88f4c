using Azure.Core;
using FunctionsPipeline.AzureStorage.Blobs;
using FunctionsPipeline.Edge.Tests.Azurite;
using FunctionsPipeline.State.Blobs;

namespace FunctionsPipeline.Edge.Tests.Blobs;

/// <summary>A put that the account carried out and whose answer got lost is sent again. A worker must not lose its claim to itself.</summary>
[NeedsAzurite]
public sealed class LostBlobAnswerTests : IAsyncLifetime
{
    private readonly LossyTransport _network = new();
    private StoresUnderTest _stores = null!;
    private IBlobStore _blobs = null!;
    private IBlobStore _others = null!;

    public async Task InitializeAsync()
    {
        _stores = await StoresUnderTest.NewAsync();
        _others = _stores.Open().Blobs;
        _blobs = _stores.Open(_network).Blobs;
        await PutAsync("jobs/warm-up");
    }

    public Task DisposeAsync()
    {
        _stores?.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_claim_whose_answer_was_lost_is_won()
    {
        _network.LoseNext(RequestMethod.Put);

        var etag = await PutAsync("jobs/j.claim", BlobCondition.IfAbsent);

        etag.ShouldBe((await _others.GetPropertiesAsync("jobs/j.claim", default))!.ETag);
    }

    [Fact]
    public async Task A_heartbeat_whose_answer_was_lost_keeps_the_claim()
    {
        var first = await PutAsync("jobs/j.claim", BlobCondition.IfAbsent);
        _network.LoseNext(RequestMethod.Put);

        var second = await PutAsync("jobs/j.claim", BlobCondition.IfETag(first));

        second.ShouldNotBe(first);
        await PutAsync("jobs/j.claim", BlobCondition.IfETag(second));
    }

    [Fact]
    public async Task A_claim_that_another_takes_over_before_the_second_try_is_lost()
    {
        var first = await PutAsync("jobs/j.claim", BlobCondition.IfAbsent);
        _network.LoseNext(RequestMethod.Put);
        _network.AfterLoss = () => _others.PutAsync("jobs/j.claim", new MemoryStream([2]), BlobCondition.None, default);

        await Should.ThrowAsync<BlobConflictException>(() => PutAsync("jobs/j.claim", BlobCondition.IfETag(first)));
    }

    [Fact]
    public async Task A_commit_of_many_blocks_whose_answer_was_lost_is_one_put()
    {
        _network.Loses = request =>
        {
            if (!request.Uri.Query.Contains("comp=blocklist", StringComparison.Ordinal)) return false;
            _network.Loses = null;
            return true;
        };

        var etag = await _blobs.PutAsync("jobs/large", new GeneratedStream(BlobUpload.BlockBytes + 1), BlobCondition.IfAbsent, default);

        etag.ShouldBe((await _others.GetPropertiesAsync("jobs/large", default))!.ETag);
    }

    [Fact]
    public async Task A_delete_whose_answer_was_lost_has_deleted()
    {
        var etag = await PutAsync("jobs/j", BlobCondition.IfAbsent);
        _network.LoseNext(RequestMethod.Delete);

        (await _blobs.DeleteAsync("jobs/j", etag, default)).ShouldBeTrue();
        (await _others.GetPropertiesAsync("jobs/j", default)).ShouldBeNull();
    }

    private Task<string> PutAsync(string path, BlobCondition condition = default) => _blobs.PutAsync(path, new MemoryStream([1]), condition, default);
}
