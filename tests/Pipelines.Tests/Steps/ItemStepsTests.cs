using FunctionsPipeline.Contracts;
using FunctionsPipeline.Durable;
using FunctionsPipeline.Durable.Engine;
using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.PaidCalls;
using FunctionsPipeline.Pipelines.Steps;
using FunctionsPipeline.State.Governor;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.Tests.Steps;

/// <summary>The item's side of a paid step on the real engine, in virtual time: what it does with each answer, and what its history replays to.</summary>
public sealed class ItemStepsTests : IDisposable
{
    private static readonly StepAnswer<TextVerdict> s_good = new(new SubmitAnswer(SubmitOutcome.Accepted), new TextVerdict("good"));
    private static readonly StepAnswer<TextVerdict> s_useless = new(new SubmitAnswer(SubmitOutcome.Accepted), null, new AnswerProblem("malformed_answer", "It is not JSON.", IsRetryable: true));
    private static readonly StepAnswer<TextVerdict> s_declined = new(new SubmitAnswer(SubmitOutcome.Accepted), null, new AnswerProblem("refused", "It declined.", IsRetryable: false));
    private static readonly StepAnswer<TextVerdict> s_pending = new(new SubmitAnswer(SubmitOutcome.Pending));
    private static readonly StepAnswer<TextVerdict> s_spent = new(new SubmitAnswer(SubmitOutcome.Spent));

    private readonly TemporaryFolder _home = new();
    private readonly ManualTimeProvider _clock = new();
    private readonly List<(StepCall<OneStepSettings> Call, DateTimeOffset At)> _calls = [];

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task A_place_in_the_queue_is_kept_and_waited_for()
    {
        var place = new SlotGrant
        {
            Key = "test/write", SlotId = "slot", IsGranted = false, Wait = TimeSpan.FromSeconds(40), NotBefore = default, ValidUntil = default, Reason = SlotReason.Rate,
        };

        var end = await PlayAsync(Wait(40, place), Wait(7, null), s_good);

        end.Status.ShouldBe(ItemStatus.Succeeded);
        Seconds().ShouldBe([0, 40, 47]);
        _calls.Select(call => call.Call.Place?.SlotId).ShouldBe([null, "slot", null]);
    }

    [Fact]
    public async Task What_was_turned_away_is_sent_again_no_sooner_than_the_provider_asks()
    {
        var end = await PlayAsync(TurnedAway(90), TurnedAway(0), s_good);

        end.Status.ShouldBe(ItemStatus.Succeeded);
        Seconds()[1].ShouldBe(90);
        (Seconds()[2] - Seconds()[1]).ShouldBeInRange(3, 5);
        _calls.ShouldAllBe(call => call.Call.PaidAttempt == 0 && call.Call.Choice == 0 && !call.Call.IsGivenUp);
    }

    [Fact]
    public async Task Without_patience_it_gives_up_once_and_the_next_model_is_asked()
    {
        var end = await PlayAsync(TurnedAway(1), TurnedAway(1), TurnedAway(1), GivenUp(), s_good);

        end.Status.ShouldBe(ItemStatus.Degraded);
        _calls.Select(call => (call.Call.Choice, call.Call.IsGivenUp)).ShouldBe([(0, false), (0, false), (0, false), (0, true), (1, false)]);
        end.Degradations.Single().Why.ShouldContain("Too many.");
    }

