using FunctionsPipeline.Durable.Engine;
using FunctionsPipeline.Sqlite;

namespace FunctionsPipeline.Durable.Tests.Engine;

public sealed class HomeTests : IAsyncLifetime
{
    private static readonly OrchestratorReference<int, int> s_recipe = new("Recipe");
    private readonly EngineHome _home = new();

    public Task InitializeAsync()
    {
        _home.Registry.Orchestrator(s_recipe, (context, _) => context.WaitForExternalEvent<int>("go"));
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _home.DisposeAsync();

    [Fact]
    public async Task A_second_engine_is_refused_and_told_who_owns_the_home()
    {
        await _home.StartAsync();

        var error = Should.Throw<HomeInUseException>(() => EmbeddedEngine.Open(_home.Options, _home.Registry));

        error.ProcessId.ShouldBe(Environment.ProcessId);
        error.Since.ShouldBe(_home.Clock.GetUtcNow());
        error.Message.ShouldBe(
            $"The home folder '{_home.Path}' is in use by process {Environment.ProcessId} since 2026-11-01 12:00:00Z. " +
            "Nothing was started and no money was spent. Wait for it to end, or choose another home; commands that only read work beside it.");
    }

    [Fact]
    public async Task A_home_is_free_again_after_the_stop()
    {
        await _home.StartAsync();
        await _home.Engine.StopAsync(drain: true);

        await using var second = EmbeddedEngine.Open(_home.Options, _home.Registry);
    }

    [Fact]
    public async Task A_home_is_made_when_it_does_not_exist()
    {
        var home = Path.Combine(_home.Path, "a", "b");

        await using var engine = EmbeddedEngine.Open(new EngineOptions { Home = home }, _home.Registry);

        File.Exists(Path.Combine(home, "durable.db")).ShouldBeTrue();
    }

    [Fact]
    public void A_damaged_database_is_refused_and_lets_the_home_go()
    {
        var path = Path.Combine(_home.Path, "durable.db");
        File.WriteAllText(path, "not a database at all");

        Should.Throw<SqliteFileException>(() => EmbeddedEngine.Open(_home.Options, _home.Registry)).Message.ShouldContain(path);

        File.ReadAllText(path).ShouldBe("not a database at all");
        HomeLock.Acquire(_home.Path, _home.Clock).Dispose();
    }

    [Fact]
    public async Task Only_the_included_instances_are_taken_up()
    {
        var parent = new OrchestratorReference<int, int>("Parent");
        _home.Registry.Orchestrator(parent, (context, n) => context.CallSubOrchestratorAsync(s_recipe, n, "child-of-" + context.InstanceId));
        await _home.StartAsync();
        foreach (var id in new[] { "a", "b" }) await _home.Engine.ScheduleAsync(parent, 1, id, CancellationToken.None);
        await _home.IdleAsync();
        await _home.Engine.StopAsync(drain: false);

        await _home.StartAsync(id => id == "b");
        foreach (var id in new[] { "a", "b" }) await _home.Engine.RaiseEventAsync("child-of-" + id, "go", 7, CancellationToken.None);
        (await _home.EndOfAsync("b")).Output.ShouldBe("7");
        await _home.IdleAsync();
        (await _home.StateAsync("a")).Status.ShouldBe(OrchestrationStatus.Running);

        await _home.RestartAsync();
        (await _home.EndOfAsync("a")).Output.ShouldBe("7");
    }

    [Fact]
    public async Task An_instance_scheduled_before_the_start_runs_after_it()
    {
        await using var engine = EmbeddedEngine.Open(_home.Options, _home.Registry);
        await engine.ScheduleAsync(s_recipe, 1, "run", CancellationToken.None);
        await engine.RaiseEventAsync("run", "go", 5, CancellationToken.None);

        await engine.StartAsync();

        (await engine.WaitForCompletionAsync("run", CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30))).Output.ShouldBe("5");
    }
}
