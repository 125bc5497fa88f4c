using FunctionsPipeline.Contracts;
using FunctionsPipeline.State.Ledger;
using FunctionsPipeline.State.Tables;

namespace FunctionsPipeline.State.Tests.Ledger;

public sealed class PaidCallDoorTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly InMemoryTableStore _tables;
    private readonly LedgerFixture _process;

    public PaidCallDoorTests()
    {
        _tables = new InMemoryTableStore(_clock);
        _process = new LedgerFixture(_tables, _clock);
    }

    [Fact]
    public async Task The_same_intent_is_sent_once_and_answered_every_time()
    {
        var submitter = new ScriptedSubmitter(new SubmitReply.Accepted("r1"));

        var first = await _process.Door.SubmitAsync(LedgerFixture.Intent(), submitter, default);
        var second = await _process.Door.SubmitAsync(LedgerFixture.Intent(), submitter, default);

        first.ShouldBeOfType<PaidCallResult.Accepted>().RequestId.ShouldBe("r1");
        second.ShouldBe(first);
        submitter.SendCount.ShouldBe(1);
    }

    [Fact]
    public async Task Item_repeat_retry_and_input_make_calls_of_their_own()
    {
        var intent = LedgerFixture.Intent();
        var ids = new HashSet<string>();
        PaidCallIntent[] intents =
        [
            intent, intent with { ItemId = "item-2" }, intent with { Step = "extend" }, intent with { Repeat = 1 }, intent with { Retry = 1 },
            intent with { InputHash = "other" }, intent with { Project = "other" }, intent with { ItemId = "item/1" }, intent with { ItemId = "item!1" },
        ];

        foreach (var one in intents)
        {
            var result = await _process.Door.SubmitAsync(one, new ScriptedSubmitter(new SubmitReply.Accepted("r")), default);
            ids.Add(result.ShouldBeOfType<PaidCallResult.Accepted>().CallId);
        }

        ids.Count.ShouldBe(intents.Length);
    }

    [Fact]
    public async Task The_reservation_tells_provider_price_and_one_key_for_all_attempts()
    {
        var submitter = new ScriptedSubmitter(new SubmitReply.Unsure("server_error", "502"), new SubmitReply.Accepted("r1"));

        var result = await _process.Door.SubmitAsync(LedgerFixture.Intent(providerClass: ProviderClass.K), submitter, default);

        result.ShouldBeOfType<PaidCallResult.Accepted>();
        submitter.Reservations.Count.ShouldBe(2);
        submitter.Reservations.Select(reservation => reservation.IdempotencyKey).Distinct().Count().ShouldBe(1);
        submitter.Reservations[0].Provider.ShouldBe("test");
        submitter.Reservations[0].WorstTicks.ShouldBe(100);
        submitter.Reservations[0].CallId.ShouldStartWith("default/20261101-120000-000001/item-1/generate/0/0/");
    }

    [Fact]
    public async Task A_retryable_refusal_keeps_the_money_held_and_may_be_asked_again()
    {
        var submitter = new ScriptedSubmitter(
            new SubmitReply.NotAccepted("rate_limited", "429", IsRetryable: true, TimeSpan.FromSeconds(7)), new SubmitReply.Accepted("r1"));

        var refused = (PaidCallResult.NotAccepted)await _process.Door.SubmitAsync(LedgerFixture.Intent(), submitter, default);

        refused.Code.ShouldBe("rate_limited");
        refused.IsRetryable.ShouldBeTrue();
        refused.RetryAfter.ShouldBe(TimeSpan.FromSeconds(7));
        var entry = (await _process.Ledger.GetAsync(refused.CallId, default))!;
        entry.State.ShouldBe(PaidCallState.Reserved);
        (await TotalsAsync()).ShouldBe(new LedgerTotals(100, 0, 0));
        (await _process.Door.SubmitAsync(LedgerFixture.Intent(), submitter, default)).ShouldBeOfType<PaidCallResult.Accepted>();
        (await _process.Ledger.GetAsync(refused.CallId, default))!.Attempts.ShouldBe(2);
    }

    [Fact]
    public async Task A_final_refusal_costs_nothing_and_frees_the_money()
    {
        var submitter = new ScriptedSubmitter(new SubmitReply.NotAccepted("invalid_request", "400", IsRetryable: false));

        var refused = (PaidCallResult.NotAccepted)await _process.Door.SubmitAsync(LedgerFixture.Intent(), submitter, default);

        refused.IsRetryable.ShouldBeFalse();
        (await TotalsAsync()).ShouldBe(new LedgerTotals(0, 0, 0));
        var again = (PaidCallResult.AlreadyEnded)await _process.Door.SubmitAsync(LedgerFixture.Intent(), submitter, default);
        again.State.ShouldBe(PaidCallState.Failed);
        again.Code.ShouldBe("invalid_request");
        submitter.SendCount.ShouldBe(1);
    }

    [Fact]
    public async Task An_unsure_send_of_class_N_is_unknown_keeps_its_money_and_is_never_sent_again()
    {
        var submitter = new ScriptedSubmitter(new SubmitReply.Unsure("timeout", "No reply."));

        var first = await _process.Door.SubmitAsync(LedgerFixture.Intent(), submitter, default);
        var second = await _process.Door.SubmitAsync(LedgerFixture.Intent(), submitter, default);

        first.ShouldBeOfType<PaidCallResult.Unknown>().Code.ShouldBe("timeout");
        second.ShouldBe(first);
        submitter.SendCount.ShouldBe(1);
        (await TotalsAsync()).ShouldBe(new LedgerTotals(100, 0, 1));
    }

    [Fact]
    public async Task What_a_submitter_throws_counts_as_unsure()
    {
        var result = await _process.Door.SubmitAsync(LedgerFixture.Intent(), new ThrowingSubmitter(), default);

        result.ShouldBeOfType<PaidCallResult.Unknown>().Message.ShouldContain("connection was lost");
    }

    [Fact]
    public async Task Class_K_is_sent_again_a_bounded_number_of_times_and_then_unknown()
    {
        var submitter = new ScriptedSubmitter([.. Enumerable.Repeat<SubmitReply>(new SubmitReply.Unsure("server_error", "502"), 20)]);
        PaidCallResult result;
        var asked = 0;
        do result = await _process.Door.SubmitAsync(LedgerFixture.Intent(providerClass: ProviderClass.K), submitter, default);
        while (result is PaidCallResult.NotAccepted { IsRetryable: true } && ++asked < 20);

        result.ShouldBeOfType<PaidCallResult.Unknown>();
        submitter.SendCount.ShouldBe(8);
    }

    [Fact]
    public async Task Class_K_refused_for_now_after_an_unsure_send_is_not_taken_for_unsent()
    {
        var submitter = new ScriptedSubmitter(
            new SubmitReply.Unsure("server_error", "502"), new SubmitReply.NotAccepted("rate_limited", "429", IsRetryable: true));

        var result = (PaidCallResult.NotAccepted)await _process.Door.SubmitAsync(LedgerFixture.Intent(providerClass: ProviderClass.K), submitter, default);

        (await _process.Ledger.GetAsync(result.CallId, default))!.State.ShouldBe(PaidCallState.Submitting);
        await Should.ThrowAsync<LedgerStateException>(() => _process.Ledger.ReleaseAsync(result.CallId, "cancelled", "", default));
    }

    [Fact]
    public async Task Class_L_is_looked_up_after_a_while_and_not_before()
    {
        var intent = LedgerFixture.Intent(providerClass: ProviderClass.L);
        var submitter = new ScriptedSubmitter(new SubmitReply.Unsure("timeout", "No reply.")) { Listed = "r9" };

        var early = (PaidCallResult.NotAccepted)await _process.Door.SubmitAsync(intent, submitter, default);
        early.RetryAfter.ShouldBe(TimeSpan.FromSeconds(10));
        submitter.LookUpCount.ShouldBe(0);

        _clock.Advance(TimeSpan.FromSeconds(10));
        (await _process.Door.SubmitAsync(intent, submitter, default)).ShouldBeOfType<PaidCallResult.Accepted>().RequestId.ShouldBe("r9");
        submitter.SendCount.ShouldBe(1);
    }

    [Fact]
    public async Task Class_L_that_is_not_listed_is_sent_again()
    {
        var intent = LedgerFixture.Intent(providerClass: ProviderClass.L);
        var submitter = new ScriptedSubmitter(new SubmitReply.Unsure("timeout", "No reply."), new SubmitReply.Accepted("r2"));
        await _process.Door.SubmitAsync(intent, submitter, default);
        _clock.Advance(TimeSpan.FromSeconds(10));

        (await _process.Door.SubmitAsync(intent, submitter, default)).ShouldBeOfType<PaidCallResult.Accepted>().RequestId.ShouldBe("r2");
        submitter.LookUpCount.ShouldBe(1);
        submitter.SendCount.ShouldBe(2);
    }

    [Fact]
    public async Task A_live_sender_elsewhere_is_waited_for_until_its_lease_ends()
    {
        var sending = new TaskCompletionSource<SubmitReply>();
        var here = new LedgerFixture(_tables, _clock, "here", ownerIsAlone: false);
        var there = new LedgerFixture(_tables, _clock, "there", ownerIsAlone: false);
        var first = there.Door.SubmitAsync(LedgerFixture.Intent(), new WaitingSubmitter(sending.Task), default);
        _clock.Advance(TimeSpan.FromSeconds(20));
        var submitter = new ScriptedSubmitter();

        var refused = (PaidCallResult.NotAccepted)await here.Door.SubmitAsync(LedgerFixture.Intent(), submitter, default);

        refused.Code.ShouldBe("in_progress_elsewhere");
        refused.IsRetryable.ShouldBeTrue();
        refused.RetryAfter.ShouldBe(TimeSpan.FromSeconds(40));
        submitter.SendCount.ShouldBe(0);
        sending.SetResult(new SubmitReply.Accepted("r1"));
        (await first).ShouldBeOfType<PaidCallResult.Accepted>();
        (await here.Door.SubmitAsync(LedgerFixture.Intent(), submitter, default)).ShouldBeOfType<PaidCallResult.Accepted>().RequestId.ShouldBe("r1");
    }

    [Fact]
    public async Task The_same_intent_twice_in_one_process_is_sent_once()
    {
        var sending = new TaskCompletionSource<SubmitReply>();
        var first = _process.Door.SubmitAsync(LedgerFixture.Intent(), new WaitingSubmitter(sending.Task), default);

        var second = await _process.Door.SubmitAsync(LedgerFixture.Intent(), new ScriptedSubmitter(), default);

        second.ShouldBeOfType<PaidCallResult.NotAccepted>().Code.ShouldBe("in_progress_elsewhere");
        sending.SetResult(new SubmitReply.Accepted("r1"));
        (await first).ShouldBeOfType<PaidCallResult.Accepted>();
    }

    [Fact]
    public async Task A_sender_that_is_not_answered_gives_up_before_its_lease_ends()
    {
        var submit = _process.Door.SubmitAsync(LedgerFixture.Intent(), new PatientSubmitter(_clock), default);

        _clock.Advance(TimeSpan.FromSeconds(45));

        (await submit).ShouldBeOfType<PaidCallResult.Unknown>().Code.ShouldBe("submit_timeout");
    }

    [Fact]
    public async Task An_acceptance_is_written_down_even_when_the_caller_has_gone()
    {
        using var cancelled = new CancellationTokenSource();
        var sending = new TaskCompletionSource<SubmitReply>();
        var submit = _process.Door.SubmitAsync(LedgerFixture.Intent(), new WaitingSubmitter(sending.Task), cancelled.Token);
        await cancelled.CancelAsync();
        sending.SetResult(new SubmitReply.Accepted("r1"));

        var accepted = (PaidCallResult.Accepted)await submit;

        (await _process.Ledger.GetAsync(accepted.CallId, default))!.RequestId.ShouldBe("r1");
    }

    [Fact]
    public async Task An_acceptance_that_the_store_fails_to_take_is_saved_when_the_intent_comes_again()
    {
        // Reserved, submitting, accepted: the third write.
        var failing = new FailingOnceStore(_tables, failAtWrite: 3);
        var process = new LedgerFixture(failing, _clock);
        var submitter = new ScriptedSubmitter(new SubmitReply.Accepted("r1"));
        await Should.ThrowAsync<IOException>(() => process.Door.SubmitAsync(LedgerFixture.Intent(), submitter, default));

        var result = await process.Door.SubmitAsync(LedgerFixture.Intent(), submitter, default);

        result.ShouldBeOfType<PaidCallResult.Accepted>().RequestId.ShouldBe("r1");
        submitter.SendCount.ShouldBe(1);
        await LedgerFixture.CapsShouldEqualTheirRowsAsync(_tables, "at the end");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_store_that_fails_before_the_send_costs_nothing(int failAtWrite)
    {
        var process = new LedgerFixture(new FailingOnceStore(_tables, failAtWrite), _clock);
        var submitter = new ScriptedSubmitter(new SubmitReply.Accepted("r1"));
        await Should.ThrowAsync<IOException>(() => process.Door.SubmitAsync(LedgerFixture.Intent(), submitter, default));
        submitter.SendCount.ShouldBe(0);

        (await process.Door.SubmitAsync(LedgerFixture.Intent(), submitter, default)).ShouldBeOfType<PaidCallResult.Accepted>();

        submitter.SendCount.ShouldBe(1);
    }

    [Fact]
    public async Task Cancelled_before_the_send_nothing_is_sent()
    {
        var submitter = new ScriptedSubmitter();

        await Should.ThrowAsync<OperationCanceledException>(() => _process.Door.SubmitAsync(LedgerFixture.Intent(), submitter, new CancellationToken(canceled: true)));

        submitter.SendCount.ShouldBe(0);
    }

    [Fact]
    public async Task Abandoning_frees_what_was_not_sent_and_shows_what_may_have_been()
    {
        var refusing = new ScriptedSubmitter(new SubmitReply.NotAccepted("rate_limited", "429", IsRetryable: true));
        var reserved = (PaidCallResult.NotAccepted)await _process.Door.SubmitAsync(LedgerFixture.Intent("reserved"), refusing, default);
        var unsure = new ScriptedSubmitter(new SubmitReply.Unsure("server_error", "502"), new SubmitReply.Unsure("server_error", "502"));
        var sent = (PaidCallResult.NotAccepted)await _process.Door.SubmitAsync(LedgerFixture.Intent("sent", ProviderClass.K), unsure, default);

        (await _process.Door.AbandonAsync(reserved.CallId, "cancelled", "The run was cancelled.", default)).State.ShouldBe(PaidCallState.Failed);
        (await _process.Door.AbandonAsync(sent.CallId, "cancelled", "The run was cancelled.", default)).State.ShouldBe(PaidCallState.Unknown);

        (await TotalsAsync()).ShouldBe(new LedgerTotals(100, 0, 1));
        (await _process.Door.AbandonAsync(sent.CallId, "cancelled", "", default)).State.ShouldBe(PaidCallState.Unknown);
    }

    [Fact]
    public async Task Money_freed_by_another_process_is_seen_before_a_refusal()
    {
        var other = new LedgerFixture(_tables, _clock, "other", ownerIsAlone: false);
        var intent = LedgerFixture.Intent("mine", limitTicks: 100);
        var theirs = (PaidCallResult.Accepted)await other.Door.SubmitAsync(
            LedgerFixture.Intent("theirs", limitTicks: 100), new ScriptedSubmitter(new SubmitReply.Accepted("r1")), default);
        (await _process.Door.SubmitAsync(intent, new ScriptedSubmitter(), default)).ShouldBeOfType<PaidCallResult.BudgetStopped>();

        await other.Ledger.FailAsync(theirs.CallId, "generation_failed", "", 0, default);

        (await _process.Door.SubmitAsync(intent, new ScriptedSubmitter(new SubmitReply.Accepted("r2")), default)).ShouldBeOfType<PaidCallResult.Accepted>();
    }

    [Theory]
    [InlineData("Project")]
    [InlineData("ItemId")]
    [InlineData("Step")]
    [InlineData("InputHash")]
    [InlineData("PromptHash")]
    [InlineData("Provider")]
    [InlineData("Repeat")]
    [InlineData("WorstTicks")]
    [InlineData("Caps")]
    [InlineData("Limit")]
    public async Task An_intent_that_is_not_whole_is_refused_before_anything_is_written(string part)
    {
        var intent = LedgerFixture.Intent();
        intent = part switch
        {
            "Project" => intent with { Project = "" },
            "ItemId" => intent with { ItemId = "" },
            "Step" => intent with { Step = "" },
            "InputHash" => intent with { InputHash = "" },
            "PromptHash" => intent with { PromptHash = "" },
            "Provider" => intent with { Provider = "" },
            "Repeat" => intent with { Repeat = -1 },
            "WorstTicks" => intent with { WorstTicks = -1 },
            "Caps" => intent with { Caps = [new BudgetCap("project", 1), new BudgetCap("project", 2)] },
            _ => intent with { Caps = [new BudgetCap("project", -1)] },
        };

        await Should.ThrowAsync<ArgumentException>(() => _process.Door.SubmitAsync(intent, new ScriptedSubmitter(), default));

        _tables.WriteCount.ShouldBe(0);
    }

    [Fact]
    public async Task Item_ids_of_any_letters_and_length_are_kept()
    {
        var item = "ünïcode / # ? \\ " + new string('長', 300);

        var accepted = (PaidCallResult.Accepted)await _process.Door.SubmitAsync(
            LedgerFixture.Intent(item), new ScriptedSubmitter(new SubmitReply.Accepted("r")), default);

        (await _process.Ledger.GetAsync(accepted.CallId, default))!.ItemId.ShouldBe(item);
    }

    private Task<LedgerTotals> TotalsAsync() => _process.Ledger.GetTotalsAsync(LedgerFixture.Project, LedgerFixture.Run, default);

    private sealed class ScriptedSubmitter(params SubmitReply[] replies) : IPaidSubmitter
    {
        private readonly Queue<SubmitReply> _replies = new(replies);

        public List<Reservation> Reservations { get; } = [];

        public int SendCount => Reservations.Count;

        public int LookUpCount { get; private set; }

        public string? Listed { get; init; }

        public Task<SubmitReply> SubmitAsync(Reservation reservation, CancellationToken cancellationToken)
        {
            Reservations.Add(reservation);
            return Task.FromResult(_replies.Dequeue());
        }

        public Task<LookUpReply> LookUpAsync(Reservation reservation, CancellationToken cancellationToken)
        {
            LookUpCount++;
            return Task.FromResult<LookUpReply>(Listed is null ? new LookUpReply.Absent() : new LookUpReply.Found(Listed));
        }
    }

    private sealed class WaitingSubmitter(Task<SubmitReply> reply) : IPaidSubmitter
    {
        public Task<SubmitReply> SubmitAsync(Reservation reservation, CancellationToken cancellationToken) => reply;

        public Task<LookUpReply> LookUpAsync(Reservation reservation, CancellationToken cancellationToken) => throw new NotSupportedException();
    }

    private sealed class PatientSubmitter(TimeProvider clock) : IPaidSubmitter
    {
        public async Task<SubmitReply> SubmitAsync(Reservation reservation, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, clock, cancellationToken);
            return new SubmitReply.Accepted("never");
        }

        public Task<LookUpReply> LookUpAsync(Reservation reservation, CancellationToken cancellationToken) => throw new NotSupportedException();
    }

    /// <summary>A store whose disk is full once.</summary>
    private sealed class FailingOnceStore(ITableStore inner, int failAtWrite) : ITableStore
    {
        private int _writes;

        public Task<TableRow?> GetAsync(string table, string partitionKey, string rowKey, CancellationToken cancellationToken) =>
            inner.GetAsync(table, partitionKey, rowKey, cancellationToken);

        public Task<IReadOnlyList<string>> WriteAsync(
            string table, string partitionKey, IReadOnlyList<TableOperation> operations, CancellationToken cancellationToken) =>
            ++_writes == failAtWrite
                ? Task.FromException<IReadOnlyList<string>>(new IOException("The disk is full."))
                : inner.WriteAsync(table, partitionKey, operations, cancellationToken);

        public IAsyncEnumerable<TableRow> QueryAsync(string table, string partitionKey, RowKeyRange range, CancellationToken cancellationToken) =>
            inner.QueryAsync(table, partitionKey, range, cancellationToken);
    }

    private sealed class ThrowingSubmitter : IPaidSubmitter
    {
        public Task<SubmitReply> SubmitAsync(Reservation reservation, CancellationToken cancellationToken) => throw new IOException("The connection was lost.");

        public Task<LookUpReply> LookUpAsync(Reservation reservation, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