    /// <summary>A last look may find that it was accepted after all.</summary>
    [Theory]
    [InlineData(SubmitOutcome.Accepted, ItemStatus.Succeeded)]
    [InlineData(SubmitOutcome.Unknown, ItemStatus.Unknown)]
    public async Task What_giving_up_brings_to_light_counts(SubmitOutcome outcome, ItemStatus status)
    {
        var last = outcome == SubmitOutcome.Accepted ? s_good : new StepAnswer<TextVerdict>(new SubmitAnswer(outcome, Error: new ItemError("lost", "Lost.", null, false)));

        var end = await PlayAsync(TurnedAway(1), TurnedAway(1), TurnedAway(1), last);

        end.Status.ShouldBe(status);
        _calls.Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_slot_that_never_comes_is_given_up()
    {
        var waits = Enumerable.Repeat(Wait(60, null), BatchLimits.SlotWaitsMax + 1);

        var end = await PlayAsync([.. waits, GivenUp(), .. waits, GivenUp()]);

        (end.Status, end.Error!.Code).ShouldBe((ItemStatus.Failed, "no_time_slot"));
        _calls.Count(call => call.Call.IsGivenUp).ShouldBe(2);
    }

    [Fact]
    public async Task Useless_answers_up_to_the_bound_then_the_next_model_with_a_degradation_that_names_both()
    {
        var end = await PlayAsync(s_useless, s_useless, s_good);

        (end.Status, end.Answers).ShouldBe((ItemStatus.Degraded, 3));
        _calls.Select(call => (call.Call.Choice, call.Call.PaidAttempt)).ShouldBe([(0, 0), (0, 1), (1, 0)]);
        var degradation = end.Degradations.ShouldHaveSingleItem();
        degradation.What.ShouldContain("test/one");
        degradation.VisibleEffect.ShouldContain("test/two");
        degradation.Why.ShouldContain("It is not JSON.");
    }

    [Fact]
    public async Task An_answer_that_asking_again_would_not_mend_is_not_asked_for_again()
    {
        var end = await PlayAsync(s_declined, s_good);

        _calls.Select(call => call.Call.Choice).ShouldBe([0, 1]);
        end.Degradations.Single().Why.ShouldContain("It declined.");
    }

    [Fact]
    public async Task A_paid_attempt_that_is_over_is_followed_by_the_next_one()
    {
        var end = await PlayAsync(s_spent, s_spent, s_good);

        (end.Status, end.Degradations.Count).ShouldBe((ItemStatus.Succeeded, 0));
        _calls.Select(call => call.Call.PaidAttempt).ShouldBe([0, 1, 2]);
    }

    [Fact]
    public async Task All_models_useless_ends_the_item_with_the_first_ones_reason()
    {
        var end = await PlayAsync(s_declined, s_useless, s_useless);

        (end.Status, end.Error!.Code, end.Stage, end.Answers).ShouldBe((ItemStatus.Failed, "refused", OneStepItem.Step, 3));
    }

    [Theory]
    [InlineData(SubmitOutcome.Unknown, ItemStatus.Unknown, null)]
    [InlineData(SubmitOutcome.BudgetStopped, ItemStatus.Skipped, StopReasons.Budget)]
    [InlineData(SubmitOutcome.Cancelled, ItemStatus.Cancelled, StopReasons.Cancelled)]
    public async Task Some_outcomes_end_the_item_at_once_and_no_other_model_is_asked(SubmitOutcome outcome, ItemStatus status, string? stopReason)
    {
        var end = await PlayAsync(new StepAnswer<TextVerdict>(new SubmitAnswer(outcome, Error: new ItemError("why", "Because.", null, false))));

        (end.Status, end.StopReason, end.Error!.Code).ShouldBe((status, stopReason, "why"));
        _calls.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_model_without_access_is_not_called()
    {
        var end = await PlayAsync(item => item with { Models = [item.Models[0] with { Missing = "no key." }, item.Models[1]] }, s_good);

        end.Status.ShouldBe(ItemStatus.Degraded);
        _calls.Single().Call.Choice.ShouldBe(1);
        end.Degradations.Single().Why.ShouldContain("no key.");
    }

    [Fact]
    public async Task A_chain_without_any_access_fails_and_calls_nothing()
    {
        var end = await PlayAsync(item => item with { Models = [.. item.Models.Select(model => model with { Missing = "no key." })] });

        (end.Status, end.Error!.Code, _calls.Count).ShouldBe((ItemStatus.Failed, "provider_missing", 0));
    }

    [Fact]
    public async Task A_queue_is_asked_at_growing_intervals_and_then_given_up()
    {
        var end = await PlayAsync([.. Enumerable.Repeat(s_pending, 10), new StepAnswer<TextVerdict>(new SubmitAnswer(SubmitOutcome.Unknown, Error: new ItemError("result_timeout", "Never.", null, false)))]);

        end.Status.ShouldBe(ItemStatus.Unknown);
        var at = Seconds();
        at.Zip(at.Skip(1), (one, next) => next - one).SkipLast(1).ToList().ShouldBeInOrder();
        _calls.Select(call => call.Call.IsGivenUp).ShouldBe([.. Enumerable.Repeat(false, 10), true]);
        at[^1].ShouldBeInRange(OneStepItem.TimeoutSeconds, OneStepItem.TimeoutSeconds + 15);
    }

    private static StepAnswer<TextVerdict> Wait(double seconds, SlotGrant? place) => new(new SubmitAnswer(SubmitOutcome.Wait, WaitSeconds: seconds, Place: place));

    private static StepAnswer<TextVerdict> TurnedAway(double seconds) =>
        new(new SubmitAnswer(SubmitOutcome.TurnedAway, WaitSeconds: seconds, Error: new ItemError("rate_limited", "Too many.", null, true)));

    private static StepAnswer<TextVerdict> GivenUp() => new(SubmitAnswers.GivenUp);

    private List<double> Seconds() => [.. _calls.Select(call => (call.At - _calls[0].At).TotalSeconds)];

    private Task<OneStepEnd> PlayAsync(params StepAnswer<TextVerdict>[] answers) => PlayAsync(settings => settings, answers);

    private async Task<OneStepEnd> PlayAsync(Func<OneStepSettings, OneStepSettings> change, params StepAnswer<TextVerdict>[] answers)
    {
        var next = new Queue<StepAnswer<TextVerdict>>(answers);
        var registry = new OrchestrationRegistry()
            .AddOrchestrator(OneStepItem.Reference, () => new OneStepItem())
            .AddActivity(OneStepItem.Take, (_, call, _) =>
            {
                _calls.Add((call, _clock.GetUtcNow()));
                return Task.FromResult(next.Dequeue());
            });
        await using var engine = EmbeddedEngine.Open(new EngineOptions { Home = _home.Path, TimeProvider = _clock, InboxPollInterval = Timeout.InfiniteTimeSpan }, registry);
        await engine.StartAsync();
        await engine.ScheduleAsync(OneStepItem.Reference, StepWorld.Item(change: change), "item", default);

        var state = await EndAsync(engine);
        state.Failure.ShouldBeNull();
        next.ShouldBeEmpty();
        return Payload.Read<OneStepEnd>(state.Output!);
    }

    /// <summary>Leaps from timer to timer until the item has ended.</summary>
    private async Task<OrchestrationState> EndAsync(EmbeddedEngine engine)
    {
        var end = engine.WaitForCompletionAsync("item", default);
        while (true)
        {
            await engine.WhenIdleAsync();
            if (end.IsCompleted || _clock.NextDue is not { } due) return await end.WaitAsync(TimeSpan.FromSeconds(30));
            _clock.Advance(due - _clock.GetUtcNow());
        }
    }
}
