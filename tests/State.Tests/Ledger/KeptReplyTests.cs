using FunctionsPipeline.Contracts;
using FunctionsPipeline.State.Ledger;

namespace FunctionsPipeline.State.Tests.Ledger;

/// <summary>A provider of class N cannot be asked after a crash, but a reply that was kept on our side proves that it accepted.</summary>
public sealed class KeptReplyTests
{
    private readonly VirtualWorld _world = new();
    private readonly InMemoryTableStore _tables;
    private readonly HonestProvider _provider = new(ProviderClass.N, priceTicks: 70);

    public KeptReplyTests() => _tables = new InMemoryTableStore(_world.Clock);

    [Fact]
    public void With_a_kept_reply_the_call_is_accepted_after_a_crash_and_never_sent_again() => _world.Run(async () =>
    {
        var kept = new KeptReplies();
        await CrashAfterAsync("after keep", kept);

        var second = new LedgerFixture(_tables, _world.Clock, "second");
        var result = await second.Door.SubmitAsync(LedgerFixture.Intent(), Submitter(new ProcessLife(), kept), default);

        result.ShouldBeOfType<PaidCallResult.Accepted>().RequestId.ShouldBe("request-1");
        (_provider.SendCount, _provider.Accepted.Count).ShouldBe((1, 1));
        await second.Ledger.SettleAsync(LedgerFixture.Intent().CallId, 70, default);
        (await second.Ledger.GetTotalsAsync(LedgerFixture.Project, LedgerFixture.Run, default)).ShouldBe(new LedgerTotals(0, 70, 0));
    });

    [Fact]
    public void Without_one_it_is_unknown_and_never_sent_again() => _world.Run(async () =>
    {
        var kept = new KeptReplies();
        await CrashAfterAsync("after send", kept);

        var second = new LedgerFixture(_tables, _world.Clock, "second");
        for (var asked = 0; asked < 3; asked++)
        {
            (await second.Door.SubmitAsync(LedgerFixture.Intent(), Submitter(new ProcessLife(), kept), default)).ShouldBeOfType<PaidCallResult.Unknown>();
        }

        _provider.SendCount.ShouldBe(1);
        (await second.Ledger.GetTotalsAsync(LedgerFixture.Project, LedgerFixture.Run, default)).ShouldBe(new LedgerTotals(100, 0, 1));
    });

    [Fact]
    public void A_call_that_another_process_may_still_be_sending_is_left_alone_until_its_lease_is_over() => _world.Run(async () =>
    {
        var kept = new KeptReplies();
        await CrashAfterAsync("after keep", kept);
        var second = new LedgerFixture(_tables, _world.Clock, "second", ownerIsAlone: false);

        var early = (await second.Door.SubmitAsync(LedgerFixture.Intent(), Submitter(new ProcessLife(), kept), default)).ShouldBeOfType<PaidCallResult.NotAccepted>();
        early.Code.ShouldBe("in_progress_elsewhere");
        await _world.Delay(early.RetryAfter!.Value);

        (await second.Door.SubmitAsync(LedgerFixture.Intent(), Submitter(new ProcessLife(), kept), default)).ShouldBeOfType<PaidCallResult.Accepted>();
        _provider.SendCount.ShouldBe(1);
    });

    [Fact]
    public void The_ledger_names_the_model_and_knows_the_call_without_it() => _world.Run(async () =>
    {
        var process = new LedgerFixture(_tables, _world.Clock);
        await process.Door.SubmitAsync(LedgerFixture.Intent() with { Model = "grok-4.3" }, Submitter(new ProcessLife(), new KeptReplies()), default);
        await process.Door.SubmitAsync(LedgerFixture.Intent("item-2"), Submitter(new ProcessLife(), new KeptReplies()), default);

        var entries = new List<LedgerEntry>();
        await foreach (var entry in process.Ledger.ListAsync(LedgerFixture.Project, LedgerFixture.Run, null, default)) entries.Add(entry);

        entries.Select(entry => (entry.ItemId, entry.Model)).ShouldBe([("item-1", "grok-4.3"), ("item-2", null)]);
        (LedgerFixture.Intent() with { Model = "grok-4.3" }).CallId.ShouldBe(LedgerFixture.Intent().CallId);
    });

    /// <summary>Buys in a process that ends right after a named point.</summary>
    private async Task CrashAfterAsync(string point, KeptReplies kept)
    {
        var rehearsal = new ProcessLife();
        await new LedgerFixture(new CrashingTableStore(new InMemoryTableStore(_world.Clock), rehearsal), _world.Clock, "first").Door.SubmitAsync(
            LedgerFixture.Intent(), new HonestSubmitter(new HonestProvider(ProviderClass.N, 70), rehearsal, _world.Clock, () => Reply.Ok, new KeptReplies()), default);
        var life = new ProcessLife(rehearsal.Points.ToList().IndexOf(point));

        var first = new LedgerFixture(new CrashingTableStore(_tables, life), _world.Clock, "first");
        await Should.ThrowAsync<ProcessEndedException>(() => first.Door.SubmitAsync(LedgerFixture.Intent(), Submitter(life, kept), default));
    }

    private HonestSubmitter Submitter(ProcessLife life, KeptReplies kept) => new(_provider, life, _world.Clock, () => Reply.Ok, kept);
}
