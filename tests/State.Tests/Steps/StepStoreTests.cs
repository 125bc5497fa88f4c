using FunctionsPipeline.Contracts;
using FunctionsPipeline.State.Steps;
using FunctionsPipeline.State.Tables;

namespace FunctionsPipeline.State.Tests.Steps;

public sealed class InMemoryStepStoreTests : StepStoreTests
{
    protected override Task<ITableStore> OpenAsync() => Task.FromResult<ITableStore>(new InMemoryTableStore(TimeProvider.System));

    protected override Task CloseAsync() => Task.CompletedTask;
}

public sealed class SqliteStepStoreTests : StepStoreTests
{
    private readonly TemporaryFolder _folder = new();
    private SqliteTableStore? _tables;

    protected override Task<ITableStore> OpenAsync() =>
        Task.FromResult<ITableStore>(_tables = SqliteTableStore.Open(_folder.File("state.db"), TimeProvider.System));

    protected override async Task CloseAsync()
    {
        await _tables!.DisposeAsync();
        _folder.Dispose();
    }
}

/// <summary>What a step store keeps, on every table store.</summary>
public abstract class StepStoreTests : IAsyncLifetime
{
    private static readonly RunId s_run = RunId.Parse("20261101-120000-000001");
    private static readonly RunId s_other = RunId.Parse("20261101-120000-000002");
    private StepStore _steps = null!;

    protected abstract Task<ITableStore> OpenAsync();

    protected abstract Task CloseAsync();

    public async Task InitializeAsync() => _steps = new StepStore(await OpenAsync());

    public Task DisposeAsync() => CloseAsync();

    [Fact]
    public async Task A_step_is_read_as_it_was_written()
    {
        var step = Step("image", 2) with { Files = ["runs/r/images/a.png", "runs/r/images/b.png"], TakenFrom = s_other };
        await _steps.PutAsync(step, default);

        ShouldBeSame(await _steps.GetAsync(s_run, 0, "image", 2, default), step);
        ShouldBeSame(await _steps.FindAsync(s_run, step.Key, default), step);
    }

    [Fact]
    public async Task What_is_not_there_is_null()
    {
        var step = Step("image", 0);
        await _steps.PutAsync(step, default);

        (await _steps.GetAsync(s_run, 0, "image", 1, default)).ShouldBeNull();
        (await _steps.GetAsync(s_run, 1, "image", 0, default)).ShouldBeNull();
        (await _steps.GetAsync(s_run, 0, "imag", 0, default)).ShouldBeNull();
        (await _steps.GetAsync(s_other, 0, "image", 0, default)).ShouldBeNull();
        (await _steps.FindAsync(s_other, step.Key, default)).ShouldBeNull();
        (await _steps.FindAsync(s_run, Step("image", 1).Key, default)).ShouldBeNull();
    }

    [Fact]
    public async Task Writing_a_step_again_writes_the_same()
    {
        var step = Step("image", 0);
        await _steps.PutAsync(step, default);
        await _steps.PutAsync(step, default);

        (await ListAsync(0)).Count.ShouldBe(1);
        ShouldBeSame(await _steps.FindAsync(s_run, step.Key, default), step);
    }

    /// <summary>A retry may give a step another answer, by another model: the earlier key must not lead to it.</summary>
    [Fact]
    public async Task A_step_that_was_taken_again_with_other_inputs_is_not_found_under_the_earlier_ones()
    {
        var earlier = Step("image", 0, prompt: "a cat");
        var later = Step("image", 0, prompt: "a dog");
        await _steps.PutAsync(earlier, default);
        await _steps.PutAsync(later, default);

        (await _steps.FindAsync(s_run, earlier.Key, default)).ShouldBeNull();
        ShouldBeSame(await _steps.FindAsync(s_run, later.Key, default), later);
    }

    [Fact]
    public async Task Two_items_with_the_same_inputs_each_keep_their_step()
    {
        await _steps.PutAsync(Step("image", 0) with { ItemIndex = 1, ItemId = "one" }, default);
        await _steps.PutAsync(Step("image", 0) with { ItemIndex = 2, ItemId = "two" }, default);

        (await _steps.GetAsync(s_run, 1, "image", 0, default))!.ItemId.ShouldBe("one");
        (await _steps.GetAsync(s_run, 2, "image", 0, default))!.ItemId.ShouldBe("two");
        (await _steps.FindAsync(s_run, Step("image", 0).Key, default)).ShouldNotBeNull();
    }

    [Fact]
    public async Task The_steps_of_an_item_come_by_name_and_repeat_and_without_those_of_others()
    {
        foreach (var item in new[] { 1, 10, 100 })
        {
            foreach (var (name, repeat) in new[] { ("image", 10), ("image", 2), ("evaluate", 0), ("image", 0) })
            {
                await _steps.PutAsync(Step(name, repeat) with { ItemIndex = item }, default);
            }
        }

        (await ListAsync(10)).Select(step => (step.ItemIndex, step.Step, step.Repeat))
            .ShouldBe([(10, "evaluate", 0), (10, "image", 0), (10, "image", 2), (10, "image", 10)]);
        (await ListAsync(11)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("a/b\\c#d?e")]
    [InlineData("!")]
    [InlineData("item!00000000!x")]
    [InlineData("Ümläut 漢字 🙂")]
    [InlineData("'; DROP TABLE steps; --")]
    [InlineData("line\nbreak\ttab\u0001")]
    [InlineData("..")]
    public async Task Hostile_names_are_kept_and_do_not_meet(string name)
    {
        var step = Step(name, 0) with { ItemId = name };
        await _steps.PutAsync(step, default);
        await _steps.PutAsync(Step(name + "x", 0), default);

        ShouldBeSame(await _steps.GetAsync(s_run, 0, name, 0, default), step);
        (await ListAsync(0)).Count.ShouldBe(2);
    }

    private static StepRecord Step(string name, int repeat, string prompt = "a cat") => new()
    {
        RunId = s_run,
        ItemId = "item-1",
        ItemIndex = 0,
        Step = name,
        Repeat = repeat,
        Inputs = [StepInput.Of("model", "xai/grok"), StepInput.Of("prompt", prompt)],
        CallId = "default/run/item/step/0/0/abc",
        ResultPath = $"runs/{s_run}/answers/item-1/{repeat}.json",
    };

    private static void ShouldBeSame(StepRecord? actual, StepRecord expected)
    {
        actual.ShouldNotBeNull();
        actual.Inputs.ShouldBe(expected.Inputs);
        actual.Files.ShouldBe(expected.Files);
        (actual with { Inputs = expected.Inputs, Files = expected.Files }).ShouldBe(expected);
    }

    private async Task<List<StepRecord>> ListAsync(int itemIndex)
    {
        var steps = new List<StepRecord>();
        await foreach (var step in _steps.ListAsync(s_run, itemIndex, default)) steps.Add(step);
        return steps;
    }
}
