using FunctionsPipeline.Contracts;
using FunctionsPipeline.State.Runs;
using FunctionsPipeline.State.Tables;

namespace FunctionsPipeline.State.Tests.Runs;

public sealed class RunStoreTests
{
    private static readonly RunId Id = RunId.Parse("20261101-120000-7f3a2c");
    private readonly ManualTimeProvider _clock = new();
    private readonly RunStore _store;

    public RunStoreTests() => _store = new RunStore(new InMemoryTableStore(_clock), _clock);

    [Fact]
    public async Task A_run_comes_back_as_it_was_written_with_the_time_of_the_write()
    {
        var run = Run(Id) with
        {
            Provider = "xai",
            SpecPath = "/specs/ü.yaml",
            BudgetTicks = long.MaxValue,
            SettingsJson = """{"traps":["zero-gravity"]}""",
            Seed = -7,
        };

        await _store.CreateAsync(run, default);

        (await _store.GetAsync(Id, default)).ShouldBe(run with { UpdatedAt = _clock.GetUtcNow() });
    }

    [Fact]
    public async Task A_run_that_is_there_stays_as_it_is_when_it_is_made_again()
    {
        await _store.CreateAsync(Run(Id), default);

        var second = await _store.CreateAsync(Run(Id) with { Total = 999 }, default);

        second.Total.ShouldBe(Run(Id).Total);
        (await _store.GetAsync(Id, default))!.Total.ShouldBe(Run(Id).Total);
    }

    [Fact]
    public async Task A_run_that_is_not_there_is_null_and_cannot_be_changed()
    {
        (await _store.GetAsync(Id, default)).ShouldBeNull();
        await Should.ThrowAsync<KeyNotFoundException>(() => _store.UpdateAsync(Id, run => run with { Total = 1 }, default));
    }

    [Fact]
    public async Task Changes_of_many_writers_are_made_on_top_of_each_other()
    {
        await _store.CreateAsync(Run(Id), default);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() =>
            _store.UpdateAsync(Id, run => run with { ChunkCount = run.ChunkCount + 1 }, default))));

        (await _store.GetAsync(Id, default))!.ChunkCount.ShouldBe(20);
    }

    [Fact]
    public async Task A_change_that_changes_nothing_writes_nothing()
    {
        await _store.CreateAsync(Run(Id), default);
        var written = _clock.GetUtcNow();
        _clock.Advance(TimeSpan.FromMinutes(1));

        (await _store.UpdateAsync(Id, run => run, default)).UpdatedAt.ShouldBe(written);
        (await _store.UpdateAsync(Id, run => run with { Status = RunStatus.Running }, default)).UpdatedAt.ShouldBe(_clock.GetUtcNow());
    }

    [Fact]
    public async Task Runs_are_listed_newest_first()
    {
        string[] ids = ["20251231-235959-ffffff", "20261101-120000-00000a", "20261101-120000-7f3a2c", "20261101-120001-000000", "20270101-000000-abcdef"];
        foreach (var id in ids.OrderBy(id => id[^1])) await _store.CreateAsync(Run(RunId.Parse(id)), default);

        var listed = new List<string>();
        await foreach (var run in _store.ListAsync(default)) listed.Add(run.RunId.Value);

        listed.ShouldBe(ids.Reverse());
    }

    [Fact]
    public async Task Items_come_back_in_their_order_with_their_errors_and_degradations()
    {
        var failed = Item(7, ItemStatus.Failed) with
        {
            FailedStage = "download",
            Error = new ItemError("link_expired", "The link has expired; the clip was paid.", "Run 'retry'.", Retryable: true),
            Degradations = [new Degradation("analysis-skipped", "Analysis", "no ffmpeg", _clock.GetUtcNow(), "No scores.")],
            ResultJson = """{"clip":"clips/7.mp4"}""",
        };
        await _store.PutItemsAsync([failed, Item(3, ItemStatus.Succeeded)], default);

        var items = await ListAsync(null);

        items.Select(item => item.Index).ShouldBe([3, 7]);
        var read = (await _store.GetItemAsync(Id, 7, default))!;
        read.Error.ShouldBe(failed.Error);
        read.Degradations.ShouldBe(failed.Degradations);
        read.ResultJson.ShouldBe(failed.ResultJson);
        read.UpdatedAt.ShouldBe(_clock.GetUtcNow());
        (await _store.GetItemAsync(Id, 4, default)).ShouldBeNull();
    }

    [Fact]
    public async Task A_thousand_items_are_written_in_batches_counted_and_filtered()
    {
        await _store.PutItemsAsync([.. Enumerable.Range(0, 1050).Select(n => Item(n, n % 3 == 0 ? ItemStatus.Failed : ItemStatus.Succeeded))], default);

        var counts = await _store.CountItemsAsync(Id, default);
        counts[ItemStatus.Failed].ShouldBe(350);
        counts[ItemStatus.Succeeded].ShouldBe(700);
        counts[ItemStatus.Unknown].ShouldBe(0);
        var failed = await ListAsync([ItemStatus.Failed]);
        failed.Select(item => item.Index).ShouldBe(Enumerable.Range(0, 350).Select(n => 3 * n));
        (await ListAsync([ItemStatus.Unknown])).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_item_written_again_replaces_the_old_one()
    {
        await _store.PutItemAsync(Item(1, ItemStatus.Pending), default);
        await _store.PutItemAsync(Item(1, ItemStatus.Succeeded), default);

        (await ListAsync(null)).ShouldHaveSingleItem().Status.ShouldBe(ItemStatus.Succeeded);
    }

    [Fact]
    public async Task Items_of_two_runs_in_one_write_are_refused() =>
        await Should.ThrowAsync<ArgumentException>(() => _store.PutItemsAsync(
            [Item(1, ItemStatus.Pending), Item(2, ItemStatus.Pending) with { RunId = RunId.Parse("20261102-120000-7f3a2c") }], default));

    [Fact]
    public async Task An_item_that_carries_content_instead_of_a_reference_is_refused() =>
        await Should.ThrowAsync<ArgumentException>(() => _store.PutItemAsync(
            Item(1, ItemStatus.Succeeded) with { ResultJson = new string('x', 40_000) }, default));

    [Fact]
    public void A_lesser_result_cannot_be_made_without_saying_what_it_lacks() =>
        Should.Throw<ArgumentNullException>(() => new Fallback<string>("stills", null!));

    private static RunRecord Run(RunId id) => new()
    {
        RunId = id,
        Pipeline = "video-batch",
        Project = "default",
        Status = RunStatus.Planned,
        Total = 10,
        CreatedAt = new DateTimeOffset(2026, 11, 1, 12, 0, 0, TimeSpan.Zero),
    };

    private static ItemRecord Item(int index, ItemStatus status) => new() { RunId = Id, ItemId = $"item-{index}", Index = index, Status = status };

    private async Task<List<ItemRecord>> ListAsync(ItemStatus[]? statuses)
    {
        var items = new List<ItemRecord>();
        await foreach (var item in _store.ListItemsAsync(Id, statuses, default)) items.Add(item);
        return items;
    }
}
