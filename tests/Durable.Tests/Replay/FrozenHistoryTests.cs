using FunctionsPipeline.Durable.Engine;

namespace FunctionsPipeline.Durable.Tests.Replay;

/// <summary>Histories as they were written by earlier versions. A file here is never edited; a change of the format adds one.</summary>
public sealed class FrozenHistoryTests : IAsyncLifetime
{
    private static readonly OrchestratorReference<string, string> s_everything = new("Everything");
    private static readonly OrchestratorReference<string, string> s_child = new("Child");
    private static readonly ActivityReference<string, string> s_step = new("Step");
    private static readonly ActivityReference<int, string> s_flaky = new("Flaky");
    private readonly EngineHome _home = new();
    private readonly OrchestrationRegistry _registry = Registry();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _home.DisposeAsync();

    [Fact]
    public void A_history_with_every_kind_of_line_is_replayed() =>
        OrchestratorReplayer.Replay(_registry.Orchestrators["Everything"], Read("everything-1.json")).ShouldBe(OrchestrationStatus.Completed);

    [Fact]
    public void An_altered_history_is_refused_with_the_step_named()
    {
        var altered = Read("everything-1.json").Replace("\"name\": \"Flaky\"", "\"name\": \"Fluky\"", StringComparison.Ordinal);

        Should.Throw<NonDeterminismException>(() => OrchestratorReplayer.Replay(_registry.Orchestrators["Everything"], altered))
            .Message.ShouldBe("instance run (Everything): step 4: history has ActivityScheduled 'Fluky', code asks for ActivityScheduled 'Flaky'");
    }

    [Fact]
    public async Task Todays_engine_writes_the_same_history()
    {
        _home.Registry = _registry;
        await _home.StartAsync();
        await _home.Engine.ScheduleAsync(s_everything, "in", "run", CancellationToken.None);
        await _home.IdleAsync();
        await _home.Engine.RaiseEventAsync("run", "next", "carried", CancellationToken.None);
        await _home.Engine.RaiseEventAsync("run", "begin", "x", CancellationToken.None);
        await _home.IdleAsync();
        await _home.Engine.SuspendAsync("run", "hold", CancellationToken.None);
        await _home.Engine.ResumeAsync("run", "go on", CancellationToken.None);
        for (var second = 0; second < 20; second++) await _home.AdvanceAsync(TimeSpan.FromSeconds(1));
        await _home.EndOfAsync("run");

        HistoryJson.Write(_home.Engine.ReadHistory("run")!).ShouldBe(Read("everything-1.json").TrimEnd());
    }

    private static OrchestrationRegistry Registry() => new OrchestrationRegistry()
        .Activity(s_step, text => text + "!")
        .AddActivity(s_flaky, (context, n, _) => context.Attempt == 1
            ? throw new ActivityFailedException(new FailureDetails("busy", "Busy.", RetryAfter: TimeSpan.FromSeconds(2)))
            : Task.FromResult($"{n}"))
        .Orchestrator(s_child, (_, text) => text == "bad" ? throw new FormatException("No.") : Task.FromResult(text))
        .Orchestrator(s_everything, EverythingAsync);

    private static async Task<string> EverythingAsync(OrchestrationContext context, string input)
    {
        if (input == "in")
        {
            await context.WaitForExternalEvent<string>("begin");
            context.ContinueAsNew("again");
            return "";
        }

        var text = await context.WaitForExternalEvent<string>("next");
        await context.CreateTimer(TimeSpan.FromSeconds(3));
        text += await context.CallActivityAsync(s_step, text);
        text += await context.CallSubOrchestratorAsync(s_child, "good");
        text += await context.CallActivityAsync(s_flaky, 7, new RetryOptions(2, TimeSpan.FromSeconds(1)) { JitterShare = 0 });
        try
        {
            await context.CallSubOrchestratorAsync(s_child, "bad");
        }
        catch (SubOrchestrationFailedException failure)
        {
            text += failure.Details.Code;
        }

        return text;
    }

    private static string Read(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Replay", "Histories", name));
}
