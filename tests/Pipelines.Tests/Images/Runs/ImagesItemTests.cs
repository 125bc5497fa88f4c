using System.Collections.Concurrent;
using System.Text.Json;
using FunctionsPipeline.Contracts;
using FunctionsPipeline.Durable;
using FunctionsPipeline.Durable.Engine;
using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.Images;
using FunctionsPipeline.Pipelines.Images.Iteration;
using FunctionsPipeline.Pipelines.PaidCalls;
using FunctionsPipeline.Pipelines.Steps;
using FunctionsPipeline.State.Ledger;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.Tests.Images.Runs;

/// <summary>The recipe of one prompt on the real engine, in virtual time, with steps that answer as a test wants.</summary>
public sealed class ImagesItemTests : IAsyncLifetime
{
    private const string Run = "20261126-095538-7f3a2c";
    private const string Id = "a-prompt";
    private const string Instance = Run + ":1:00000:0000000";

    private static readonly StepAnswer<EvaluateVerdict> Poor = Judged(0.5);

    private readonly TemporaryFolder _home = new();
    private readonly ManualTimeProvider _clock = new();
    private readonly ConcurrentQueue<(string Step, int Repeat, int Choice, int Attempt, int? From)> _calls = new();
    private ImagesEnding? _ending;
    private EmbeddedEngine? _engine;

    private Func<StepCall<ImagesSettings>, StepAnswer<ImageVerdict>> Image { get; set; } = call => Made(call.Repeat);

    private Func<StepCall<ImagesSettings>, StepAnswer<EvaluateVerdict>> Evaluate { get; set; } = _ => Poor;

