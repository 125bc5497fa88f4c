using FunctionsPipeline.Contracts;
using FunctionsPipeline.State.Ledger;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace FunctionsPipeline.State.Tests.Ledger;

public sealed class LedgerTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly InMemoryTableStore _tables;
    private readonly LedgerFixture _process;

    public LedgerTests()
    {
        _tables = new InMemoryTableStore(_clock);
        _process = new LedgerFixture(_tables, _clock);
    }

    [Fact]
    public async Task A_settled_call_has_its_price_and_holds_nothing()
    {
        var callId = await AcceptedAsync();
        _clock.Advance(TimeSpan.FromMinutes(3));

        var entry = await _process.Ledger.SettleAsync(callId, 70, default);

        entry.State.ShouldBe(PaidCallState.Settled);
        entry.ChargedTicks.ShouldBe(70);
        entry.RequestId.ShouldBe("r1");
        (entry.UpdatedAt - entry.CreatedAt).ShouldBe(TimeSpan.FromMinutes(3));
        (await TotalsAsync()).ShouldBe(new LedgerTotals(0, 70, 0));
    }

    [Fact]
    public async Task Settling_again_at_the_same_price_is_fine_and_at_another_is_not()
    {
        var callId = await AcceptedAsync();
        await _process.Ledger.SettleAsync(callId, 70, default);

        await _process.Ledger.SettleAsync(callId, 70, default);
        var error = await Should.ThrowAsync<LedgerStateException>(() => _process.Ledger.SettleAsync(callId, 71, default));

        error.State.ShouldBe(PaidCallState.Settled);
        (await TotalsAsync()).ShouldBe(new LedgerTotals(0, 70, 0));
    }

    [Fact]
    public async Task A_call_that_failed_after_acceptance_may_have_cost_something()
    {
        var callId = await AcceptedAsync();

        var entry = await _process.Ledger.FailAsync(callId, "content_refused", "Refused by moderation.", 70, default);
        await _process.Ledger.FailAsync(callId, "content_refused", "Refused by moderation.", 70, default);

        entry.State.ShouldBe(PaidCallState.Failed);
        entry.Code.ShouldBe("content_refused");
        (await TotalsAsync()).ShouldBe(new LedgerTotals(0, 70, 0));
        await Should.ThrowAsync<LedgerStateException>(() => _process.Ledger.SettleAsync(callId, 70, default));
    }

    [Fact]
    public async Task A_price_above_the_worst_is_counted_as_it_is_and_logged_as_an_error()
    {
        var log = new ListLogger<State.Ledger.Ledger>();
        var ledger = new State.Ledger.Ledger(_tables, _clock, log);
        var callId = await AcceptedAsync();

        await ledger.SettleAsync(callId, 250, default);

        (await TotalsAsync()).ShouldBe(new LedgerTotals(0, 250, 0));
        log.Entries.ShouldHaveSingleItem().Level.ShouldBe(LogLevel.Error);
    }

    [Fact]
    public async Task An_accepted_call_whose_end_was_never_seen_keeps_its_request_id_and_may_still_be_settled()
    {
        var callId = await AcceptedAsync();

        var unknown = await _process.Ledger.MarkUnknownAsync(callId, "poll_gave_up", "No end in 24 hours.", default);
        unknown.State.ShouldBe(PaidCallState.Unknown);
        unknown.RequestId.ShouldBe("r1");
        (await TotalsAsync()).ShouldBe(new LedgerTotals(100, 0, 1));

        await _process.Ledger.SettleAsync(callId, 70, default);
        (await TotalsAsync()).ShouldBe(new LedgerTotals(0, 70, 0));
    }

    [Fact]
    public async Task An_unknown_call_is_resolved_by_what_a_person_found()
    {
        var charged = await UnknownAsync("charged");
        var free = await UnknownAsync("free");

        (await _process.Ledger.ResolveAsync(charged, new LedgerResolution.Charged(70, "r7"), default)).RequestId.ShouldBe("r7");
        (await _process.Ledger.ResolveAsync(free, new LedgerResolution.NotCharged(), default)).State.ShouldBe(PaidCallState.Failed);

        (await TotalsAsync()).ShouldBe(new LedgerTotals(0, 70, 0));
        await _process.Ledger.ResolveAsync(charged, new LedgerResolution.Charged(70, "r7"), default);
        await Should.ThrowAsync<LedgerStateException>(() => _process.Ledger.ResolveAsync(charged, new LedgerResolution.NotCharged(), default));
        await Should.ThrowAsync<LedgerStateException>(() => _process.Ledger.ResolveAsync(free, new LedgerResolution.Charged(1), default));
    }

    [Fact]
    public async Task Only_an_unknown_call_is_resolved()
    {
        var callId = await AcceptedAsync();

        await Should.ThrowAsync<LedgerStateException>(() => _process.Ledger.ResolveAsync(callId, new LedgerResolution.NotCharged(), default));
    }

    [Fact]
    public async Task A_call_without_a_request_id_cannot_be_settled()
    {
        var callId = await UnknownAsync("item");

        await Should.ThrowAsync<LedgerStateException>(() => _process.Ledger.SettleAsync(callId, 1, default));
    }

    [Fact]
    public async Task A_call_that_is_not_there_is_named_as_such()
    {
        const string Id = "default/20261101-120000-000001/item-1/generate/0/0/000000000000";

        (await _process.Ledger.GetAsync(Id, default)).ShouldBeNull();
        (await Should.ThrowAsync<LedgerStateException>(() => _process.Ledger.SettleAsync(Id, 1, default))).State.ShouldBeNull();
        await Should.ThrowAsync<ArgumentException>(() => _process.Ledger.GetAsync("no id", default));
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => _process.Ledger.SettleAsync(Id, -1, default));
    }

    [Fact]
    public async Task Calls_are_listed_by_run_and_by_state()
    {
        var settled = await AcceptedAsync("a");
        await _process.Ledger.SettleAsync(settled, 70, default);
        var unknown = await UnknownAsync("b");
        var otherRun = LedgerFixture.Intent("c") with { RunId = RunId.Parse("20261102-120000-000002") };
        await _process.Door.SubmitAsync(otherRun, new Replies(new SubmitReply.Accepted("r")), default);

        (await ListAsync(LedgerFixture.Run, null)).ShouldBe([settled, unknown]);
        (await ListAsync(null, null)).Count.ShouldBe(3);
        (await ListAsync(null, [PaidCallState.Unknown])).ShouldBe([unknown]);
        (await ListAsync(RunId.Parse("20261103-120000-000003"), null)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_one_process_writes_another_reads_and_goes_on_from()
    {
        var callId = await AcceptedAsync();
        var other = new State.Ledger.Ledger(_tables, _clock, NullLogger<State.Ledger.Ledger>.Instance);

        await other.SettleAsync(callId, 70, default);
        await _process.Ledger.SettleAsync(callId, 70, default);

        (await _process.Ledger.GetAsync(callId, default))!.State.ShouldBe(PaidCallState.Settled);
    }

    private async Task<string> AcceptedAsync(string item = "item") => ((PaidCallResult.Accepted)await _process.Door.SubmitAsync(
        LedgerFixture.Intent(item), new Replies(new SubmitReply.Accepted("r1")), default)).CallId;

    private async Task<string> UnknownAsync(string item) => ((PaidCallResult.Unknown)await _process.Door.SubmitAsync(
        LedgerFixture.Intent(item), new Replies(new SubmitReply.Unsure("timeout", "No reply.")), default)).CallId;

    private Task<LedgerTotals> TotalsAsync() => _process.Ledger.GetTotalsAsync(LedgerFixture.Project, LedgerFixture.Run, default);

    private async Task<List<string>> ListAsync(RunId? run, PaidCallState[]? states)
    {
        var ids = new List<string>();
        await foreach (var entry in _process.Ledger.ListAsync(LedgerFixture.Project, run, states, default)) ids.Add(entry.CallId);
        return ids;
    }

    private sealed class Replies(SubmitReply reply) : IPaidSubmitter
    {
        public Task<SubmitReply> SubmitAsync(Reservation reservation, CancellationToken cancellationToken) => Task.FromResult(reply);

        public Task<LookUpReply> LookUpAsync(Reservation reservation, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
