using FunctionsPipeline.Durable;
using FunctionsPipeline.Durable.Engine;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace FunctionsPipeline.Contracts.Orchestrations;

/// <summary>
/// Runs the orchestrators and activities of a registry in virtual time, on the one thread of a <see cref="VirtualWorld"/>: hours of a run in
/// seconds, and the same every time. Payloads travel as JSON within the limit, retries wait. What a recipe does is looked at here; that it
/// replays is looked at on the engines.
/// </summary>
/// <param name="registry">What it runs.</param>
/// <param name="world">Where.</param>
/// <param name="history">What activities gave to an earlier process: those do not run again. Null when there was none.</param>
public sealed class VirtualOrchestrations(OrchestrationRegistry registry, VirtualWorld world, VirtualHistory? history = null)
{
    private readonly Dictionary<string, Instance> _instances = new(StringComparer.Ordinal);

    /// <summary>Runs an orchestrator to its end.</summary>
    /// <exception cref="SubOrchestrationFailedException">It failed.</exception>
    public async Task<TOutput> RunAsync<TInput, TOutput>(OrchestratorReference<TInput, TOutput> orchestrator, TInput input, string instanceId) =>
        Payload.Read<TOutput>(await StartAsync(orchestrator.Name, Payload.Write(input, "input"), instanceId, null));

    /// <summary>Raises an event.</summary>
    public void Raise(string instanceId, string eventName, object? payload) => _instances[instanceId].Raise(eventName, Payload.Write(payload, "event"));

    private async Task<string> StartAsync(string name, string input, string instanceId, string? parent)
    {
        var registration = registry.Orchestrators[name];
        try
        {
            for (var next = input; ;)
            {
                await Task.Yield();
                var instance = _instances[instanceId] = new Instance(this, name, instanceId, parent);
                var output = await registration.RunAsync(instance, Payload.Read(next, registration.InputType));
                if (instance.NextInput is null) return Payload.Write(output, registration.OutputType, $"output of {name}");
                next = instance.NextInput;
            }
        }
        catch (Exception error) when (error is not ProcessEndedException)
        {
            throw new SubOrchestrationFailedException(instanceId, FailureTranslator.Of(error));
        }
    }

    private async Task<string> CallAsync(string name, string input, string instanceId, int step, RetryOptions? retry)
    {
        var registration = registry.Activities[name];
        if (history?.Find(instanceId, step) is { } recorded) return recorded;
        for (var attempt = 1; ; attempt++)
        {
            await Task.Yield();
            try
            {
                var output = await registration.RunAsync(new ActivityContext(instanceId, name, step, attempt), Payload.Read(input, registration.InputType), default);
                var result = Payload.Write(output, registration.OutputType, $"output of activity '{name}'");
                history?.Record(instanceId, step, result);
                return result;
            }
            catch (Exception error) when (error is not ProcessEndedException)
            {
                var failure = FailureTranslator.Of(error);
                if (RetrySchedule.DelayAfter(retry, failure, attempt, RetrySchedule.Draw(instanceId, step, attempt)) is not { } delay) throw new ActivityFailedException(failure, error);
                await world.Delay(delay);
            }
        }
    }

    private sealed class Instance(VirtualOrchestrations host, string name, string instanceId, string? parent) : OrchestrationContext
    {
        private readonly List<(string Name, string Payload)> _events = [];
        private readonly List<(string Name, TaskCompletionSource<string> Source)> _waits = [];
        private int _nextStep = 1;
        private int _ids;

        public string? NextInput { get; private set; }

        public override string Name => name;

        public override string InstanceId => instanceId;

        public override string? ParentInstanceId => parent;

        public override DateTime CurrentUtcDateTime => host.World.Clock.GetUtcNow().UtcDateTime;

        public override bool IsReplaying => false;

        public override async Task<TOutput> CallActivityAsync<TInput, TOutput>(ActivityReference<TInput, TOutput> activity, TInput input, RetryOptions? retry = null) =>
            Payload.Read<TOutput>(await host.CallAsync(activity.Name, Payload.Write(input, $"input of activity '{activity.Name}'"), instanceId, _nextStep++, retry));

        public override async Task<TOutput> CallSubOrchestratorAsync<TInput, TOutput>(
            OrchestratorReference<TInput, TOutput> orchestrator, TInput input, string? childId = null, RetryOptions? retry = null)
        {
            var step = _nextStep++;
            return Payload.Read<TOutput>(await host.StartAsync(
                orchestrator.Name, Payload.Write(input, $"input of orchestrator '{orchestrator.Name}'"), childId ?? $"{instanceId}:{step}", instanceId));
        }

        public override Task CreateTimer(DateTime fireAtUtc, CancellationToken cancellationToken = default)
        {
            _nextStep++;
            var wait = fireAtUtc - CurrentUtcDateTime;
            return wait <= TimeSpan.Zero ? Task.CompletedTask : Task.Delay(wait, host.World.Clock, cancellationToken);
        }

        public override async Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
        {
            var index = _events.FindIndex(raised => raised.Name.Equals(eventName, StringComparison.OrdinalIgnoreCase));
            if (index >= 0)
            {
                var payload = _events[index].Payload;
                _events.RemoveAt(index);
                return Payload.Read<T>(payload);
            }

            var source = new TaskCompletionSource<string>();
            _waits.Add((eventName, source));
            return Payload.Read<T>(await source.Task.WaitAsync(cancellationToken));
        }

        public override async Task<T> WaitForExternalEvent<T>(string eventName, TimeSpan timeout)
        {
            using var isOver = new CancellationTokenSource(timeout, host.World.Clock);
            return await WaitForExternalEvent<T>(eventName, isOver.Token);
        }

        public void Raise(string eventName, string payload)
        {
            var index = _waits.FindIndex(wait => wait.Name.Equals(eventName, StringComparison.OrdinalIgnoreCase) && !wait.Source.Task.IsCompleted);
            if (index < 0) _events.Add((eventName, payload));
            else _waits[index].Source.SetResult(payload);
        }

        public override void SetCustomStatus(object? customStatus) => Payload.Write(customStatus, "custom status");

        public override void ContinueAsNew(object? newInput, bool preserveUnprocessedEvents = true) => NextInput = Payload.Write(newInput, "input of the next execution");

        public override Guid NewGuid() => new(++_ids, 0, 0, new byte[8]);

        public override ILogger CreateReplaySafeLogger(string categoryName) => NullLogger.Instance;
    }

    private VirtualWorld World => world;
}

/// <summary>What activities gave, for a process that takes up what another one left: a step that has completed does not run again.</summary>
public sealed class VirtualHistory
{
    private readonly Dictionary<(string InstanceId, int Step), string> _results = [];

    public string? Find(string instanceId, int step) => _results.GetValueOrDefault((instanceId, step));

    public void Record(string instanceId, int step, string result) => _results[(instanceId, step)] = result;
}
