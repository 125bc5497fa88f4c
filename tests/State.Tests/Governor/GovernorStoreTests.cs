using FunctionsPipeline.Contracts;
using FunctionsPipeline.State.Governor;
using FunctionsPipeline.State.Tables;

namespace FunctionsPipeline.State.Tests.Governor;

/// <summary>When the store fails, and when its clock or ours is set.</summary>
public sealed class GovernorStoreTests
{
    private static readonly RatePolicy TwoIn100Seconds = new() { Windows = [new RateWindow(2, 100)] };

    [Fact]
    public async Task When_the_store_fails_the_caller_is_told_and_the_next_one_is_served()
    {
        var instance = new OneInstance(TwoIn100Seconds);
        var failing = new UnreliableTableStore(instance.Tables);
        var governed = instance.Over(failing);
        await governed.SendAsync("warm");
        failing.Next = Failure.BeforeEffect;

        await Should.ThrowAsync<IOException>(() => governed.AskAsync("a"));

        (await governed.AskAsync("b")).IsGranted.ShouldBeTrue();
    }

    [Fact]
    public async Task A_slot_whose_grant_was_stored_but_never_heard_of_still_counts()
    {
        var instance = new OneInstance(TwoIn100Seconds);
        var failing = new UnreliableTableStore(instance.Tables);
        var governed = instance.Over(failing);
        var first = await governed.SendAsync("first");
        failing.Next = Failure.AfterEffect;
        await Should.ThrowAsync<IOException>(() => governed.AskAsync("lost"));

        var third = await governed.SendAsync("third");

        (third - first).TotalSeconds.ShouldBeGreaterThanOrEqualTo(100);
    }

    [Fact]
    public async Task A_write_that_another_instance_wins_is_decided_again()
    {
        var instance = new OneInstance(TwoIn100Seconds);
        var failing = new UnreliableTableStore(instance.Tables);
        var governed = instance.Over(failing);
        await governed.SendAsync("first");
        failing.Next = Failure.OvertakenBy(() => instance.SendAsync("second"));

        var third = await governed.AskAsync("third");

        third.IsGranted.ShouldBeFalse();
        third.Reason.ShouldBe(SlotReason.Rate);
    }

    [Fact]
    public async Task A_clock_that_is_set_back_blocks_nobody_for_as_long()
    {
        var instance = new OneInstance(TwoIn100Seconds);
        await instance.SendManyAsync(2);
        var before = instance.Clock.GetTimestamp();
        instance.Clock.JumpTo(instance.Now.AddHours(-5));

        await instance.SendAsync("after");

        var waited = TimeSpan.FromTicks(instance.Clock.GetTimestamp() - before);
        // Counted from the moment at which it is noticed, as if no time had passed before.
        waited.TotalSeconds.ShouldBeInRange(100, 210);
    }

    [Fact]
    public async Task A_clock_that_was_set_back_while_nothing_ran_blocks_nobody_for_as_long()
    {
        var instance = new OneInstance(TwoIn100Seconds);
        await instance.SendManyAsync(2);
        instance.Clock.JumpTo(instance.Now.AddHours(-5));
        var before = instance.Clock.GetTimestamp();

        await instance.Another().SendAsync("after");

        TimeSpan.FromTicks(instance.Clock.GetTimestamp() - before).TotalSeconds.ShouldBeInRange(100, 120);
    }

    [Fact]
    public async Task Two_instances_whose_wall_clocks_differ_by_hours_share_one_window()
    {
        var world = new OneInstance(TwoIn100Seconds);
        var skewed = new SkewedClock(world.Clock, TimeSpan.FromHours(3), 0);
        var other = new State.Governor.Governor(
            world.Tables, skewed, Microsoft.Extensions.Logging.Abstractions.NullLogger<State.Governor.Governor>.Instance);
        await world.SendManyAsync(2);

        var answer = await other.AcquireAsync(OneInstance.Key, world.Policy, "a", SlotPriority.Normal, null, CancellationToken.None);

        answer.IsGranted.ShouldBeFalse();
        (answer.NotBefore - skewed.GetUtcNow()).ShouldBe(answer.Wait);
        answer.Wait.ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(101));
    }

    private abstract record Failure
    {
        public static readonly Failure BeforeEffect = new Before();
        public static readonly Failure AfterEffect = new After();

        public static Failure OvertakenBy(Func<Task> other) => new Overtaken(other);

        public sealed record Before : Failure;

        public sealed record After : Failure;

        public sealed record Overtaken(Func<Task> Other) : Failure;
    }

    /// <summary>Fails the next write in the way that is asked for.</summary>
    private sealed class UnreliableTableStore(ITableStore inner) : ITableStore
    {
        public Failure? Next { get; set; }

        public Task<TableRow?> GetAsync(string table, string partitionKey, string rowKey, CancellationToken cancellationToken) =>
            inner.GetAsync(table, partitionKey, rowKey, cancellationToken);

        public async Task<IReadOnlyList<string>> WriteAsync(
            string table, string partitionKey, IReadOnlyList<TableOperation> operations, CancellationToken cancellationToken)
        {
            var failure = Next;
            Next = null;
            if (failure is Failure.Before) throw new IOException("The disk is gone.");
            if (failure is Failure.Overtaken overtaken) await overtaken.Other();
            var etags = await inner.WriteAsync(table, partitionKey, operations, cancellationToken);
            return failure is Failure.After ? throw new IOException("The reply is lost.") : etags;
        }

        public IAsyncEnumerable<TableRow> QueryAsync(string table, string partitionKey, RowKeyRange range, CancellationToken cancellationToken) =>
            inner.QueryAsync(table, partitionKey, range, cancellationToken);
    }
}