    private Func<StepCall<ImagesSettings>, StepAnswer<ImproveVerdict>> Improve { get; set; } =
        call => new StepAnswer<ImproveVerdict>(new SubmitAnswer(SubmitOutcome.Accepted), new ImproveVerdict($"prompt {call.Repeat}"), ChargedTicks: 5);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_engine is not null) await _engine.DisposeAsync();
        _home.Dispose();
    }

    [Fact]
    public async Task Scores_of_an_image_have_numbers_of_their_own_and_an_improvement_says_from_where()
    {
        var ending = await RunAsync(Settings());

        ending.Status.ShouldBe(ItemStatus.Succeeded);
        _calls.Where(call => call.Step == "image").Select(call => call.Repeat).ShouldBe([0, 1, 2]);
        _calls.Where(call => call.Step == "evaluate").Select(call => call.Repeat).ShouldBeUnique();
        _calls.Where(call => call.Step == "improve").ShouldAllBe(call => call.From == 0);
        ending.Iterations[1].ImageTicks.ShouldBe(105);
        ending.Iterations[0].ImageTicks.ShouldBe(100);
    }

    [Fact]
    public async Task A_model_that_cannot_is_stood_in_for_and_that_is_written_down()
    {
        Image = call => call.Choice == 0 ? Problem<ImageVerdict>("refused", isRetryable: false) : Made(call.Repeat);

        var ending = await RunAsync(Settings() with { Images = [new ModelChoice("fal", "one"), new ModelChoice("openai", "two")], Iteration = Iteration(1) });

        ending.Status.ShouldBe(ItemStatus.Succeeded);
        var degradation = ending.Degradations.ShouldHaveSingleItem();
        degradation.Kind.ShouldBe("image_fallback");
        degradation.VisibleEffect.ShouldContain("openai/two");
        ending.Iterations[0].ImageTicks.ShouldBe(107, "what the refused call cost is part of what the image cost");
    }

    [Fact]
    public async Task A_judge_that_falls_silent_after_the_first_image_leaves_that_image()
    {
        Evaluate = call => call.Repeat == 0 ? Poor : Problem<EvaluateVerdict>("malformed_answer", isRetryable: true);

        var ending = await RunAsync(Settings());

        ending.Status.ShouldBe(ItemStatus.Succeeded);
        ending.Degradations.ShouldHaveSingleItem().Kind.ShouldBe("stopped_early");
        ending.Iterations.Count.ShouldBe(1);
        new IterationSummary(IterationPlan.Refine, Settings().Iteration, ending.Iterations, ending.Decisions).FirstDifference().ShouldBeNull();
        _calls.Count(call => call is { Step: "evaluate", Repeat: > 0 }).ShouldBe(3);
    }

    [Fact]
    public async Task A_judge_that_is_silent_from_the_first_fails_the_prompt()
    {
        Evaluate = _ => Problem<EvaluateVerdict>("malformed_answer", isRetryable: true);

        var ending = await RunAsync(Settings());

        ending.Status.ShouldBe(ItemStatus.Failed);
        ending.Stage.ShouldBe("evaluate");
        ending.Error!.Code.ShouldBe("malformed_answer");
    }

    [Theory]
    [InlineData(SubmitOutcome.BudgetStopped, ItemStatus.Skipped, StopReasons.Budget)]
    [InlineData(SubmitOutcome.Cancelled, ItemStatus.Cancelled, StopReasons.Cancelled)]
    [InlineData(SubmitOutcome.Unknown, ItemStatus.Unknown, null)]
    public async Task What_stops_the_run_is_no_degradation_and_the_images_so_far_are_kept(SubmitOutcome outcome, ItemStatus status, string? stopReason)
    {
        Image = call => call.Repeat == 0 ? Made(0) : new StepAnswer<ImageVerdict>(new SubmitAnswer(outcome, Error: new ItemError("stopped", "Stopped.", null, true)));

        var ending = await RunAsync(Settings());

        (ending.Status, ending.StopReason).ShouldBe((status, stopReason));
        ending.Degradations.ShouldBeEmpty();
        ending.Iterations.Count.ShouldBe(1);
    }

    /// <summary>More than the rule ever makes of the most that a specification may ask for: every image scored as often as allowed, every check failed.</summary>
    [Fact]
    public void The_longest_record_fits_a_payload_of_either_host()
    {
        string[] failed = [.. ImageRequests.Checks, "clipping", "duplicate", "banding"];
        IReadOnlyList<ModelChoice> chain = [.. Enumerable.Range(0, 3).Select(number => new ModelChoice("openai-compatible", new string('m', 60) + number))];
        var settings = Settings() with
        {
            Images = chain,
            Judges = chain,
            Improvers = chain,
            Caps = [.. Enumerable.Range(0, 9).Select(number => new BudgetCap($"provider:openai-compatible-{number}", 123_456_789_012))],
        };
        var scores = Enumerable.Repeat(new JudgeScore(0.6512345678901234, 123_456_789), ImagesLimits.RescoresMax + 1).ToList();
        var iterations = Enumerable.Range(1, ImagesLimits.IterationsMax).Select(number => new IterationRecord(number, new string('f', 64), 1_234_567_890, scores, 0.6512345678901234, failed)).ToList();
        var decisions = iterations.SelectMany(image => Enumerable.Repeat(new IterationDecision(IterationAction.Rescore, 10, image.Number, [], null), ImagesLimits.RescoresMax)
            .Append(new IterationDecision(IterationAction.Continue, 10, image.Number, failed, null))).ToList();

        var ending = new ImagesEnding(
            new ItemInput<ImagesSettings>(Run, 1, 0, new ChunkItem(0, new string('i', 64), 0), settings), ItemStatus.Succeeded, "evaluate", 100, [], iterations, decisions, null, null);

        JsonSerializer.SerializeToUtf8Bytes(ending, DurableJson.Options).Length.ShouldBeInRange(8 * 1024, Durable.Limits.PayloadBytesMax);
    }

    private async Task<ImagesEnding> RunAsync(ImagesSettings settings)
    {
        var registry = new OrchestrationRegistry()
            .AddOrchestrator(ImagesNames.Batch.Item, () => new ImagesItemOrchestrator())
            .AddActivity(ImagesNames.MakeImage, (_, call, _) => Taken(call, Image))
            .AddActivity(ImagesNames.Evaluate, (_, call, _) => Taken(call, Evaluate))
            .AddActivity(ImagesNames.Improve, (_, call, _) => Taken(call, Improve))
            .AddActivity(ImagesNames.CompleteItem, (_, ending, _) =>
            {
                _ending = ending;
                return Task.FromResult(new ItemOutcome(ending.Item.Item.ItemId, ending.Status, ending.StopReason));
            });
        _engine = EmbeddedEngine.Open(new EngineOptions { Home = _home.Path, TimeProvider = _clock, InboxPollInterval = Timeout.InfiniteTimeSpan }, registry);
        await _engine.StartAsync();
        await _engine.ScheduleAsync(ImagesNames.Batch.Item, new ItemInput<ImagesSettings>(Run, 1, 0, new ChunkItem(0, Id, 0), settings), Instance, CancellationToken.None);
        for (var moves = 0; ; moves++)
        {
            await _engine.WhenIdleAsync().WaitAsync(TimeSpan.FromSeconds(60));
            var state = (await _engine.GetAsync(Instance, CancellationToken.None))!;
            if (state.IsEnded)
            {
                state.Status.ShouldBe(OrchestrationStatus.Completed, state.Failure?.Message);
                return _ending.ShouldNotBeNull();
            }

            moves.ShouldBeLessThan(1000, "it never ends");
            _clock.Advance(TimeSpan.FromSeconds(1));
        }
    }

    private Task<StepAnswer<T>> Taken<T>(StepCall<ImagesSettings> call, Func<StepCall<ImagesSettings>, StepAnswer<T>> answer)
        where T : class
    {
        _calls.Enqueue((call.Step, call.Repeat, call.Choice, call.PaidAttempt, call.From));
        return Task.FromResult(answer(call));
    }

    private static StepAnswer<ImageVerdict> Made(int repeat) =>
        new(new SubmitAnswer(SubmitOutcome.Accepted), new ImageVerdict($"prompt {repeat}", 0.9, []), ChargedTicks: 100);

    private static StepAnswer<EvaluateVerdict> Judged(double score) =>
        new(new SubmitAnswer(SubmitOutcome.Accepted), new EvaluateVerdict(score, ["sharpness"]), ChargedTicks: 10);

    private static StepAnswer<T> Problem<T>(string code, bool isRetryable)
        where T : class =>
        new(new SubmitAnswer(SubmitOutcome.Accepted), null, new AnswerProblem(code, "It is of no use.", isRetryable), ChargedTicks: 7);

    private static IterationSettings Iteration(int images) => new()
    {
        TargetScore = 0.9, IterationsMax = images, ScoresMax = 3, BudgetTicks = IterationSettings.TicksLimit, IterationCostTicks = 2_000_000_000, ScoreCostTicks = 200_000_000,
    };

    private static ImagesSettings Settings() => new()
    {
        Project = "default",
        JitterMinSeconds = 0,
        JitterMaxSeconds = 0,
        SubmitAttemptsMax = 8,
        ChunksInFlight = 1,
        ItemsInFlightPerChunk = 1,
        Seed = 1,
        Caps = [],
        Images = [new ModelChoice("fal", "one")],
        Judges = [new ModelChoice("gemini", "one")],
        Improvers = [new ModelChoice("gemini", "one")],
        Plan = IterationPlan.Refine,
        Iteration = Iteration(4),
        TriesMax = 3,
        AnswersMax = 3,
        Formats = ["json", "yaml"],
    };
}
