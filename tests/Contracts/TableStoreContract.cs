using FunctionsPipeline.State.Tables;
using Shouldly;
using Xunit;

namespace FunctionsPipeline.Contracts;

/// <summary>What every <see cref="ITableStore"/> keeps. Subclass it once per implementation.</summary>
public abstract class TableStoreContract : IAsyncLifetime
{
    private const string Table = "contract";
    private ITableStore _store = null!;

    /// <summary>An empty store, or one in which nobody else uses the table <c>contract</c>.</summary>
    protected abstract Task<ITableStore> OpenAsync();

    protected abstract Task CloseAsync();

    public async Task InitializeAsync() => _store = await OpenAsync();

    public Task DisposeAsync() => CloseAsync();

    [Fact]
    public async Task Every_type_of_value_comes_back_as_it_was_written()
    {
        var time = new DateTimeOffset(2026, 11, 21, 10, 30, 0, TimeSpan.FromHours(2)).AddTicks(1234567);
        var written = Properties(
            ("Text", "grüße \u2028 \"quoted\" \ud83c\udfac"), ("Empty", ""), ("Yes", true), ("No", false), ("Small", -7), ("Large", long.MaxValue),
            ("Least", long.MinValue), ("Real", 0.1), ("Whole", 3.0), ("Time", time), ("Bytes", new byte[] { 0, 1, 255 }), ("NoBytes", Array.Empty<byte>()));

        await InsertAsync("p", "r", written);
        var row = (await GetAsync("p", "r"))!;

        row.PartitionKey.ShouldBe("p");
        row.RowKey.ShouldBe("r");
        row.Properties.Count.ShouldBe(written.Count);
        foreach (var (name, value) in written) row.Properties[name].ShouldBe(value, name);
        row.Properties["Small"].ShouldBeOfType<int>();
        row.Properties["Large"].ShouldBeOfType<long>();
        row.Properties["Whole"].ShouldBeOfType<double>();
        ((DateTimeOffset)row.Properties["Time"]).Offset.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task A_row_that_is_not_there_is_null()
    {
        await InsertAsync("p", "r");

        (await GetAsync("p", "other")).ShouldBeNull();
        (await GetAsync("other", "r")).ShouldBeNull();
    }

    [Fact]
    public async Task Keys_tell_case_and_partitions_apart()
    {
        await InsertAsync("p", "a", Properties(("N", 1)));
        await InsertAsync("p", "A", Properties(("N", 2)));
        await InsertAsync("P", "a", Properties(("N", 3)));

        (await GetAsync("p", "a"))!.Properties["N"].ShouldBe(1);
        (await GetAsync("p", "A"))!.Properties["N"].ShouldBe(2);
        (await GetAsync("P", "a"))!.Properties["N"].ShouldBe(3);
    }

    [Fact]
    public async Task An_insert_over_an_existing_row_is_a_conflict_that_names_it()
    {
        await InsertAsync("p", "r", Properties(("N", 1)));

        var conflict = await Should.ThrowAsync<TableConflictException>(() => InsertAsync("p", "r", Properties(("N", 2))));

        conflict.RowKey.ShouldBe("r");
        (await GetAsync("p", "r"))!.Properties["N"].ShouldBe(1);
    }

    [Fact]
    public async Task A_replace_needs_the_version_that_is_there()
    {
        var first = await InsertAsync("p", "r", Properties(("N", 1), ("Old", true)));
        var second = (await WriteAsync("p", TableOperation.Replace("r", Properties(("N", 2)), first)))[0];

        second.ShouldNotBe(first);
        await Should.ThrowAsync<TableConflictException>(() => WriteAsync("p", TableOperation.Replace("r", Properties(("N", 3)), first)));
        await Should.ThrowAsync<TableConflictException>(() => WriteAsync("p", TableOperation.Replace("absent", Properties(), second)));
        var row = (await GetAsync("p", "r"))!;
        row.ETag.ShouldBe(second);
        row.Properties["N"].ShouldBe(2);
        row.Properties.ContainsKey("Old").ShouldBeFalse();
    }

    [Fact]
    public async Task A_row_made_anew_never_gets_an_old_version_back()
    {
        var first = await InsertAsync("p", "r");
        await WriteAsync("p", TableOperation.Delete("r"));
        await InsertAsync("p", "r");

        await Should.ThrowAsync<TableConflictException>(() => WriteAsync("p", TableOperation.Replace("r", Properties(), first)));
    }

    [Fact]
    public async Task An_upsert_writes_whatever_is_there()
    {
        var first = (await WriteAsync("p", TableOperation.Upsert("r", Properties(("N", 1), ("Old", true)))))[0];
        var second = (await WriteAsync("p", TableOperation.Upsert("r", Properties(("N", 2)))))[0];

        second.ShouldNotBe(first);
        var row = (await GetAsync("p", "r"))!;
        row.ETag.ShouldBe(second);
        row.Properties.ShouldBe(Properties(("N", 2)));
    }

    [Fact]
    public async Task A_delete_is_conditional_only_with_a_version()
    {
        await WriteAsync("p", TableOperation.Delete("absent"));
        var etag = await InsertAsync("p", "r");

        await Should.ThrowAsync<TableConflictException>(() => WriteAsync("p", TableOperation.Delete("r", "ffffffffffffffff")));
        (await GetAsync("p", "r")).ShouldNotBeNull();
        (await WriteAsync("p", TableOperation.Delete("r", etag)))[0].ShouldBeEmpty();
        (await GetAsync("p", "r")).ShouldBeNull();
        await Should.ThrowAsync<TableConflictException>(() => WriteAsync("p", TableOperation.Delete("r", etag)));
    }

    [Fact]
    public async Task A_batch_is_written_whole_and_answers_in_its_order()
    {
        var etag = await InsertAsync("p", "changed");
        await InsertAsync("p", "deleted");

        var etags = await WriteAsync(
            "p", TableOperation.Insert("new", Properties()), TableOperation.Replace("changed", Properties(("N", 1)), etag),
            TableOperation.Delete("deleted"), TableOperation.Upsert("put", Properties()));

        etags.Count.ShouldBe(4);
        etags[0].ShouldBe((await GetAsync("p", "new"))!.ETag);
        etags[1].ShouldBe((await GetAsync("p", "changed"))!.ETag);
        etags[2].ShouldBeEmpty();
        etags[3].ShouldBe((await GetAsync("p", "put"))!.ETag);
        (await GetAsync("p", "deleted")).ShouldBeNull();
    }

    [Fact]
    public async Task A_batch_with_one_conflict_writes_nothing()
    {
        await InsertAsync("p", "taken", Properties(("N", 1)));

        var conflict = await Should.ThrowAsync<TableConflictException>(() => WriteAsync(
            "p", TableOperation.Insert("before", Properties()), TableOperation.Insert("taken", Properties()), TableOperation.Insert("after", Properties())));

        conflict.RowKey.ShouldBe("taken");
        (await KeysAsync("p", RowKeyRange.All)).ShouldBe(["taken"]);
    }

    [Fact]
    public async Task A_hundred_operations_fit_into_one_batch_and_one_more_does_not()
    {
        var operations = Enumerable.Range(0, 101).Select(n => TableOperation.Insert($"r{n:d3}", Properties(("N", n)))).ToArray();

        await Should.ThrowAsync<ArgumentException>(() => WriteAsync("p", operations));
        (await KeysAsync("p", RowKeyRange.All)).ShouldBeEmpty();
        await WriteAsync("p", operations[..100]);
        (await KeysAsync("p", RowKeyRange.All)).Count.ShouldBe(100);
    }

    [Fact]
    public async Task A_query_streams_one_partition_in_ordinal_order()
    {
        foreach (var key in new[] { "b", "a", "B", "a-1", "a1", "a!x", "_" }) await InsertAsync("p", key);
        await InsertAsync("q", "a0");

        (await KeysAsync("p", RowKeyRange.All)).ShouldBe(["B", "_", "a", "a!x", "a-1", "a1", "b"]);
    }

    [Fact]
    public async Task A_range_includes_its_start_and_excludes_its_end()
    {
        foreach (var key in new[] { "a", "b", "c", "d" }) await InsertAsync("p", key);

        (await KeysAsync("p", new RowKeyRange("b", "d"))).ShouldBe(["b", "c"]);
        (await KeysAsync("p", new RowKeyRange("c", null))).ShouldBe(["c", "d"]);
        (await KeysAsync("p", new RowKeyRange(null, "b"))).ShouldBe(["a"]);
        (await KeysAsync("p", new RowKeyRange("x", "z"))).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_prefix_finds_exactly_what_starts_with_it()
    {
        foreach (var key in new[] { "call!1", "call!2!x", "call", "calm", "cap!1" }) await InsertAsync("p", key);

        (await KeysAsync("p", RowKeyRange.Prefix("call!"))).ShouldBe(["call!1", "call!2!x"]);
    }

    [Fact]
    public async Task A_query_crosses_every_page_without_loss_or_repeat()
    {
        const int Rows = 1250;
        foreach (var chunk in Enumerable.Range(0, Rows).Chunk(100))
        {
            await WriteAsync("p", [.. chunk.Select(n => TableOperation.Insert($"r{n:d5}", Properties(("N", n))))]);
        }

        var keys = await KeysAsync("p", RowKeyRange.All);
        keys.Count.ShouldBe(Rows);
        keys.ShouldBe(Enumerable.Range(0, Rows).Select(n => $"r{n:d5}").ToList());
    }

    [Fact]
    public async Task The_timestamp_is_the_time_of_the_last_write()
    {
        await InsertAsync("p", "first");
        await InsertAsync("p", "second");

        (await GetAsync("p", "second"))!.Timestamp.ShouldBeGreaterThanOrEqualTo((await GetAsync("p", "first"))!.Timestamp);
        (await GetAsync("p", "second"))!.Timestamp.Offset.ShouldBe(TimeSpan.Zero);
    }

    [Theory]
    [InlineData("slash/key")]
    [InlineData("back\\slash")]
    [InlineData("hash#")]
    [InlineData("question?")]
    [InlineData("control\u0001")]
    [InlineData("control\u0085")]
    public async Task A_key_that_Azure_refuses_is_refused(string key)
    {
        await Should.ThrowAsync<ArgumentException>(() => InsertAsync("p", key));
        await Should.ThrowAsync<ArgumentException>(() => InsertAsync(key, "r"));
        await Should.ThrowAsync<ArgumentException>(() => GetAsync("p", key));
    }

    [Fact]
    public async Task A_key_with_half_of_a_character_is_refused()
    {
        await Should.ThrowAsync<ArgumentException>(() => InsertAsync("p", "\ud83c"));
        await Should.ThrowAsync<ArgumentException>(() => InsertAsync("p\udfac", "r"));
        await InsertAsync("p", "\ud83c\udfac");
    }

    [Fact]
    public async Task A_text_that_was_cut_in_the_middle_of_a_character_is_kept_but_for_that_half()
    {
        await InsertAsync("p", "r", Properties(("Text", "cut \ud83c")));

        (await GetAsync("p", "r"))!.Properties["Text"].ShouldBeOneOf("cut \ud83c", "cut \ufffd");
    }

    [Fact]
    public async Task A_row_holds_as_many_properties_as_Azure_does_and_not_one_more()
    {
        var properties = Enumerable.Range(0, TableLimits.PropertiesMax).ToDictionary(n => $"P{n}", n => (object)n, StringComparer.Ordinal);
        await InsertAsync("p", "full", properties);

        (await GetAsync("p", "full"))!.Properties.Count.ShouldBe(TableLimits.PropertiesMax);
        properties["OneMore"] = 1;
        await Should.ThrowAsync<ArgumentException>(() => InsertAsync("p", "more", properties));
    }

    [Fact]
    public async Task A_delete_of_what_is_not_there_spoils_no_batch()
    {
        var etags = await WriteAsync("p", TableOperation.Delete("absent"), TableOperation.Insert("new", Properties()), TableOperation.Delete("absent-too"));

        etags.ShouldBe(["", (await GetAsync("p", "new"))!.ETag, ""]);
    }

    [Fact]
    public async Task A_version_that_is_none_is_a_conflict_and_no_wildcard()
    {
        await InsertAsync("p", "r");

        await Should.ThrowAsync<TableConflictException>(() => WriteAsync("p", TableOperation.Replace("r", Properties(), "*")));
        await Should.ThrowAsync<TableConflictException>(() => WriteAsync("p", TableOperation.Delete("r", "*")));
    }

    [Fact]
    public async Task A_key_of_512_characters_fits_and_one_more_does_not()
    {
        await InsertAsync("p", new string('k', 512));

        (await GetAsync("p", new string('k', 512))).ShouldNotBeNull();
        await Should.ThrowAsync<ArgumentException>(() => InsertAsync("p", new string('k', 513)));
    }

    [Fact]
    public async Task A_property_of_64_KiB_fits_and_one_more_character_does_not()
    {
        await InsertAsync("p", "fits", Properties(("Text", new string('x', 32 * 1024)), ("Bytes", new byte[64 * 1024])));

        ((string)(await GetAsync("p", "fits"))!.Properties["Text"]).Length.ShouldBe(32 * 1024);
        await Should.ThrowAsync<ArgumentException>(() => InsertAsync("p", "text", Properties(("Text", new string('x', (32 * 1024) + 1)))));
        await Should.ThrowAsync<ArgumentException>(() => InsertAsync("p", "bytes", Properties(("Bytes", new byte[(64 * 1024) + 1]))));
    }

    [Theory]
    [InlineData("no-dash")]
    [InlineData("1digit")]
    [InlineData("")]
    [InlineData("PartitionKey")]
    [InlineData("RowKey")]
    [InlineData("Timestamp")]
    [InlineData(TableLimits.PropertyNameReserved)]
    public async Task A_property_name_that_Azure_refuses_is_refused(string name) =>
        await Should.ThrowAsync<ArgumentException>(() => InsertAsync("p", "r", Properties((name, 1))));

    [Fact]
    public async Task A_value_that_Azure_cannot_hold_is_refused()
    {
        await Should.ThrowAsync<ArgumentException>(() => InsertAsync("p", "r", Properties(("Value", 1.5m))));
        await Should.ThrowAsync<ArgumentException>(() => InsertAsync("p", "r", Properties(("Value", DateTimeOffset.MinValue))));
        await Should.ThrowAsync<ArgumentException>(() => InsertAsync("p", "r", Properties(("Value", double.NaN))));
    }

    [Fact]
    public async Task A_row_twice_in_one_batch_is_refused() =>
        await Should.ThrowAsync<ArgumentException>(() => WriteAsync(
            "p", TableOperation.Upsert("r", Properties()), TableOperation.Delete("r")));

    [Fact]
    public async Task An_empty_batch_is_refused() => await Should.ThrowAsync<ArgumentException>(() => WriteAsync("p"));

    [Theory]
    [InlineData("x")]
    [InlineData("has-dash")]
    [InlineData("1table")]
    [InlineData("tables")]
    public async Task A_table_name_that_Azure_refuses_is_refused(string table) =>
        await Should.ThrowAsync<ArgumentException>(() => _store.GetAsync(table, "p", "r", CancellationToken.None));

    [Fact]
    public async Task Of_many_writers_of_one_version_exactly_one_wins()
    {
        var etag = await InsertAsync("p", "r");

        var wins = await Task.WhenAll(Enumerable.Range(0, 16).Select(n => Task.Run(async () =>
        {
            try
            {
                await WriteAsync("p", TableOperation.Replace("r", Properties(("Writer", n)), etag));
                return 1;
            }
            catch (TableConflictException)
            {
                return 0;
            }
        })));

        wins.Sum().ShouldBe(1);
    }

    [Fact]
    public async Task Counting_with_versions_from_many_writers_loses_no_count()
    {
        await InsertAsync("p", "counter", Properties(("N", 0)));

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (var done = 0; done < 10;)
            {
                var row = (await GetAsync("p", "counter"))!;
                try
                {
                    await WriteAsync("p", TableOperation.Replace("counter", Properties(("N", (int)row.Properties["N"] + 1)), row.ETag));
                    done++;
                }
                catch (TableConflictException)
                {
                    // Somebody else counted: read again.
                }
            }
        })));

        (await GetAsync("p", "counter"))!.Properties["N"].ShouldBe(80);
    }

    private static Dictionary<string, object> Properties(params (string Name, object Value)[] properties) =>
        properties.ToDictionary(property => property.Name, property => property.Value, StringComparer.Ordinal);

    private async Task<string> InsertAsync(string partition, string key, Dictionary<string, object>? properties = null) =>
        (await WriteAsync(partition, TableOperation.Insert(key, properties ?? [])))[0];

    private Task<IReadOnlyList<string>> WriteAsync(string partition, params TableOperation[] operations) =>
        _store.WriteAsync(Table, partition, operations, CancellationToken.None);

    private Task<TableRow?> GetAsync(string partition, string key) => _store.GetAsync(Table, partition, key, CancellationToken.None);

    private async Task<List<string>> KeysAsync(string partition, RowKeyRange range)
    {
        var keys = new List<string>();
        await foreach (var row in _store.QueryAsync(Table, partition, range, CancellationToken.None)) keys.Add(row.RowKey);
        return keys;
    }
}
