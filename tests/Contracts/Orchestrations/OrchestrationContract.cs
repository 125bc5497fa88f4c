using System.Text.Json;
using FunctionsPipeline.Durable;
using Shouldly;
using Xunit;

namespace FunctionsPipeline.Contracts.Orchestrations;

/// <summary>
/// What the suites of this folder share. Each suite is subclassed once per host: an orchestrator that passes on one must mean the same on
/// the other. Both hosts run on the real clock here, so timers are short and tests wait for an end, never for a time.
/// </summary>
public abstract class OrchestrationContract(IOrchestrationHost host) : IAsyncLifetime
{
    /// <summary>Nothing here takes a second on an idle machine.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    /// <summary>The instance that a test runs.</summary>
    protected const string Run = "run-1";

    /// <summary>The orchestrator of most tests.</summary>
    protected static readonly OrchestratorReference<int, string> Recipe = new("ContractRecipe");

    /// <summary>The activity of most tests.</summary>
    protected static readonly ActivityReference<int, int> Step = new("Contract.Step");

    private static readonly ActivityReference<string, Nothing> s_arrive = new("Contract.Arrive");

    private readonly Dictionary<string, TaskCompletionSource> _arrivals = [];

    private protected RecordingLoggers Loggers { get; } = new();

    /// <summary>Filled before the host starts.</summary>
    protected OrchestrationRegistry Registry { get; } = new();

    /// <summary>The client of the running host.</summary>
    protected IOrchestrationClient Client => host.Client;

    public Task InitializeAsync()
    {
        Registry.AddActivity(s_arrive, (_, place, _) =>
        {
            Arrive(place);
            return Task.FromResult(Nothing.Value);
        });
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await host.DisposeAsync();

    protected void Orchestrator<TInput, TOutput>(OrchestratorReference<TInput, TOutput> reference, Func<OrchestrationContext, TInput, Task<TOutput>> recipe) =>
        Registry.AddOrchestrator(reference, () => new InlineOrchestrator<TInput, TOutput>(recipe));

    protected void Activity<TInput, TOutput>(ActivityReference<TInput, TOutput> reference, Func<TInput, TOutput> body) =>
        Registry.AddActivity(reference, (_, input, _) => Task.FromResult(body(input)));

    /// <summary>Called by a recipe to tell the test how far it is: an activity, so that it holds after a restart too.</summary>
    protected static Task ArriveAsync(OrchestrationContext context, string place) => context.CallActivityAsync(s_arrive, place);

    /// <inheritdoc cref="ArriveAsync"/>
    protected void Arrive(string place) => Arrival(place).TrySetResult();

    /// <summary>Waits until a recipe or an activity has said that it is there.</summary>
    protected Task ArrivedAsync(string place) => Arrival(place).Task.WaitAsync(s_patience);

    protected Task StartHostAsync() => host.StartAsync(Registry, Loggers);

    protected Task RestartHostAsync() => host.RestartAsync();

    /// <summary>Starts the host and an instance of <see cref="Recipe"/>.</summary>
    protected Task StartAsync(Func<OrchestrationContext, int, Task<string>> recipe, int input = 0)
    {
        Orchestrator(Recipe, recipe);
        return StartAsync(Recipe, input);
    }

    /// <summary>Starts the host and an instance.</summary>
    protected async Task StartAsync<TInput, TOutput>(OrchestratorReference<TInput, TOutput> orchestrator, TInput input)
    {
        await StartHostAsync();
        (await Client.ScheduleAsync(orchestrator, input, Run, CancellationToken.None)).ShouldBeTrue();
    }

    /// <summary>Runs an instance of <see cref="Recipe"/> to its end.</summary>
    protected async Task<OrchestrationState> RunAsync(Func<OrchestrationContext, int, Task<string>> recipe, int input = 0)
    {
        await StartAsync(recipe, input);
        return await EndAsync();
    }

    protected Task<OrchestrationState> EndAsync(string instanceId = Run) =>
        Client.WaitForCompletionAsync(instanceId, CancellationToken.None).WaitAsync(s_patience);

    /// <summary>The text that the instance returns.</summary>
    protected async Task<string> OutputAsync()
    {
        var state = await EndAsync();
        state.Status.ShouldBe(OrchestrationStatus.Completed, state.Failure?.Message);
        return JsonSerializer.Deserialize<string>(state.Output.ShouldNotBeNull())!;
    }

    protected async Task RaiseAsync(string name, object? payload) =>
        (await Client.RaiseEventAsync(Run, name, payload, CancellationToken.None)).ShouldBeTrue();

    /// <summary>Waits for what a host does without telling: a status that has changed.</summary>
    protected async Task<OrchestrationState> StateAsync(Func<OrchestrationState, bool> isAwaited)
    {
        using var limit = new CancellationTokenSource(s_patience);
        using var looks = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (true)
        {
            var state = (await Client.GetAsync(Run, limit.Token)).ShouldNotBeNull();
            if (isAwaited(state)) return state;
            await looks.WaitForNextTickAsync(limit.Token);
        }
    }

    private TaskCompletionSource Arrival(string place)
    {
        lock (_arrivals)
        {
            if (!_arrivals.TryGetValue(place, out var arrival))
            {
                _arrivals.Add(place, arrival = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            }

            return arrival;
        }
    }
}
