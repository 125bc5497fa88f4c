using FunctionsPipeline.Contracts;
using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.Steps;
using FunctionsPipeline.Providers;
using FunctionsPipeline.State.Blobs;
using FunctionsPipeline.State.Ledger;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.Tests.Steps;

/// <summary>The paid step of an item, from end to end in virtual time.</summary>
public sealed class StepTakerTests : IDisposable
{
    private readonly StepWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public void A_good_answer_is_kept_recorded_and_settled() => Run(async () =>
    {
        _world.FileText = "a file";

        var end = await _world.PlayAsync(StepWorld.Item());

        (end.Status, end.Text, end.Answers).ShouldBe((ItemStatus.Succeeded, "answer 1", 1));
        var entry = (await _world.EntriesAsync()).ShouldHaveSingleItem();
        (entry.State, entry.ChargedTicks, entry.Model, entry.Step).ShouldBe((PaidCallState.Settled, 70, "one", "write.test"));
        var step = (await _world.Open().Steps.GetAsync(StepWorld.Run, 0, OneStepItem.Step, 0, default)).ShouldNotBeNull();
        (step.CallId, step.TakenFrom).ShouldBe((entry.CallId, null));
        foreach (var path in step.Files.Append(step.ResultPath)) (await _world.Blobs.GetPropertiesAsync(path, default)).ShouldNotBeNull(path);
    });

    [Fact]
    public void Taking_a_step_again_gives_what_it_gave() => Run(async () =>
    {
        var first = await _world.PlayAsync(StepWorld.Item());
        var second = await _world.PlayAsync(StepWorld.Item(round: 2));

        (second.Text, _world.Provider.Sends).ShouldBe((first.Text, 1));
    });

    [Theory]
    [InlineData(Reply.Malformed, "malformed_answer")]
    [InlineData(Reply.Truncated, "truncated")]
    public void A_useless_answer_is_paid_for_and_asked_again_then_the_next_model_stands_in_and_says_so(Reply reply, string code) => Run(async () =>
    {
        _world.Provider.Replies.Enqueue(reply);
        _world.Provider.Replies.Enqueue(reply);

        var end = await _world.PlayAsync(StepWorld.Item());

        (end.Status, end.Text, end.Answers).ShouldBe((ItemStatus.Degraded, "answer 3", 3));
        var degradation = end.Degradations.ShouldHaveSingleItem();
        degradation.Kind.ShouldBe("write_fallback");
        (degradation.What + degradation.VisibleEffect).ShouldContain("test/one");
        degradation.VisibleEffect.ShouldContain("test/two");
        var entries = await _world.EntriesAsync();
        entries.Select(entry => (entry.Model, entry.Retry, entry.State)).OrderBy(entry => entry.Model).ThenBy(entry => entry.Retry)
            .ShouldBe([("one", 0, PaidCallState.Settled), ("one", 1, PaidCallState.Settled), ("two", 0, PaidCallState.Settled)]);
        entries.Sum(entry => entry.ChargedTicks).ShouldBe(3 * ChargingProvider.PriceTicks, code);
    });

    /// <summary>Two models of one provider must not share a file: the second's answer would stand for the first's.</summary>
    [Fact]
    public void Every_answer_that_was_paid_for_is_still_there() => Run(async () =>
    {
        foreach (var reply in new[] { Reply.Malformed, Reply.Truncated }) _world.Provider.Replies.Enqueue(reply);

        await _world.PlayAsync(StepWorld.Item());

        (await AnswersAsync()).Order().ShouldBe(["answer 3", "malformed", "truncated"]);
    });

    [Fact]
    public void A_retry_round_after_useless_answers_buys_a_new_one() => Run(async () =>
    {
        for (var n = 0; n < 4; n++) _world.Provider.Replies.Enqueue(Reply.Malformed);
        var first = await _world.PlayAsync(StepWorld.Item());
        (first.Status, first.Error!.Code, _world.Provider.Sends).ShouldBe((ItemStatus.Failed, "malformed_answer", 4));

        var second = await _world.PlayAsync(StepWorld.Item(round: 2));

        (second.Status, second.Text, _world.Provider.Sends).ShouldBe((ItemStatus.Succeeded, "answer 5", 5));
        (await _world.EntriesAsync()).Count.ShouldBe(5);
    });

    [Fact]
    public void A_call_that_was_turned_away_is_sent_again_after_the_pause() => Run(async () =>
    {
        _world.Provider.Replies.Enqueue(Reply.RateLimited);
        _world.Provider.Replies.Enqueue(Reply.ConnectionRefused);
        var begin = _world.World.Clock.GetUtcNow();

        var end = await _world.PlayAsync(StepWorld.Item());

        (end.Status, _world.Provider.Sends).ShouldBe((ItemStatus.Succeeded, 3));
        (_world.World.Clock.GetUtcNow() - begin).ShouldBeGreaterThan(TimeSpan.FromSeconds(4.5));
        (await _world.EntriesAsync()).ShouldHaveSingleItem().Attempts.ShouldBe(3);
    });

