using FunctionsPipeline.Contracts;
using FunctionsPipeline.State.Governor;
using Microsoft.Extensions.Logging.Abstractions;

namespace FunctionsPipeline.State.Tests.Governor;

/// <summary>Callers of one governor in a virtual world.</summary>
public sealed class GovernedWorkers
{
    public const string Key = "test/video";
    private readonly VirtualWorld _world;
    private readonly RatePolicy _policy;

    public GovernedWorkers(VirtualWorld world, RatePolicy policy)
    {
        _world = world;
        _policy = policy;
        Tables = new InMemoryTableStore(world.Clock);
        Governor = new State.Governor.Governor(Tables, world.Clock, NullLogger<State.Governor.Governor>.Instance);
    }

    public InMemoryTableStore Tables { get; }

    public State.Governor.Governor Governor { get; }

    /// <summary>Waits until it is this caller's turn, and takes it.</summary>
    public async Task<DateTimeOffset> SendAsync(string slot, SlotPriority priority = SlotPriority.Normal)
    {
        SlotGrant? previous = null;
        while (true)
        {
            previous = await Governor.AcquireAsync(Key, _policy, slot, priority, previous, default);
            if (previous.Wait > TimeSpan.Zero) await _world.Delay(previous.Wait);
            if (Governor.TryUse(previous)) return _world.Clock.GetUtcNow();
        }
    }
}
