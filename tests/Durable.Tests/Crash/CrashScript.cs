using System.Collections.Concurrent;
using FunctionsPipeline.Contracts.Orchestrations;
using FunctionsPipeline.Durable.Engine;

namespace FunctionsPipeline.Durable.Tests.Crash;

/// <summary>A recipe that uses everything: activities, retries, children, timers, events, custom status, continue-as-new, termination, purge.</summary>
internal sealed class CrashScript
{
    private const string ExpectedOutput = "\"0:a,1:b|6|again\"";
    private static readonly OrchestratorReference<Stage, string> s_main = new("Main");
    private static readonly OrchestratorReference<int, int> s_child = new("Child");
    private static readonly OrchestratorReference<int, string> s_endless = new("Endless");
    private static readonly OrchestratorReference<int, int> s_family = new("Family");
    private static readonly ActivityReference<int, int> s_double = new("Double");
    private static readonly ActivityReference<int, int> s_flaky = new("Flaky");

    private readonly ConcurrentDictionary<(string Instance, int Step, int Attempt), int> _runs = new();

    public CrashScript()
    {
        Registry = new OrchestrationRegistry()
            .AddActivity(s_double, (context, n, _) => Task.FromResult(Ran(context, n * 2)))
            .AddActivity(s_flaky, (context, n, _) =>
            {
                Ran(context, 0);
                return context.Attempt == 1 ? throw new ActivityFailedException(new FailureDetails("busy", "Busy.")) : Task.FromResult(n);
            })
            .AddOrchestrator(s_main, () => new InlineOrchestrator<Stage, string>(MainAsync))
            .AddOrchestrator(s_child, () => new InlineOrchestrator<int, int>(ChildAsync))
            .AddOrchestrator(s_family, () => new InlineOrchestrator<int, int>(FamilyAsync))
            .AddOrchestrator(s_endless, () => new InlineOrchestrator<int, string>((context, _) => context.WaitForExternalEvent<string>("never")));
    }

    public OrchestrationRegistry Registry { get; }

    public void Reset() => _runs.Clear();

    /// <summary>Starts some instances, and leaves them in the middle.</summary>
    public async Task BeginAsync(EmbeddedEngine engine)
    {
        await engine.ScheduleAsync(s_main, new Stage(0, ""), "main", CancellationToken.None);
        await engine.ScheduleAsync(s_family, 0, "family", CancellationToken.None);
        await engine.ScheduleAsync(s_endless, 0, "old", CancellationToken.None);
    }

    /// <summary>Brings everything to its end. Every step may have been taken before.</summary>
    public async Task FinishAsync(EngineHome home)
    {
        var engine = home.Engine;
        await engine.ScheduleAsync(s_endless, 0, "late", CancellationToken.None);
        if (await engine.GetAsync("old", CancellationToken.None) is { IsEnded: false }) await engine.TerminateAsync("old", "enough", CancellationToken.None);
        await engine.PurgeAsync("old", CancellationToken.None);
        await engine.TerminateAsync("late", "enough", CancellationToken.None);
        await engine.TerminateAsync("family:2", "enough", CancellationToken.None);
        var end = home.EndOfAsync("main");
        while (!end.IsCompleted)
        {
            var state = await home.StateAsync("main");
            if (state.CustomStatus?.Contains("waiting", StringComparison.Ordinal) == true)
            {
                var number = state.CustomStatus.Contains("waiting 0", StringComparison.Ordinal) ? 0 : 1;
                await engine.RaiseEventAsync("main", $"go{number}", number == 0 ? "a" : "b", CancellationToken.None);
            }

            await home.AdvanceAsync(TimeSpan.FromSeconds(10));
        }

        await end;
        await home.EndOfAsync("family");
    }

