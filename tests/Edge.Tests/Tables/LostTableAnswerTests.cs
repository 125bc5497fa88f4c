using Azure.Core;
using FunctionsPipeline.Edge.Tests.Azurite;
using FunctionsPipeline.State.Tables;

namespace FunctionsPipeline.Edge.Tests.Tables;

/// <summary>A write that the account carried out and whose answer got lost is sent again. Its caller must not take itself for somebody else.</summary>
[NeedsAzurite]
public sealed class LostTableAnswerTests : IAsyncLifetime
{
    private const string Table = "lost";
    private readonly LossyTransport _network = new();
    private StoresUnderTest _stores = null!;
    private ITableStore _tables = null!;
    private ITableStore _others = null!;

    public async Task InitializeAsync()
    {
        _stores = await StoresUnderTest.NewAsync();
        _others = _stores.Open().Tables;
        _tables = _stores.Open(_network).Tables;

        // The table is there, so that the answers that get lost are those of the rows.
        await _tables.WriteAsync(Table, "warm", [TableOperation.Upsert("up", Number(0))], default);
    }

    public Task DisposeAsync()
    {
        _stores?.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task An_insert_whose_answer_was_lost_is_no_conflict_with_itself()
    {
        _network.LoseNext(RequestMethod.Post);

        var etag = (await WriteAsync(TableOperation.Insert("r", Number(1))))[0];

        etag.ShouldBe((await GetAsync("r"))!.ETag);
    }

    [Fact]
    public async Task A_replacement_whose_answer_was_lost_is_no_conflict_with_itself()
    {
        var first = (await WriteAsync(TableOperation.Insert("r", Number(1))))[0];
        _network.LoseNext(RequestMethod.Put);

        var second = (await WriteAsync(TableOperation.Replace("r", Number(2), first)))[0];

        second.ShouldNotBe(first);
        second.ShouldBe((await GetAsync("r"))!.ETag);
    }

    [Fact]
    public async Task A_batch_whose_answer_was_lost_gives_the_versions_that_it_wrote()
    {
        var old = (await WriteAsync(TableOperation.Insert("deleted", Number(0)), TableOperation.Insert("changed", Number(0))));
        _network.LoseNext(RequestMethod.Post);

        var etags = await WriteAsync(
            TableOperation.Insert("new", Number(1)), TableOperation.Delete("deleted", old[0]), TableOperation.Replace("changed", Number(1), old[1]));

        etags.ShouldBe([(await GetAsync("new"))!.ETag, "", (await GetAsync("changed"))!.ETag]);
        (await GetAsync("deleted")).ShouldBeNull();
    }

    [Fact]
    public async Task What_others_changed_before_the_second_try_has_a_version_that_nobody_can_build_on()
    {
        _network.LoseNext(RequestMethod.Post);
        _network.AfterLoss = () => _others.WriteAsync(Table, "p", [TableOperation.Upsert("two", Number(9))], default);

        var etags = await WriteAsync(TableOperation.Insert("one", Number(1)), TableOperation.Insert("two", Number(1)));

        etags[0].ShouldBe((await GetAsync("one"))!.ETag);
        await Should.ThrowAsync<TableConflictException>(() => WriteAsync(TableOperation.Replace("two", Number(2), etags[1])));
        (await GetAsync("two"))!.Properties["N"].ShouldBe(9);
    }

    [Fact]
    public async Task A_second_try_that_meets_a_row_of_somebody_else_is_a_conflict_even_when_the_content_is_the_same()
    {
        var first = (await WriteAsync(TableOperation.Insert("counter", Number(1))))[0];
        _network.Loses = request => request.Method == RequestMethod.Put && Once();
        _network.AfterLoss = async () =>
        {
            // As if ours had never arrived, and another had counted from the same row.
            await _others.WriteAsync(Table, "p", [TableOperation.Upsert("counter", Number(2))], default);
        };

        await Should.ThrowAsync<TableConflictException>(() => WriteAsync(TableOperation.Replace("counter", Number(2), first)));

        bool Once()
        {
            _network.Loses = null;
            return true;
        }
    }

    [Fact]
    public async Task A_conflict_at_the_first_try_costs_no_further_request()
    {
        await WriteAsync(TableOperation.Insert("r", Number(1)));
        var before = _network.RequestCount;

        await Should.ThrowAsync<TableConflictException>(() => WriteAsync(TableOperation.Insert("r", Number(2))));

        (_network.RequestCount - before).ShouldBe(1);
    }

    private static Dictionary<string, object> Number(int n) => new(StringComparer.Ordinal) { ["N"] = n };

    private Task<IReadOnlyList<string>> WriteAsync(params TableOperation[] operations) => _tables.WriteAsync(Table, "p", operations, default);

    private Task<TableRow?> GetAsync(string key) => _others.GetAsync(Table, "p", key, default);
}
