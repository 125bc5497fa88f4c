using System.Text;
using FunctionsPipeline.Contracts;
using FunctionsPipeline.Sqlite;
using FunctionsPipeline.State.Tables;

namespace FunctionsPipeline.State.Tests.Tables;

public sealed class SqliteTableStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualTimeProvider _clock = new();

    private string File => _folder.File("state.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_was_written_is_there_after_the_process_is_gone()
    {
        string etag;
        await using (var store = SqliteTableStore.Open(File, _clock)) etag = await InsertAsync(store, "r");

        await using var opened = SqliteTableStore.Open(File, _clock);
        var row = (await opened.GetAsync("table", "p", "r", default))!;
        row.ETag.ShouldBe(etag);
        row.Timestamp.ShouldBe(_clock.GetUtcNow());
    }

    [Fact]
    public async Task Another_process_reads_and_writes_beside_the_owner_under_the_same_conditions()
    {
        await using var owner = SqliteTableStore.Open(File, _clock);
        var etag = await InsertAsync(owner, "r");
        await using var beside = SqliteTableStore.OpenExisting(File, _clock)!;

        (await beside.GetAsync("table", "p", "r", default))!.ETag.ShouldBe(etag);
        await beside.WriteAsync("table", "p", [TableOperation.Replace("r", Properties(2), etag)], default);

        await Should.ThrowAsync<TableConflictException>(() => owner.WriteAsync("table", "p", [TableOperation.Replace("r", Properties(3), etag)], default));
        (await owner.GetAsync("table", "p", "r", default))!.Properties["N"].ShouldBe(2);
    }

    [Fact]
    public void Where_no_file_is_nothing_is_opened_and_none_is_made()
    {
        SqliteTableStore.OpenExisting(File, _clock).ShouldBeNull();
        System.IO.File.Exists(File).ShouldBeFalse();
    }

    [Fact]
    public void A_damaged_file_is_refused_and_stays_as_it_is()
    {
        var content = Encoding.UTF8.GetBytes("this is no database, and somebody may still want it");
        System.IO.File.WriteAllBytes(File, content);

        Should.Throw<SqliteFileException>(() => SqliteTableStore.Open(File, _clock)).Message.ShouldContain(File);

        System.IO.File.ReadAllBytes(File).ShouldBe(content);
    }

    [Fact]
    public async Task Writes_of_many_callers_to_many_partitions_are_all_there()
    {
        const int Callers = 500;
        await using var store = SqliteTableStore.Open(File, _clock);

        await Task.WhenAll(Enumerable.Range(0, Callers).Select(n => Task.Run(async () =>
        {
            var etag = (await store.WriteAsync("table", $"p{n % 7}", [TableOperation.Insert($"r{n}", Properties(n))], default))[0];
            await store.WriteAsync("table", $"p{n % 7}", [TableOperation.Replace($"r{n}", Properties(-n), etag)], default);
        })));

        for (var n = 0; n < Callers; n++) (await store.GetAsync("table", $"p{n % 7}", $"r{n}", default))!.Properties["N"].ShouldBe(-n);
    }

    [Fact]
    public async Task A_conflict_of_one_caller_leaves_its_neighbours_alone()
    {
        await using var store = SqliteTableStore.Open(File, _clock);
        await InsertAsync(store, "taken");

        var writes = Enumerable.Range(0, 100).Select(n => store.WriteAsync(
            "table", "p", [TableOperation.Insert($"before-{n}", Properties(n)), TableOperation.Insert(n % 2 == 0 ? "taken" : $"free-{n}", Properties(n))], default)).ToList();
        await Task.WhenAll(writes.Select(async write =>
        {
            try
            {
                await write;
            }
            catch (TableConflictException)
            {
                // Every second one is meant to lose.
            }
        }));

        writes.Count(write => write.IsFaulted).ShouldBe(50);
        var rows = 0;
        await foreach (var row in store.QueryAsync("table", "p", RowKeyRange.All, default)) rows++;
        rows.ShouldBe(1 + (50 * 2));
    }

    [Fact]
    public async Task A_query_sees_rows_written_behind_it_and_none_twice()
    {
        await using var store = SqliteTableStore.Open(File, _clock);
        foreach (var chunk in Enumerable.Range(0, 1200).Chunk(100))
        {
            await store.WriteAsync("table", "p", [.. chunk.Select(n => TableOperation.Insert($"r{n:d5}", Properties(n)))], default);
        }

        var seen = new List<string>();
        await foreach (var row in store.QueryAsync("table", "p", RowKeyRange.All, default))
        {
            seen.Add(row.RowKey);
            if (seen.Count == 10) await store.WriteAsync("table", "p", [TableOperation.Insert("r99999", Properties(0)), TableOperation.Delete("r01100")], default);
        }

        seen.Distinct().Count().ShouldBe(seen.Count);
        seen.Count.ShouldBe(1200);
        seen[^1].ShouldBe("r99999");
        seen.ShouldNotContain("r01100");
    }

    private static Dictionary<string, object> Properties(int n) => new() { ["N"] = n };

    private static async Task<string> InsertAsync(SqliteTableStore store, string key) =>
        (await store.WriteAsync("table", "p", [TableOperation.Insert(key, Properties(1))], default))[0];
}