    /// <summary>How often each call was made whose result is on disk. None of these may ever be made again.</summary>
    public async Task<IReadOnlyDictionary<(string Instance, int Step, int Attempt), int>> AcknowledgedAsync(EngineHome home)
    {
        await using var client = new EmbeddedClient(home.Path, home.Clock);
        var acknowledged = new Dictionary<(string, int, int), int>();
        await foreach (var state in client.ListAsync("", CancellationToken.None))
        {
            var attempts = new Dictionary<int, int>();
            foreach (var line in client.ReadHistory(state.InstanceId)!.Events)
            {
                if (line is ActivityScheduled scheduled) attempts[scheduled.Step] = scheduled.Attempt;
                if (line is not (ActivityCompleted or ActivityFailed)) continue;
                var call = (state.InstanceId, ((ResultEvent)line).Step, attempts[((ResultEvent)line).Step]);
                acknowledged.Add(call, _runs[call]);
            }
        }

        return acknowledged;
    }

    /// <summary>The output is right, and nothing that was acknowledged before the crash was done again.</summary>
    public async Task CheckAsync(
        EngineHome home, IReadOnlyDictionary<(string Instance, int Step, int Attempt), int> acknowledged, string point)
    {
        foreach (var (call, count) in acknowledged) _runs[call].ShouldBe(count, $"{point}: {call}");
        var main = await home.StateAsync("main");
        main.Status.ShouldBe(OrchestrationStatus.Completed, $"{point}: {main.Failure?.Message}");
        main.Output.ShouldBe(ExpectedOutput, point);
        (await home.StateAsync("late")).Status.ShouldBe(OrchestrationStatus.Terminated, point);
        (await home.Engine.GetAsync("old", CancellationToken.None)).ShouldBeNull(point);

        (await home.StateAsync("family")).Output.ShouldBe("7", point);
        _runs.Values.Max().ShouldBeLessThanOrEqualTo(2, point);
        OrchestratorReplayer.Replay(Registry.Orchestrators["Main"], HistoryJson.Write(home.Engine.ReadHistory("main")!)).ShouldBe(OrchestrationStatus.Completed, point);
    }

    private static async Task<string> MainAsync(OrchestrationContext context, Stage stage)
    {
        var retry = new RetryOptions(3, TimeSpan.FromSeconds(5));
        context.SetCustomStatus($"waiting {stage.Number}");
        var word = await context.WaitForExternalEvent<string>($"go{stage.Number}");
        context.SetCustomStatus("working");
        if (stage.Number == 0)
        {
            context.ContinueAsNew(new Stage(1, $"0:{word}"));
            return "";
        }

        var children = await Task.WhenAll(Enumerable.Range(0, 3).Select(n => context.CallSubOrchestratorAsync(s_child, n)));
        await context.CreateTimer(TimeSpan.FromSeconds(5));
        await context.CallActivityAsync(s_flaky, 1, retry);
        try
        {
            await context.WaitForExternalEvent<string>("never", TimeSpan.FromSeconds(1));
            return "impossible";
        }
        catch (TaskCanceledException)
        {
            return $"{stage.Done},1:{word}|{children.Sum()}|again";
        }
    }

    private static async Task<int> FamilyAsync(OrchestrationContext context, int n)
    {
        var first = context.CallSubOrchestratorAsync(s_child, n);
        var second = context.CallSubOrchestratorAsync(s_endless, n);
        try
        {
            await context.CallSubOrchestratorAsync(s_child, n, "main");
            return 0;
        }
        catch (SubOrchestrationFailedException taken) when (taken.Details.Code == FailureCodes.InstanceExists)
        {
            // As it should be: the id belongs to somebody else.
        }

        try
        {
            await Task.WhenAll(first, second);
            return 0;
        }
        catch (SubOrchestrationFailedException)
        {
            return await first + 7;
        }
    }

    private static async Task<int> ChildAsync(OrchestrationContext context, int n)
    {
        var doubled = await context.CallActivityAsync(s_double, n);
        await context.CreateTimer(TimeSpan.FromSeconds(n));
        return doubled;
    }

    private int Ran(ActivityContext context, int result)
    {
        _runs.AddOrUpdate((context.InstanceId, context.Step, context.Attempt), 1, (_, count) => count + 1);
        return result;
    }

    /// <summary>Where the main instance stands.</summary>
    private sealed record Stage(int Number, string Done);
}
