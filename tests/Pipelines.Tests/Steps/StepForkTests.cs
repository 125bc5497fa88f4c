using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.State;
using FunctionsPipeline.State.Runs;
using FunctionsPipeline.State.Steps;

namespace FunctionsPipeline.Pipelines.Tests.Steps;

/// <summary>What a forked run takes over from its source, and what it buys.</summary>
public sealed class StepForkTests : IDisposable
{
    private static readonly RunId s_fork = RunId.Parse("20261102-120000-000002");
    private static readonly RunId s_forkOfFork = RunId.Parse("20261103-120000-000003");
    private readonly StepWorld _world = new() { FileText = "a file" };

    public void Dispose() => _world.Dispose();

    [Fact]
    public void The_same_inputs_are_taken_over_with_their_files_and_without_a_call() => Run(async () =>
    {
        var source = await _world.PlayAsync(StepWorld.Item());

        var fork = await _world.PlayAsync(Fork());

        (fork.Status, fork.Text, _world.Provider.Sends).ShouldBe((ItemStatus.Succeeded, source.Text, 1));
        (await _world.EntriesAsync(s_fork)).ShouldBeEmpty();
        var step = (await StepAsync(s_fork)).ShouldNotBeNull();
        var original = (await StepAsync(StepWorld.Run))!;
        (step.TakenFrom, step.CallId, step.Key).ShouldBe((StepWorld.Run, original.CallId, original.Key));
        step.Files.Count.ShouldBe(1);
        foreach (var (copy, path) in step.Files.Append(step.ResultPath).Zip(original.Files.Append(original.ResultPath)))
        {
            copy.ShouldStartWith($"runs/{s_fork}/");
            (await TextAsync(copy)).ShouldBe(await TextAsync(path));
        }
    });

    [Fact]
    public void Taking_over_twice_gives_the_same_even_when_the_source_is_gone_by_then() => Run(async () =>
    {
        await _world.PlayAsync(StepWorld.Item());
        await _world.PlayAsync(Fork());
        await DeleteAsync($"runs/{StepWorld.Run}/");

        (await _world.PlayAsync(Fork())).Text.ShouldBe("answer 1");

        _world.Provider.Sends.ShouldBe(1);
    });

    [Fact]
    public void A_changed_input_is_bought() => Run(async () =>
    {
        await _world.PlayAsync(StepWorld.Item());

        var fork = await _world.PlayAsync(Fork(change: settings => settings with { Prompt = "a dog" }));

        (fork.Text, _world.Provider.Sends).ShouldBe(("answer 2", 2));
        (await StepAsync(s_fork))!.TakenFrom.ShouldBeNull();
    });

    [Fact]
    public void A_step_that_is_to_be_done_anew_is_bought() => Run(async () =>
    {
        await _world.PlayAsync(StepWorld.Item());

        var fork = await _world.PlayAsync(Fork(change: settings => settings with { Fork = settings.Fork! with { StepsAnew = [OneStepItem.Step] } }));

        (fork.Text, _world.Provider.Sends).ShouldBe(("answer 2", 2));
        (await _world.EntriesAsync(s_fork)).Count.ShouldBe(1);
    });

    [Theory]
    [InlineData(".json")]
    [InlineData(".txt")]
    public void What_is_gone_from_the_source_is_bought(string ending) => Run(async () =>
    {
        await _world.PlayAsync(StepWorld.Item());
        await DeleteAsync($"runs/{StepWorld.Run}/", ending);

        (await _world.PlayAsync(Fork())).Text.ShouldBe("answer 2");

        (await StepAsync(s_fork))!.TakenFrom.ShouldBeNull();
    });

    [Fact]
    public void A_fork_of_a_fork_takes_over_and_names_the_run_that_paid() => Run(async () =>
    {
        await _world.PlayAsync(StepWorld.Item());
        await _world.PlayAsync(Fork());
        await DeleteAsync($"runs/{StepWorld.Run}/");

        var last = await _world.PlayAsync(Fork(of: s_fork, run: s_forkOfFork));

        (last.Text, _world.Provider.Sends).ShouldBe(("answer 1", 1));
        (await StepAsync(s_forkOfFork))!.TakenFrom.ShouldBe(StepWorld.Run);
        (await _world.EntriesAsync(s_forkOfFork)).ShouldBeEmpty();
    });

    /// <summary>The source took the step again later, by its preferred model: what the stand-in gave then is not that any more.</summary>
    [Fact]
    public void What_the_source_replaced_by_the_answer_of_another_model_is_not_taken_for_its_own() => Run(async () =>
    {
        foreach (var reply in new[] { Reply.Malformed, Reply.Malformed }) _world.Provider.Replies.Enqueue(reply);
        await _world.PlayAsync(StepWorld.Item());
        (await _world.PlayAsync(StepWorld.Item(round: 2))).Text.ShouldBe("answer 4");

        var fork = await _world.PlayAsync(Fork(change: settings => settings with { Models = [settings.Models[1]] }));

        fork.Text.ShouldBe("answer 5");
    });

    [Fact]
    public void A_run_that_is_no_fork_takes_nothing() => Run(async () =>
    {
        await _world.PlayAsync(StepWorld.Item());

        (await _world.PlayAsync(StepWorld.Item(run: s_fork))).Text.ShouldBe("answer 2");
    });

    private static ItemInput<OneStepSettings> Fork(RunId? of = null, RunId? run = null, Func<OneStepSettings, OneStepSettings>? change = null) =>
        StepWorld.Item(run: run ?? s_fork, change: settings =>
        {
            settings = settings with { Fork = new ForkTerms((of ?? StepWorld.Run).Value, []) };
            return change is null ? settings : change(settings);
        });

    private void Run(Func<Task> test) => _world.World.Run(test);

    private Task<StepRecord?> StepAsync(RunId run) => _world.Open().Steps.GetAsync(run, 0, OneStepItem.Step, 0, default);

    private async Task<string> TextAsync(string path)
    {
        await using var blob = (await _world.Blobs.OpenReadAsync(path, default)).ShouldNotBeNull(path);
        return await new StreamReader(blob.Content).ReadToEndAsync();
    }

    private async Task DeleteAsync(string prefix, string ending = "")
    {
        await foreach (var blob in _world.Blobs.ListAsync(prefix, default))
        {
            if (blob.Path.EndsWith(ending, StringComparison.Ordinal)) await _world.Blobs.DeleteAsync(blob.Path, null, default);
        }
    }
}