    [Fact]
    public void When_patience_is_over_the_reservation_goes_back_and_the_next_model_is_asked() => Run(async () =>
    {
        for (var n = 0; n < 3; n++) _world.Provider.Replies.Enqueue(Reply.RateLimited);

        var end = await _world.PlayAsync(StepWorld.Item());

        (end.Status, end.Text).ShouldBe((ItemStatus.Degraded, "answer 4"));
        var entries = await _world.EntriesAsync();
        entries.Single(entry => entry.Model == "one").State.ShouldBe(PaidCallState.Failed);
        (await TotalsAsync()).ShouldBe(new LedgerTotals(0, 70, 0));
    });

    [Fact]
    public void A_refused_key_ends_the_item_with_the_reason_that_stops_the_run() => Run(async () =>
    {
        _world.Provider.Replies.Enqueue(Reply.KeyRefused);
        _world.Provider.Replies.Enqueue(Reply.KeyRefused);

        var end = await _world.PlayAsync(StepWorld.Item());

        (end.Status, end.StopReason, end.Error!.Code).ShouldBe((ItemStatus.Failed, StopReasons.KeyRefused, "unauthorized"));
        (await TotalsAsync()).ShouldBe(new LedgerTotals(0, 0, 0));
    });

    [Theory]
    [InlineData(Reply.LostAfterAccept)]
    [InlineData(Reply.ServerErrorAfterAccept)]
    public void An_unsure_call_ends_the_item_as_unknown_and_nothing_stands_in_for_it(Reply reply) => Run(async () =>
    {
        _world.Provider.Replies.Enqueue(reply);

        var first = await _world.PlayAsync(StepWorld.Item());
        var second = await _world.PlayAsync(StepWorld.Item(round: 2));

        (first.Status, second.Status, _world.Provider.Sends).ShouldBe((ItemStatus.Unknown, ItemStatus.Unknown, 1));
        first.Error!.Message.ShouldContain("Nobody can tell");
        (await TotalsAsync()).ShouldBe(new LedgerTotals(StepWorld.WorstTicks, 0, 1));
    });

    [Fact]
    public void A_cap_ends_the_item_and_nothing_is_held() => Run(async () =>
    {
        var end = await _world.PlayAsync(StepWorld.Item(change: settings => settings with { Caps = [new BudgetCap("project", 99)] }));

        (end.Status, end.StopReason, _world.Provider.Sends).ShouldBe((ItemStatus.Skipped, StopReasons.Budget, 0));
        (await _world.EntriesAsync()).ShouldBeEmpty();
    });

    [Fact]
    public void A_cancelled_run_gives_the_reservation_of_a_waiting_item_back() => Run(async () =>
    {
        await _world.PutRunAsync(StepWorld.Run);
        _world.Provider.Replies.Enqueue(Reply.RateLimited);
        var item = _world.PlayAsync(StepWorld.Item());
        await _world.World.Delay(TimeSpan.FromSeconds(1));
        (await TotalsAsync()).ShouldBe(new LedgerTotals(StepWorld.WorstTicks, 0, 0));

        await _world.Open().Runs.UpdateAsync(StepWorld.Run, run => run with { IsCancelRequested = true }, default);
        var end = await item;

        (end.Status, end.StopReason, _world.Provider.Sends).ShouldBe((ItemStatus.Cancelled, StopReasons.Cancelled, 1));
        (await TotalsAsync()).ShouldBe(new LedgerTotals(0, 0, 0));
    });

    /// <summary>A call of class K that may have been accepted is not sent again for a run that was cancelled, and is not forgotten.</summary>
    [Fact]
    public void A_cancelled_run_leaves_a_call_that_may_have_been_accepted_unknown() => Run(async () =>
    {
        _world.Class = ProviderClass.K;
        await _world.PutRunAsync(StepWorld.Run);
        var rehearsal = new ProcessLife();
        await _world.PlayAsync(StepWorld.Item(change: settings => settings with { Prompt = "rehearsal" }), rehearsal);
        var life = new ProcessLife(rehearsal.Points.ToList().IndexOf("after send"));
        try
        {
            await _world.PlayAsync(StepWorld.Item(), life);
        }
        catch (ProcessEndedException)
        {
            // As planned; the next process finds what it left.
        }

        life.HasEnded.ShouldBeTrue();
        await _world.Open().Runs.UpdateAsync(StepWorld.Run, run => run with { IsCancelRequested = true }, default);

        var end = await _world.PlayAsync(StepWorld.Item());

        (end.Status, _world.Provider.Sends).ShouldBe((ItemStatus.Unknown, 2));
        (await _world.EntriesAsync()).Count(entry => entry.State == PaidCallState.Unknown).ShouldBe(1);
    });

    [Fact]
    public void An_answer_that_is_gone_from_the_folder_is_bought_again_and_the_first_stays_paid() => Run(async () =>
    {
        await _world.PlayAsync(StepWorld.Item());
        await foreach (var blob in _world.Blobs.ListAsync($"runs/{StepWorld.Run}/", default)) await _world.Blobs.DeleteAsync(blob.Path, null, default);

        var end = await _world.PlayAsync(StepWorld.Item(round: 2));

        (end.Status, end.Text).ShouldBe((ItemStatus.Succeeded, "answer 2"));
        (await TotalsAsync()).ShouldBe(new LedgerTotals(0, 140, 0));
    });

