using FunctionsPipeline.Durable.Engine;

namespace FunctionsPipeline.Durable.Tests.Engine;

/// <summary>Instances whose code was changed or taken away under them are held, not lost.</summary>
public sealed class HeldInstanceTests : IAsyncLifetime
{
    private static readonly OrchestratorReference<int, string> s_recipe = new("Recipe");
    private static readonly ActivityReference<int, int> s_old = new("Old");
    private static readonly ActivityReference<int, int> s_new = new("New");
    private readonly EngineHome _home = new();

    public async Task InitializeAsync()
    {
        _home.Registry = Registry(Recipe(s_old));
        await _home.StartAsync();
        await _home.Engine.ScheduleAsync(s_recipe, 1, "run", CancellationToken.None);
        await _home.IdleAsync();
    }

    public async Task DisposeAsync() => await _home.DisposeAsync();

    [Fact]
    public async Task Changed_code_holds_the_instance_and_says_where_it_differs()
    {
        await RestartWithAsync(Registry(Recipe(s_new)));

        var state = await _home.StateAsync("run");
        state.Status.ShouldBe(OrchestrationStatus.Running);
        state.Failure!.Code.ShouldBe("non_determinism");
        state.Failure.Message.ShouldBe("instance run (Recipe): step 1: history has ActivityScheduled 'Old', code asks for ActivityScheduled 'New'");
    }

    [Fact]
    public async Task With_the_old_code_back_the_instance_goes_on_with_what_came_meanwhile()
    {
        await RestartWithAsync(Registry(Recipe(s_new)));
        (await _home.Engine.RaiseEventAsync("run", "go", "x", CancellationToken.None)).ShouldBeTrue();
        await _home.IdleAsync();

        await RestartWithAsync(Registry(Recipe(s_old)));

        var state = await _home.EndOfAsync("run");
        state.Output.ShouldBe("\"1x\"");
        state.Failure.ShouldBeNull();
    }

    [Fact]
    public async Task With_the_old_code_back_the_failure_is_gone_at_once()
    {
        await RestartWithAsync(Registry(Recipe(s_new)));
        await RestartWithAsync(Registry(Recipe(s_old)));

        (await _home.StateAsync("run")).Failure.ShouldBeNull();
    }

    [Fact]
    public async Task A_missing_orchestrator_holds_the_instance()
    {
        await RestartWithAsync(new OrchestrationRegistry());
        (await _home.StateAsync("run")).Failure!.Code.ShouldBe("orchestrator_not_registered");

        await RestartWithAsync(Registry(Recipe(s_old)));
        await _home.Engine.RaiseEventAsync("run", "go", "x", CancellationToken.None);

        (await _home.EndOfAsync("run")).Output.ShouldBe("\"1x\"");
    }

    [Fact]
    public async Task A_held_instance_can_be_terminated()
    {
        await RestartWithAsync(Registry(Recipe(s_new)));

        (await _home.Engine.TerminateAsync("run", "enough", CancellationToken.None)).ShouldBeTrue();

        (await _home.EndOfAsync("run")).Status.ShouldBe(OrchestrationStatus.Terminated);
    }

    private async Task RestartWithAsync(OrchestrationRegistry registry)
    {
        _home.Registry = registry;
        await _home.RestartAsync();
        await _home.IdleAsync();
    }

    private static Func<OrchestrationContext, int, Task<string>> Recipe(ActivityReference<int, int> step) =>
        async (context, n) => $"{await context.CallActivityAsync(step, n)}{await context.WaitForExternalEvent<string>("go")}";

    private static OrchestrationRegistry Registry(Func<OrchestrationContext, int, Task<string>> recipe) =>
        new OrchestrationRegistry().Activity(s_old, n => n).Activity(s_new, n => n).Orchestrator(s_recipe, recipe);
}
