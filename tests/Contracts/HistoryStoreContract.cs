using FunctionsPipeline.Durable;
using FunctionsPipeline.Durable.Engine;
using Shouldly;
using Xunit;

namespace FunctionsPipeline.Contracts;

/// <summary>What every <see cref="IHistoryStore"/> keeps. Subclass it once per implementation.</summary>
public abstract class HistoryStoreContract : IAsyncLifetime
{
    private static readonly DateTime s_now = new(2026, 11, 1, 12, 0, 0, DateTimeKind.Utc);
    private static readonly FailureDetails s_failure = new("quota", "No credit is left.", IsRetryable: false, TimeSpan.FromSeconds(5));
    private IHistoryStore _store = null!;

    /// <summary>An empty store.</summary>
    protected abstract IHistoryStore Open();

    public Task InitializeAsync()
    {
        _store = Open();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _store.DisposeAsync();

    [Fact]
    public async Task A_new_instance_is_pending_and_has_no_history()
    {
        var key = await CreateAsync("a");

        var record = _store.Find("a")!;
        record.Key.ShouldBe(key);
        record.State.ShouldBe(new OrchestrationState("a", "Recipe", OrchestrationStatus.Pending, s_now, s_now, "1", null, null, null));
        record.RootId.ShouldBe("a");
        record.Parent.ShouldBeNull();
        (record.Execution, record.FirstStep, record.LastSequence).ShouldBe((1, 1, 0));
        _store.LoadHistory(key).ShouldBeEmpty();
        _store.Find("b").ShouldBeNull();
    }

    [Fact]
    public async Task An_id_is_given_once()
    {
        await CreateAsync("a");

        (await _store.CreateAsync(New("a"), CancellationToken.None)).ShouldBeNull();
        _store.ListUnfinished().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Every_kind_of_line_comes_back_as_it_was_written()
    {
        HistoryEvent[] lines =
        [
            new ExecutionStarted(2, 7, "{\"x\":1}", [new CarriedEvent("go", "5"), new CarriedEvent("Go", null)]),
            new ActivityScheduled(7, "Download", "\"u\"", 3), new ActivityCompleted(7, "\"grüße\""), new ActivityFailed(8, s_failure),
            new SubOrchestrationScheduled(9, "Item", "a:9", "{}"), new SubOrchestrationCompleted(9, "1"), new SubOrchestrationFailed(10, s_failure),
            new TimerCreated(11, s_now.AddTicks(123)), new TimerFired(11), new EventRaised("done", "null"), new EventRaised("done", null),
            new ExecutionSuspended("pause"), new ExecutionResumed("go on"), new ExecutionCompleted(12, "2"), new ExecutionFailed(12, s_failure),
            new ExecutionTerminated("stop"),
        ];
        foreach (var line in lines) line.At = s_now.AddTicks(1);
        var key = await CreateAsync("a");

        await CommitAsync(key, 0, lines);

        _store.LoadHistory(key).Select(Text).ShouldBe(lines.Select(Text));
        _store.Find("a")!.LastSequence.ShouldBe(lines.Length);
    }

    [Fact]
    public async Task A_turn_changes_everything_it_says()
    {
        var key = await CreateAsync("a");

        var result = await _store.CommitTurnAsync(Turn(key, 0, new TimerFired(1)) with
        {
            At = s_now.AddMinutes(1), Status = OrchestrationStatus.Failed, CustomStatus = "{\"n\":1}", Output = "2", Failure = s_failure,
        });

        result.Accepted.ShouldBeTrue();
        _store.Find("a")!.State.ShouldBe(new OrchestrationState(
            "a", "Recipe", OrchestrationStatus.Failed, s_now, s_now.AddMinutes(1), "1", "2", "{\"n\":1}", s_failure));
    }

    [Fact]
    public async Task A_turn_on_another_history_than_it_was_taken_on_does_not_count()
    {
        var key = await CreateAsync("a");
        await CommitAsync(key, 0, new TimerFired(1));

        (await CommitAsync(key, 0, new TimerFired(2))).Accepted.ShouldBeFalse();
        _store.LoadHistory(key).Single().ShouldBe(new TimerFired(1));
    }

    [Theory]
    [InlineData(OrchestrationStatus.Completed)]
    [InlineData(OrchestrationStatus.Failed)]
    public async Task A_turn_of_an_ended_instance_does_not_count(OrchestrationStatus end)
    {
        var key = await CreateAsync("a");
        await _store.CommitTurnAsync(Turn(key, 0) with { Status = end });

        (await CommitAsync(key, 0, new TimerFired(1))).Accepted.ShouldBeFalse();
        _store.Find("a")!.State.Status.ShouldBe(end);
    }

    [Fact]
    public async Task Children_are_made_with_the_turn_of_their_parent()
    {
        var key = await CreateAsync("a");

        var result = await CommitWithChildrenAsync(key, 0, ("a:1", 1), ("a:2", 2));

        var child = _store.Find("a:2")!;
        child.Key.ShouldBe(result.ChildKeys[1]);
        child.Parent.ShouldBe(new ParentLink(key, "a", 2));
        child.RootId.ShouldBe("a");
        (await CommitWithChildrenAsync(child.Key, 0, ("deep", 1))).Accepted.ShouldBeTrue();
        _store.Find("deep")!.RootId.ShouldBe("a");
    }

    [Fact]
    public async Task A_child_whose_id_belongs_to_another_is_not_made()
    {
        var key = await CreateAsync("a");
        await CreateAsync("other");

        (await CommitWithChildrenAsync(key, 0, ("other", 1), ("mine", 2))).ChildKeys[0].ShouldBe(0);
        _store.Find("other")!.Parent.ShouldBeNull();
        _store.Find("mine").ShouldNotBeNull();
    }

    [Fact]
    public async Task An_ended_child_is_replaced_when_its_parent_asks_again()
    {
        var key = await CreateAsync("a");
        var first = (await CommitWithChildrenAsync(key, 0, ("child", 1))).ChildKeys[0];
        (await CommitWithChildrenAsync(key, 0, ("child", 1))).ChildKeys[0].ShouldBe(0);
        await _store.CommitTurnAsync(Turn(first, 0, new TimerFired(1)) with { Status = OrchestrationStatus.Failed, Failure = s_failure });

        var second = (await CommitWithChildrenAsync(key, 0, ("child", 1))).ChildKeys[0];

        second.ShouldNotBe(0);
        second.ShouldNotBe(first);
        _store.LoadHistory(second).ShouldBeEmpty();
        _store.Find("child")!.State.Status.ShouldBe(OrchestrationStatus.Pending);
    }

    [Fact]
    public async Task Continue_as_new_drops_the_history_and_keeps_the_instance()
    {
        var key = await CreateAsync("a");
        await CommitAsync(key, 0, new TimerFired(1), new TimerFired(2));

        await _store.CommitTurnAsync(Turn(key, 2, new TimerFired(3)) with { Next = new NextExecution(2, 9, "\"next\"", [new CarriedEvent("go", "1")]) });

        var record = _store.Find("a")!;
        (record.Execution, record.FirstStep, record.LastSequence, record.State.Input).ShouldBe((2, 9, 0, "\"next\""));
        record.Carried!.Single().ShouldBe(new CarriedEvent("go", "1"));
        _store.LoadHistory(key).ShouldBeEmpty();
        (await CommitAsync(key, 0, new TimerFired(9))).Accepted.ShouldBeTrue();
    }

    [Fact]
    public async Task Inbox_messages_come_out_in_order_until_a_turn_has_taken_them()
    {
        var key = await CreateAsync("a");
        (await SendAsync("a", "one")).ShouldBeTrue();
        (await SendAsync("a", "two")).ShouldBeTrue();

        var messages = _store.ReadInbox(0);
        messages.Select(message => (message.InstanceId, message.Kind, message.Name, message.Payload)).ShouldBe(
            [("a", InboxKind.RaiseEvent, "one", "1"), ("a", InboxKind.RaiseEvent, "two", "1")]);
        _store.ReadInbox(messages[0].Id).Single().Name.ShouldBe("two");

        await _store.CommitTurnAsync(Turn(key, 0, new EventRaised("one", "1")) with { ConsumedInbox = [messages[0].Id] });
        _store.ReadInbox(0).Single().Name.ShouldBe("two");
    }

    [Fact]
    public async Task Ids_of_inbox_messages_rise_even_when_the_inbox_was_empty_in_between()
    {
        var key = await CreateAsync("a");
        await SendAsync("a", "one");
        var first = _store.ReadInbox(0).Single().Id;
        await _store.CommitTurnAsync(Turn(key, 0) with { ConsumedInbox = [first] });

        await SendAsync("a", "two");

        _store.ReadInbox(first).Single().Name.ShouldBe("two");
    }

    [Fact]
    public async Task Nobody_takes_a_message_for_an_instance_that_is_unknown_or_has_ended()
    {
        var key = await CreateAsync("a");
        await SendAsync("a", "early");
        await _store.CommitTurnAsync(Turn(key, 0) with { Status = OrchestrationStatus.Completed });

        (await SendAsync("a", "late")).ShouldBeFalse();
        (await SendAsync("unknown", "lost")).ShouldBeFalse();
        _store.ReadInbox(0).ShouldBeEmpty();
    }

    [Fact]
    public async Task Terminating_ends_an_instance_and_all_below_it()
    {
        var key = await CreateAsync("a");
        await CreateAsync("other");
        var keys = (await CommitWithChildrenAsync(key, 0, ("a:1", 1), ("a:2", 2))).ChildKeys;
        await CommitWithChildrenAsync(keys[0], 0, ("a:1:1", 1));
        await _store.CommitTurnAsync(Turn(keys[1], 0) with { Status = OrchestrationStatus.Completed, Output = "1" });
        await SendAsync("a:1", "waiting");

        var ended = await _store.TerminateAsync("a", "enough", s_now, CancellationToken.None);

        ended.ShouldBe(["a:1:1", "a:1", "a"]);
        var state = _store.Find("a:1:1")!.State;
        state.Status.ShouldBe(OrchestrationStatus.Terminated);
        state.Failure!.Message.ShouldBe("enough");
        _store.LoadHistory(key).Last().ShouldBe(new ExecutionTerminated("enough") { At = s_now });
        _store.Find("a:2")!.State.Status.ShouldBe(OrchestrationStatus.Completed);
        _store.Find("other")!.State.Status.ShouldBe(OrchestrationStatus.Pending);
        _store.ReadInbox(0).ShouldBeEmpty();
        (await _store.TerminateAsync("a", "again", s_now, CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Purging_deletes_an_ended_instance_and_all_below_it()
    {
        var key = await CreateAsync("a");
        var child = (await CommitWithChildrenAsync(key, 0, ("a:1", 1))).ChildKeys[0];
        (await _store.PurgeAsync("a", CancellationToken.None)).ShouldBeFalse();
        await _store.CommitTurnAsync(Turn(key, 0) with { Status = OrchestrationStatus.Completed });
        (await _store.PurgeAsync("a", CancellationToken.None)).ShouldBeFalse("a child is still running");
        await _store.CommitTurnAsync(Turn(child, 0, new TimerFired(1)) with { Status = OrchestrationStatus.Completed });

        (await _store.PurgeAsync("a", CancellationToken.None)).ShouldBeTrue();

        _store.Find("a").ShouldBeNull();
        _store.Find("a:1").ShouldBeNull();
        _store.LoadHistory(child).ShouldBeEmpty();
        (await _store.PurgeAsync("a", CancellationToken.None)).ShouldBeFalse();
        (await _store.CreateAsync(New("a"), CancellationToken.None)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_purge_of_more_than_one_batch_deletes_all()
    {
        var key = await CreateAsync("a");
        var children = Enumerable.Range(1, 450).Select(step => ($"a:{step}", step)).ToArray();
        await CommitWithChildrenAsync(key, 0, children);
        await _store.TerminateAsync("a", "enough", s_now, CancellationToken.None);

        (await _store.PurgeAsync("a", CancellationToken.None)).ShouldBeTrue();

        _store.List("", null, 10).ShouldBeEmpty();
    }

    [Fact]
    public async Task Instances_are_listed_by_prefix_in_pages_in_ordinal_order()
    {
        foreach (var id in new[] { "run-2", "run-10", "run-1", "Run-1", "other", "run-\u00e9", "run-" }) await CreateAsync(id);

        var first = _store.List("run-", null, 2).Select(state => state.InstanceId).ToList();
        first.ShouldBe(["run-", "run-1"]);
        _store.List("run-", first[^1], 10).Select(state => state.InstanceId).ShouldBe(["run-10", "run-2", "run-\u00e9"]);
        _store.List("nothing", null, 10).ShouldBeEmpty();
    }

    [Fact]
    public async Task Only_unfinished_instances_are_taken_up()
    {
        await CreateAsync("pending");
        foreach (var status in Enum.GetValues<OrchestrationStatus>())
        {
            var key = await CreateAsync(status.ToString());
            await _store.CommitTurnAsync(Turn(key, 0) with { Status = status });
        }

        _store.ListUnfinished().Select(record => record.State.InstanceId).ShouldBe(["pending", "Pending", "Running", "Suspended"], ignoreOrder: true);
    }

    [Fact]
    public async Task Turns_of_many_instances_at_once_are_all_saved()
    {
        var keys = await Task.WhenAll(Enumerable.Range(0, 200).Select(index => CreateAsync($"i-{index:000}")));

        await Task.WhenAll(keys.Select(async key =>
        {
            for (var sequence = 0; sequence < 5; sequence++) await CommitAsync(key, sequence, new TimerFired(sequence));
        }));

        foreach (var key in keys) _store.LoadHistory(key).Count.ShouldBe(5);
    }

    private static NewInstance New(string id) => new(id, "Recipe", "1", s_now);

    private static TurnCommit Turn(long key, int sequence, params HistoryEvent[] lines) => new()
    {
        Key = key, ExpectedSequence = sequence, At = s_now, Status = OrchestrationStatus.Running, Events = lines,
    };

    private static string Text(HistoryEvent line) => HistoryJson.Write(new InstanceHistory("", "", null, [line]));

    private async Task<long> CreateAsync(string id) => (await _store.CreateAsync(New(id), CancellationToken.None))!.Value;

    private Task<TurnResult> CommitAsync(long key, int sequence, params HistoryEvent[] lines) => _store.CommitTurnAsync(Turn(key, sequence, lines));

    private Task<TurnResult> CommitWithChildrenAsync(long key, int sequence, params (string Id, int Step)[] children) =>
        _store.CommitTurnAsync(Turn(key, sequence) with { Children = [.. children.Select(child => new NewChild(New(child.Id), child.Step))] });

    private Task<bool> SendAsync(string id, string name) =>
        _store.AddToInboxAsync(new InboxMessage(0, id, InboxKind.RaiseEvent, name, "1"), CancellationToken.None);
}
