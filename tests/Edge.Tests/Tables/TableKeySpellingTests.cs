using FunctionsPipeline.Edge.Tests.Azurite;
using FunctionsPipeline.State.Tables;

namespace FunctionsPipeline.Edge.Tests.Tables;

/// <summary>Keys travel in addresses, in filters and in batches; each has characters of its own that mean something there.</summary>
[NeedsAzurite]
public sealed class TableKeySpellingTests
{
    private const string Table = "spelling";

    public static TheoryData<string> Keys => new(
        "it's", "'", "''", "a' or RowKey ge '", "100%", "%27", "%2525", "a b", " a", "a ", "a+b", "a&b=c", "a;b,c", "(x)", "a:b@c", "~0041", "$filter",
        "\"quoted\"", "<tag>", "grüße", "日本語", "\ud83c\udfac", "!", "a!b", "*", "|", "`^{}[]", "");

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task A_row_is_written_read_and_deleted_under_any_key_that_the_rules_allow(string key)
    {
        using var stores = await StoresUnderTest.NewAsync();
        var tables = stores.Open().Tables;

        var first = await WriteAsync(tables, key, TableOperation.Insert(key, Number(1)));
        (await tables.GetAsync(Table, key, key, default))!.ETag.ShouldBe(first[0]);
        var second = await WriteAsync(tables, key, TableOperation.Replace(key, Number(2), first[0]));
        await Should.ThrowAsync<TableConflictException>(() => WriteAsync(tables, key, TableOperation.Insert(key, Number(3))));

        var row = (await tables.GetAsync(Table, key, key, default))!;
        (row.PartitionKey, row.RowKey, row.Properties["N"]).ShouldBe((key, key, 2));
        await WriteAsync(tables, key, TableOperation.Delete(key, second[0]));
        (await tables.GetAsync(Table, key, key, default)).ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task A_batch_writes_any_key_that_the_rules_allow(string key)
    {
        using var stores = await StoresUnderTest.NewAsync();
        var tables = stores.Open().Tables;

        var written = await WriteAsync(tables, key, TableOperation.Insert(key, Number(1)), TableOperation.Upsert(key + "x", Number(2)));
        var again = await WriteAsync(tables, key, TableOperation.Replace(key, Number(3), written[0]), TableOperation.Delete(key + "x", written[1]));

        (await RowsAsync(tables, key, RowKeyRange.All)).ShouldHaveSingleItem().ETag.ShouldBe(again[0]);
        var conflict = await Should.ThrowAsync<TableConflictException>(() => WriteAsync(
            tables, key, TableOperation.Upsert(key + "y", Number(4)), TableOperation.Insert(key, Number(4))));
        conflict.RowKey.ShouldBe(key);
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task A_query_finds_exactly_the_partition_and_the_range_that_it_names(string key)
    {
        using var stores = await StoresUnderTest.NewAsync();
        var tables = stores.Open().Tables;
        await WriteAsync(tables, key, TableOperation.Upsert(key, Number(1)), TableOperation.Upsert(key + "!", Number(2)), TableOperation.Upsert(key + "z", Number(3)));
        await WriteAsync(tables, key + "other", TableOperation.Upsert(key, Number(4)));

        (await RowsAsync(tables, key, RowKeyRange.All)).Select(row => row.RowKey).ShouldBe([key, key + "!", key + "z"]);
        (await RowsAsync(tables, key, new RowKeyRange(key, key + "!"))).Select(row => row.RowKey).ShouldBe([key]);
        (await RowsAsync(tables, key, new RowKeyRange(key + "!", null))).Select(row => row.RowKey).ShouldBe([key + "!", key + "z"]);
    }

    [Theory]
    [InlineData("a&")]
    [InlineData("a'")]
    [InlineData("a~")]
    [InlineData("call!")]
    [InlineData("ü")]
    public async Task A_prefix_finds_what_starts_with_it_whatever_character_comes_after_its_last(string prefix)
    {
        using var stores = await StoresUnderTest.NewAsync();
        var tables = stores.Open().Tables;
        await WriteAsync(tables, "p", [.. new[] { prefix, prefix + "1", "a", "b", "zz", "A" }.Select(key => TableOperation.Upsert(key, Number(1)))]);

        (await RowsAsync(tables, "p", RowKeyRange.Prefix(prefix))).Select(row => row.RowKey).ShouldBe([prefix, prefix + "1"]);
    }

    private static Dictionary<string, object> Number(int n) => new(StringComparer.Ordinal) { ["N"] = n };

    private static Task<IReadOnlyList<string>> WriteAsync(ITableStore tables, string partition, params TableOperation[] operations) =>
        tables.WriteAsync(Table, partition, operations, default);

    private static async Task<List<TableRow>> RowsAsync(ITableStore tables, string partition, RowKeyRange range)
    {
        var rows = new List<TableRow>();
        await foreach (var row in tables.QueryAsync(Table, partition, range, default)) rows.Add(row);
        return rows;
    }
}
