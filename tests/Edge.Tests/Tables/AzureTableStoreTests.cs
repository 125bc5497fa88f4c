using Azure.Data.Tables;
using FunctionsPipeline.Edge.Tests.Azurite;
using FunctionsPipeline.State.Tables;

namespace FunctionsPipeline.Edge.Tests.Tables;

/// <summary>What is special about Table Storage.</summary>
[NeedsAzurite]
public sealed class AzureTableStoreTests : IAsyncLifetime
{
    private const string Table = "special";
    private StoresUnderTest _stores = null!;
    private ITableStore _tables = null!;

    public async Task InitializeAsync()
    {
        _stores = await StoresUnderTest.NewAsync();
        _tables = _stores.Open().Tables;
    }

    public Task DisposeAsync()
    {
        _stores?.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_table_that_was_never_written_is_empty()
    {
        (await _tables.GetAsync("never", "p", "r", default)).ShouldBeNull();
        await foreach (var row in _tables.QueryAsync("never", "p", RowKeyRange.All, default)) row.ShouldBeNull();
    }

    [Fact]
    public async Task Many_first_writers_make_one_table()
    {
        var processes = Enumerable.Range(0, 4).Select(_ => _stores.Open().Tables).ToList();

        await Task.WhenAll(Enumerable.Range(0, 32).Select(n => processes[n % 4].WriteAsync(Table, "p", [TableOperation.Insert($"r{n}", Number(n))], default)));

        (await KeysAsync("p")).Count.ShouldBe(32);
    }

    [Fact]
    public async Task A_table_that_somebody_deleted_fails_one_write_and_is_made_anew_for_the_next()
    {
        await WriteAsync("p", TableOperation.Insert("r", Number(1)));
        await new TableServiceClient(_stores.ConnectionString).DeleteTableAsync(Table);

        var failure = await Should.ThrowAsync<AzureStorage.AzureStorageException>(() => WriteAsync("p", TableOperation.Insert("r", Number(2))));
        failure.Code.ShouldBe("TableNotFound");
        await WriteAsync("p", TableOperation.Insert("r", Number(3)));
        (await _tables.GetAsync(Table, "p", "r", default))!.Properties["N"].ShouldBe(3);
    }

    [Fact]
    public async Task A_batch_writes_the_rest_when_what_it_deletes_whatever_its_version_is_not_there()
    {
        var etag = (await WriteAsync("p", TableOperation.Insert("kept", Number(1))))[0];

        var etags = await WriteAsync(
            "p", TableOperation.Delete("absent-1"), TableOperation.Replace("kept", Number(2), etag), TableOperation.Delete("absent-2"), TableOperation.Insert("new", Number(3)));

        etags[0].ShouldBeEmpty();
        etags[2].ShouldBeEmpty();
        etags[1].ShouldBe((await _tables.GetAsync(Table, "p", "kept", default))!.ETag);
        etags[3].ShouldBe((await _tables.GetAsync(Table, "p", "new", default))!.ETag);
        (await WriteAsync("p", TableOperation.Delete("absent-1"), TableOperation.Delete("absent-2"))).ShouldBe(["", ""]);
    }

    [Theory]
    [InlineData("*")]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("W/\"datetime'2026-01-01T00%3A00%3A00.0000000Z'\"")]
    public async Task What_is_no_version_of_the_row_is_a_conflict_and_no_wildcard(string etag)
    {
        await WriteAsync("p", TableOperation.Insert("r", Number(1)));

        await Should.ThrowAsync<TableConflictException>(() => WriteAsync("p", TableOperation.Replace("r", Number(2), etag)));
        await Should.ThrowAsync<TableConflictException>(() => WriteAsync("p", TableOperation.Delete("r", etag)));
        await Should.ThrowAsync<TableConflictException>(() => WriteAsync("p", TableOperation.Upsert("other", Number(2)), TableOperation.Delete("r", etag)));
        (await KeysAsync("p")).ShouldBe(["r"]);
    }

    [Fact]
    public async Task Two_processes_that_change_one_row_lose_no_change()
    {
        ITableStore[] processes = [_tables, _stores.Open().Tables];
        await WriteAsync("p", TableOperation.Insert("counter", Number(0)));

        await Task.WhenAll(Enumerable.Range(0, 8).Select(async n =>
        {
            var tables = processes[n % 2];
            for (var done = false; !done;)
            {
                var row = (await tables.GetAsync(Table, "p", "counter", default))!;
                try
                {
                    await tables.WriteAsync(Table, "p", [TableOperation.Replace("counter", Number((int)row.Properties["N"] + 1), row.ETag)], default);
                    done = true;
                }
                catch (TableConflictException)
                {
                    // The other process counted: read again.
                }
            }
        }));

        (await _tables.GetAsync(Table, "p", "counter", default))!.Properties["N"].ShouldBe(8);
    }

    [Fact]
    public async Task Sixty_four_KiB_of_characters_that_are_three_bytes_on_the_wire_fit()
    {
        var text = new string('日', 32 * 1024);

        await WriteAsync("p", TableOperation.Insert("r", new Dictionary<string, object> { ["Text"] = text }));

        (await _tables.GetAsync(Table, "p", "r", default))!.Properties["Text"].ShouldBe(text);
    }

    [Fact]
    public async Task A_batch_that_is_too_large_only_as_it_travels_is_refused_as_too_large_and_writes_nothing()
    {
        // A quote counts two bytes by the rules and travels as six.
        var quotes = new Dictionary<string, object>(StringComparer.Ordinal) { ["Text"] = new string('"', 32 * 1024) };
        var operations = Enumerable.Range(0, 60).Select(n => TableOperation.Insert($"r{n}", quotes)).ToArray();

        var refusal = await Should.ThrowAsync<ArgumentException>(() => WriteAsync("p", operations));

        refusal.Message.ShouldContain("too large");
        (await KeysAsync("p")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_query_that_is_stopped_early_reads_no_further_page()
    {
        foreach (var chunk in Enumerable.Range(0, 1100).Chunk(100))
        {
            await WriteAsync("p", [.. chunk.Select(n => TableOperation.Insert($"r{n:d5}", Number(n)))]);
        }

        var network = new LossyTransport();
        await foreach (var row in _stores.Open(network).Tables.QueryAsync(Table, "p", RowKeyRange.All, default))
        {
            if ((int)row.Properties["N"] == 5) break;
        }

        network.RequestCount.ShouldBe(1);
    }

    [Fact]
    public async Task A_call_that_is_cancelled_ends_as_cancelled()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => _tables.GetAsync(Table, "p", "r", cancelled.Token));
        await Should.ThrowAsync<OperationCanceledException>(() => _tables.WriteAsync(Table, "p", [TableOperation.Insert("r", Number(1))], cancelled.Token));
    }

    private static Dictionary<string, object> Number(int n) => new(StringComparer.Ordinal) { ["N"] = n };

    private Task<IReadOnlyList<string>> WriteAsync(string partition, params TableOperation[] operations) =>
        _tables.WriteAsync(Table, partition, operations, default);

    private async Task<List<string>> KeysAsync(string partition)
    {
        var keys = new List<string>();
        await foreach (var row in _tables.QueryAsync(Table, partition, RowKeyRange.All, default)) keys.Add(row.RowKey);
        return keys;
    }
}
