using FunctionsPipeline.Durable.Engine;

namespace FunctionsPipeline.Durable.Tests.Engine;

/// <summary>What a process sees and does that does not own the home.</summary>
public sealed class OtherProcessTests : IAsyncLifetime
{
    private static readonly OrchestratorReference<int, string> s_recipe = new("Recipe");
    private readonly EngineHome _home = new();
    private EmbeddedEngine _engine = null!;
    private EmbeddedClient _other = null!;

    public async Task InitializeAsync()
    {
        _home.Registry.Orchestrator(s_recipe, (context, _) => context.WaitForExternalEvent<string>("go"));
        _other = new EmbeddedClient(_home.Path, _home.Clock);
        _engine = EmbeddedEngine.Open(
            new EngineOptions { Home = _home.Path, TimeProvider = _home.Clock }, _home.Registry);
        await _engine.StartAsync();
        await _engine.ScheduleAsync(s_recipe, 0, "run", CancellationToken.None);
        await _engine.WhenIdleAsync();
    }

    public async Task DisposeAsync()
    {
        await _other.DisposeAsync();
        await _engine.DisposeAsync();
        await _home.DisposeAsync();
    }

    [Fact]
    public async Task It_sees_what_is_committed()
    {
        (await _other.GetAsync("run", CancellationToken.None))!.Status.ShouldBe(OrchestrationStatus.Running);
        (await _other.GetAsync("unknown", CancellationToken.None)).ShouldBeNull();
        (await _other.ListAsync("r", CancellationToken.None).ToListAsync()).Single().InstanceId.ShouldBe("run");
        _other.ReadHistory("run")!.Events.Single().ShouldBeOfType<ExecutionStarted>();
    }

    [Fact]
    public async Task Its_events_reach_the_owner_within_a_quarter_of_a_second()
    {
        (await _other.RaiseEventAsync("run", "go", "x", CancellationToken.None)).ShouldBeTrue();

        _home.Clock.Advance(TimeSpan.FromMilliseconds(250));

        (await EndAsync()).Output.ShouldBe("\"x\"");
    }

    [Fact]
    public async Task Its_terminations_reach_the_owner()
    {
        (await _other.TerminateAsync("run", "enough", CancellationToken.None)).ShouldBeTrue();

        _home.Clock.Advance(TimeSpan.FromMilliseconds(250));

        (await EndAsync()).Status.ShouldBe(OrchestrationStatus.Terminated);
    }

    [Fact]
    public async Task Its_suspensions_reach_the_owner()
    {
        await _other.SuspendAsync("run", "hold", CancellationToken.None);
        await TickAsync();
        (await _other.GetAsync("run", CancellationToken.None))!.Status.ShouldBe(OrchestrationStatus.Suspended);

        await _other.ResumeAsync("run", "go on", CancellationToken.None);
        await TickAsync();
        (await _other.GetAsync("run", CancellationToken.None))!.Status.ShouldBe(OrchestrationStatus.Running);
    }

    [Fact]
    public async Task It_waits_for_the_end()
    {
        var end = _other.WaitForCompletionAsync("run", CancellationToken.None);
        await _engine.RaiseEventAsync("run", "go", "x", CancellationToken.None);
        await EndAsync();

        _home.Clock.Advance(TimeSpan.FromMilliseconds(250));

        (await end.WaitAsync(TimeSpan.FromSeconds(30))).Output.ShouldBe("\"x\"");
    }

    [Fact]
    public async Task What_it_asks_while_no_owner_runs_takes_effect_at_the_next_start()
    {
        await _engine.StopAsync(drain: false);
        await _other.TerminateAsync("run", "enough", CancellationToken.None);

        await _home.StartAsync();

        (await _home.EndOfAsync("run")).Status.ShouldBe(OrchestrationStatus.Terminated);
    }

    [Fact]
    public async Task It_purges_what_has_ended()
    {
        await _engine.TerminateAsync("run", "enough", CancellationToken.None);

        (await _other.PurgeAsync("run", CancellationToken.None)).ShouldBeTrue();

        (await _engine.GetAsync("run", CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task It_starts_nothing() =>
        (await Should.ThrowAsync<NotSupportedException>(() => _other.ScheduleAsync(s_recipe, 0, "x", CancellationToken.None))).Message.ShouldContain("owns");

    [Fact]
    public async Task In_an_empty_home_it_finds_nothing_and_makes_nothing()
    {
        using var folder = new TemporaryFolder();
        await using var client = new EmbeddedClient(folder.Path, _home.Clock);

        (await client.GetAsync("run", CancellationToken.None)).ShouldBeNull();
        (await client.ListAsync("", CancellationToken.None).ToListAsync()).ShouldBeEmpty();
        (await client.RaiseEventAsync("run", "go", 1, CancellationToken.None)).ShouldBeFalse();
        (await client.TerminateAsync("run", "x", CancellationToken.None)).ShouldBeFalse();
        (await client.PurgeAsync("run", CancellationToken.None)).ShouldBeFalse();
        await Should.ThrowAsync<KeyNotFoundException>(() => client.WaitForCompletionAsync("run", CancellationToken.None));
        Directory.GetFileSystemEntries(folder.Path).ShouldBeEmpty();
    }

    private async Task TickAsync()
    {
        _home.Clock.Advance(TimeSpan.FromMilliseconds(250));
        await _engine.WhenIdleAsync();
    }

    private Task<OrchestrationState> EndAsync() => _engine.WaitForCompletionAsync("run", CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));
}
