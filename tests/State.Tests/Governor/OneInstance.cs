using FunctionsPipeline.Contracts;
using FunctionsPipeline.State.Governor;
using FunctionsPipeline.State.Tables;
using Microsoft.Extensions.Logging.Abstractions;

namespace FunctionsPipeline.State.Tests.Governor;

/// <summary>A governor on a clock that the test moves. Other instances and later process lives may share its store.</summary>
public sealed class OneInstance
{
    public const string Key = "xai/video";

    private readonly State.Governor.Governor _governor;

    public OneInstance(RatePolicy policy, DateTimeOffset? start = null)
        : this(policy, start is { } moment ? new ManualTimeProvider(moment) : new ManualTimeProvider(), null) { }

    private OneInstance(RatePolicy policy, ManualTimeProvider clock, ITableStore? tables)
    {
        Policy = policy;
        Clock = clock;
        Tables = tables ?? new InMemoryTableStore(clock);
        _governor = new State.Governor.Governor(Tables, clock, NullLogger<State.Governor.Governor>.Instance);
    }

    public RatePolicy Policy { get; }

    public ManualTimeProvider Clock { get; }

    public ITableStore Tables { get; }

    public DateTimeOffset Now => Clock.GetUtcNow();

    /// <summary>Another process on the same store: a second instance, or the next life of this one.</summary>
    public OneInstance Another() => new(Policy, Clock, Tables);

    /// <summary>The same, with limits of its own.</summary>
    public OneInstance Another(RatePolicy policy) => new(policy, Clock, Tables);

    /// <summary>The same clock and policy over another view of the store.</summary>
    public OneInstance Over(ITableStore tables) => new(Policy, Clock, tables);

    public Task<SlotGrant> AskAsync(string slotId, SlotGrant? previous = null, SlotPriority priority = SlotPriority.Normal) =>
        _governor.AcquireAsync(Key, Policy, slotId, priority, previous, CancellationToken.None);

    public bool TryUse(SlotGrant grant) => _governor.TryUse(grant);

    /// <summary>Asks, waits as told and sends, until it is sent.</summary>
    /// <returns>When that was.</returns>
    public async Task<DateTimeOffset> SendAsync(string slotId, SlotPriority priority = SlotPriority.Normal)
    {
        SlotGrant? answer = null;
        for (var asked = 0; asked < 10_000; asked++)
        {
            answer = await AskAsync(slotId, answer, priority);
            Clock.Advance(answer.Wait);
            if (TryUse(answer)) return Now;
        }

        throw new InvalidOperationException($"{slotId} asked 10,000 times and was never let through; the last answer was {answer}.");
    }

    public async Task<List<DateTimeOffset>> SendManyAsync(int count, string prefix = "item")
    {
        var sent = new List<DateTimeOffset>();
        for (var index = 0; index < count; index++) sent.Add(await SendAsync($"{prefix}-{index}"));
        return sent;
    }

    public Task ReportAsync(SlotFeedback feedback) => _governor.ReportAsync(Key, Policy, feedback, CancellationToken.None);

    public Task ReleaseAsync(string slotId) => _governor.ReleaseAsync(Key, slotId, CancellationToken.None);

    public Task<GovernorStatus> StatusAsync() => _governor.GetStatusAsync(Key, Policy, CancellationToken.None);
}