    [Fact]
    public void A_model_without_access_is_passed_over_and_named() => Run(async () =>
    {
        var end = await _world.PlayAsync(StepWorld.Item(change: settings => settings with
        {
            Models = [new ModelChoice("gone", "best") { Missing = "this host has no access to it (set GONE_KEY)." }, new ModelChoice("test", "two")],
        }));

        end.Status.ShouldBe(ItemStatus.Degraded);
        var degradation = end.Degradations.ShouldHaveSingleItem();
        degradation.Why.ShouldContain("GONE_KEY");
        degradation.VisibleEffect.ShouldBe("Step 'write' was done by test/two instead.");
    });

    [Fact]
    public void A_queue_is_asked_until_it_is_done() => Run(async () =>
    {
        var polls = 0;
        _world.Fetch = requestId => Task.FromResult(++polls == 4 ? _world.Provider.Answer(requestId) : null);

        var end = await _world.PlayAsync(StepWorld.Item());

        (end.Status, end.Text, polls, _world.Provider.Sends).ShouldBe((ItemStatus.Succeeded, "answer 1", 4, 1));
        (await TotalsAsync()).ShouldBe(new LedgerTotals(0, 70, 0));
    });

    [Fact]
    public void A_queue_that_failed_is_written_down_as_failed_and_the_next_model_is_asked() => Run(async () =>
    {
        _world.Fetch = requestId => requestId == "request-1"
            ? throw new ProviderException(ChargingProvider.Failure(ProviderErrorCode.GenerationFailed, isRetryable: false, MoneySpent.No))
            : Task.FromResult<PricedReply<string>?>(_world.Provider.Answer(requestId));

        var end = await _world.PlayAsync(StepWorld.Item());

        (end.Status, end.Text).ShouldBe((ItemStatus.Degraded, "answer 2"));
        (await _world.EntriesAsync()).Select(entry => (entry.Model, entry.State, entry.ChargedTicks)).Order()
            .ShouldBe([("one", PaidCallState.Failed, 0L), ("two", PaidCallState.Settled, 70L)]);
    });

    [Fact]
    public void A_queue_that_never_answers_is_given_up_as_unknown_and_found_by_a_later_round() => Run(async () =>
    {
        _world.Fetch = _ => Task.FromResult<PricedReply<string>?>(null);
        var begin = _world.World.Clock.GetUtcNow();
        var end = await _world.PlayAsync(StepWorld.Item());
        (end.Status, end.Error!.Code).ShouldBe((ItemStatus.Unknown, "result_timeout"));
        (_world.World.Clock.GetUtcNow() - begin).ShouldBeInRange(TimeSpan.FromSeconds(OneStepItem.TimeoutSeconds), TimeSpan.FromSeconds(OneStepItem.TimeoutSeconds + 16));
        (await TotalsAsync()).ShouldBe(new LedgerTotals(StepWorld.WorstTicks, 0, 1));

        _world.Fetch = requestId => Task.FromResult<PricedReply<string>?>(_world.Provider.Answer(requestId));
        var later = await _world.PlayAsync(StepWorld.Item(round: 2));

        (later.Status, later.Text, _world.Provider.Sends).ShouldBe((ItemStatus.Succeeded, "answer 1", 1));
        (await TotalsAsync()).ShouldBe(new LedgerTotals(0, 70, 0));
    });

    /// <summary>Whoever may not ask, or asks for what is forgotten, learns nothing about money.</summary>
    [Theory]
    [InlineData(ProviderErrorCode.Unauthorized)]
    [InlineData(ProviderErrorCode.NotFound)]
    [InlineData(ProviderErrorCode.ServerError)]
    [InlineData(ProviderErrorCode.UnexpectedReply)]
    public void A_queue_that_cannot_be_asked_leaves_the_call_unknown_and_not_free(ProviderErrorCode code) => Run(async () =>
    {
        _world.Fetch = _ => throw new ProviderException(ChargingProvider.Failure(code, isRetryable: code == ProviderErrorCode.ServerError, MoneySpent.No));

        var end = await _world.PlayAsync(StepWorld.Item());

        end.Status.ShouldBe(ItemStatus.Unknown);
        (await TotalsAsync()).ShouldBe(new LedgerTotals(StepWorld.WorstTicks, 0, 1));
    });

    private void Run(Func<Task> test) => _world.World.Run(test);

    private Task<LedgerTotals> TotalsAsync() => _world.Open().Ledger.GetTotalsAsync(StepWorld.Project, StepWorld.Run, default);

    private async Task<List<string>> AnswersAsync()
    {
        var answers = new List<string>();
        await foreach (var blob in _world.Blobs.ListAsync($"runs/{StepWorld.Run}/answers/", default))
        {
            answers.Add((await new AnswerFile<string>(_world.Blobs, blob.Path).ReadAsync(default))!.Reply);
        }

        return answers;
    }
}
