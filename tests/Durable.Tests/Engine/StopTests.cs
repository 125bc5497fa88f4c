using FunctionsPipeline.Durable.Engine;
using FunctionsPipeline.Durable.Tests.Crash;
using FunctionsPipeline.Sqlite;

namespace FunctionsPipeline.Durable.Tests.Engine;

public sealed class StopTests : IAsyncLifetime
{
    private static readonly OrchestratorReference<int, int> s_recipe = new("Recipe");
    private static readonly ActivityReference<int, int> s_step = new("Step");
    private readonly EngineHome _home = new() { ActivityConcurrencyMax = 2 };
    private readonly TaskCompletionSource _release = new();
    private readonly List<int> _started = [];
    private readonly SemaphoreSlim _starts = new(0);

    public Task InitializeAsync()
    {
        _home.Registry
            .AddActivity(s_step, async (_, n, _) =>
            {
                lock (_started) _started.Add(n);
                _starts.Release();
                await _release.Task;
                return n;
            })
            .Orchestrator(s_recipe, async (context, count) => (await Task.WhenAll(Enumerable.Range(0, count).Select(n => context.CallActivityAsync(s_step, n)))).Sum());
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _home.DisposeAsync();
        _starts.Dispose();
    }

    [Fact]
    public async Task Draining_lets_what_is_under_way_end_records_it_and_starts_no_more()
    {
        await StartAsync(5);

        var stop = _home.Engine.StopAsync(drain: true);
        stop.IsCompleted.ShouldBeFalse();
        _release.SetResult();
        await stop.WaitAsync(TimeSpan.FromSeconds(30));

        _started.Count.ShouldBe(2);
        await using var reader = new EmbeddedClient(_home.Path, _home.Clock);
        reader.ReadHistory("run")!.Events.Count(line => line is ActivityCompleted).ShouldBe(2);
    }

    [Fact]
    public async Task After_a_drain_the_next_engine_runs_only_the_rest()
    {
        await StartAsync(5);
        _release.SetResult();
        await _home.Engine.StopAsync(drain: true).WaitAsync(TimeSpan.FromSeconds(30));

        await _home.StartAsync();

        (await _home.EndOfAsync("run")).Output.ShouldBe("10");
        _started.Order().ShouldBe([0, 1, 2, 3, 4]);
    }

    [Fact]
    public async Task Stopping_at_once_waits_for_no_activity()
    {
        await StartAsync(5);

        await _home.Engine.StopAsync(drain: false).WaitAsync(TimeSpan.FromSeconds(30));

        _release.SetResult();
        await _home.StartAsync();
        (await _home.EndOfAsync("run")).Output.ShouldBe("10");
    }

    [Fact]
    public async Task A_second_stop_cuts_a_drain_short()
    {
        await StartAsync(5);
        var drain = _home.Engine.StopAsync(drain: true);

        await _home.Engine.StopAsync(drain: false).WaitAsync(TimeSpan.FromSeconds(30));

        await drain.WaitAsync(TimeSpan.FromSeconds(30));
        _release.SetResult();
        await _home.StartAsync();
        (await _home.EndOfAsync("run")).Output.ShouldBe("10");
    }

    [Fact]
    public async Task Who_waits_for_an_instance_is_told_of_the_stop()
    {
        await StartAsync(1);
        var end = _home.EndOfAsync("run");

        await _home.Engine.StopAsync(drain: false);

        (await Should.ThrowAsync<EngineStoppedException>(end)).Message.ShouldContain("goes on at the next start");
        await Should.ThrowAsync<EngineStoppedException>(_home.Engine.ScheduleAsync(s_recipe, 1, "late", CancellationToken.None));
    }

    [Fact]
    public async Task When_a_turn_cannot_be_saved_the_engine_stops_and_says_why()
    {
        _home.WrapStore = inner => new CrashingStore(inner, new CrashPoint(nameof(IHistoryStore.CommitTurnAsync), CrashSide.Before, 2))
        {
            MakeError = cause => new SqliteWriteException("durable.db", "the disk is full. Free some space and run the same command again.", true, cause),
        };
        await StartAsync(1);
        var end = _home.EndOfAsync("run");
        _release.SetResult();

        var error = await Should.ThrowAsync<EngineStoppedException>(end);

        error.Message.ShouldContain("the disk is full");
        error.InnerException.ShouldBeOfType<SqliteWriteException>();
        await Should.ThrowAsync<EngineStoppedException>(_home.Engine.RaiseEventAsync("run", "go", 1, CancellationToken.None));
        _home.WrapStore = inner => inner;
        await _home.RestartAsync();
        (await _home.EndOfAsync("run")).Output.ShouldBe("0");
    }

    private async Task StartAsync(int width)
    {
        await _home.StartAsync();
        await _home.Engine.ScheduleAsync(s_recipe, width, "run", CancellationToken.None);
        for (var start = 0; start < Math.Min(width, 2); start++) (await _starts.WaitAsync(TimeSpan.FromSeconds(30))).ShouldBeTrue();
    }
}
