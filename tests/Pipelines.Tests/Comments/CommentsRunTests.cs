using FunctionsPipeline.Pipelines.Comments;
using FunctionsPipeline.Pipelines.Comments.Reporting;
using FunctionsPipeline.Pipelines.RunFolder;
using FunctionsPipeline.Providers;
using FunctionsPipeline.Providers.Gemini;
using FunctionsPipeline.State.Runs;
using Microsoft.Extensions.Logging.Abstractions;

namespace FunctionsPipeline.Pipelines.Tests.Comments;

/// <summary>Whole runs of suggestions, from the specification to the folder.</summary>
public sealed class CommentsRunTests : IDisposable
{
    private readonly CommentsWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public void Each_post_gets_its_suggestions_and_the_sums_agree()
    {
        var run = _world.Run(Enumerable.Range(1, 7).Select(n => CommentsWorld.Post($"p{n}", $"What do you think of number {n}?")));

        var lines = _world.Lines(run);
        lines.Count.ShouldBe(7);
        lines.ShouldAllBe(line => line.Suggestions.Count == 3 && line.GateScore == 0.9 && line.Error == null);
        _world.Totals(run).ShouldBe(new State.Ledger.LedgerTotals(0, _world.Chat.ChargedTicks, 0));
        lines.Sum(line => line.CostTicks).ShouldBe(_world.Chat.ChargedTicks);

        // Without a fitted maker of vectors the offline one stands in, and each item says so.
        lines.ShouldAllBe(line => line.Status == ItemStatus.Degraded && line.Degradations.Single().Kind == "embed_fallback");
    }

    [Theory]
    [InlineData("gemini")]
    [InlineData("gemini/gemini-embedding-001")]
    public void A_maker_of_vectors_without_a_fitted_threshold_is_not_paid_the_offline_one_stands_in(string embedder)
    {
        var nobody = new GeminiProvider(new GeminiOptions("key") { BaseUrl = new Uri("http://127.0.0.1:1") }, TimeProvider.System, new Random(1), NullLoggerFactory.Instance);
        using var world = new CommentsWorld(KeyValuePair.Create<string, IProvider>(GeminiProvider.Id, nobody));

        var run = world.Run([CommentsWorld.Post("a", "Which telescope is a good first one?")], $"models: xai\nembedders: {embedder}");

        run.Status.ShouldBe(RunStatus.Degraded);
        var degradation = world.Lines(run).Single().Degradations.Single();
        degradation.Kind.ShouldBe("embed_fallback");
        degradation.Why.ShouldContain("no threshold was fitted for it");
        world.Totals(run).SpentTicks.ShouldBe(world.Chat.ChargedTicks);
    }

    [Fact]
    public void The_gate_lets_through_and_leaves()
    {
        var run = _world.Run([CommentsWorld.Post("yes", "gate=0.5 at the threshold"), CommentsWorld.Post("no", "gate=0.49 below it")], "gateThreshold: 0.5");

        var lines = _world.Lines(run);
        lines[0].Suggestions.Count.ShouldBe(3);
        (lines[1].Status, lines[1].Suggestions.Count, lines[1].GateScore).ShouldBe((ItemStatus.Succeeded, 0, 0.49));
        _world.Chat.Sends.Count.ShouldBe(4);
    }

    [Fact]
    public void Without_the_gate_no_post_is_scored()
    {
        var run = _world.Run([CommentsWorld.Post("a", "gate=0.1 a bad one")], "useGate: false");

        (_world.Lines(run)[0].Suggestions.Count, _world.Lines(run)[0].GateScore, _world.Chat.Sends.Count).ShouldBe((3, null, 2));
    }

    [Theory]
    [InlineData("true", new[] { SuggestionState.Kept, SuggestionState.LowScore, SuggestionState.Kept })]
    [InlineData("false", new[] { SuggestionState.Kept, SuggestionState.KeptLow, SuggestionState.Kept })]
    public void Low_scores_are_skipped_or_kept_and_marked(string skip, SuggestionState[] states)
    {
        var run = _world.Run([CommentsWorld.Post("a", "scores=0.9,0.3,0.6 please")], $"skipLowScores: {skip}");

        _world.Lines(run)[0].Suggestions.Select(suggestion => suggestion.State).ShouldBe(states);
        _world.Text(run, "suggestions.jsonl").Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(states.Count(state => state is SuggestionState.Kept or SuggestionState.KeptLow));
    }

    [Theory]
    [InlineData("scores=0.9,0.3,0.6", "suggestions: 2 kept, 1 not good enough, 0 said already")]
    [InlineData("scores=0.1,0.3,0.2", "suggestions: 0 kept, 3 not good enough, 0 said already; a lower qualityThreshold keeps more")]
    public async Task The_summary_tells_in_a_line_what_came_of_the_suggestions(string scores, string sentence)
    {
        var run = _world.Run([CommentsWorld.Post("a", $"{scores} please")]);

        var summary = await RunSummaries.ReadAsync(_world.Services, run, default);

        new CommentsReader().Sentence(summary.Tasks).ShouldBe(sentence);
    }

    [Fact]
    public void Of_two_that_say_the_same_the_first_in_the_plan_stays_whichever_came_back_first()
    {
        _world.Chat.Suggest = (post, number) => number == 1 ? "Always keep a second copy of your photos on another disk." : $"{post} {number} {new string((char)('a' + number), 9)}";
        foreach (var batchSize in new[] { 1, 5 })
        {
            var run = _world.Run(
                [CommentsWorld.Post("first", "How do I store pictures?"), CommentsWorld.Post("second", "My disk broke yesterday."), CommentsWorld.Post("third", "Cloud or not?")],
                $"batchSize: {batchSize}\nproject: of-{batchSize}");

            var lines = _world.Lines(run);
            lines[0].Suggestions[0].State.ShouldBe(SuggestionState.Kept);
            foreach (var line in lines.Skip(1))
            {
                (line.Suggestions[0].State, line.Suggestions[0].DuplicateOf).ShouldBe((SuggestionState.Duplicate, "first#1"));
                line.Suggestions[0].Cosine!.Value.ShouldBe(1, 0.001);
            }
        }
    }

    [Fact]
    public void A_later_run_does_not_say_again_what_an_earlier_one_of_the_project_said()
    {
        _world.Chat.Suggest = (post, number) => number == 1 ? "Always keep a second copy of your photos on another disk." : $"{post} {number} {new string((char)('a' + number), 9)}";
        var first = _world.Run([CommentsWorld.Post("one", "How do I store pictures?")]);
        var second = _world.Run([CommentsWorld.Post("two", "My disk broke yesterday.")]);
        var elsewhere = _world.Run([CommentsWorld.Post("two", "My disk broke yesterday.")], "project: other");

        (_world.Lines(second)[0].Suggestions[0].State, _world.Lines(second)[0].Suggestions[0].DuplicateOf).ShouldBe((SuggestionState.Duplicate, $"{first.RunId}/one#1"));
        _world.Lines(elsewhere)[0].Suggestions[0].State.ShouldBe(SuggestionState.Kept);
    }

    [Fact]
    public void A_later_run_of_the_same_post_takes_the_place_of_the_earlier_one()
    {
        var texts = new[] { "Always keep a second copy of your photos on another disk.", "Which camera did you take this with?", "The colours of the sky are lovely here." };
        _world.Chat.Suggest = (_, number) => texts[number - 1];
        _world.Run([CommentsWorld.Post("one", "How do I store pictures?")]);

        // The same again is no duplicate of itself; this time only one is good enough.
        var again = _world.Run([CommentsWorld.Post("ONE", "How do I store pictures? scores=0.9,0.1,0.1")]);
        _world.Lines(again)[0].Suggestions.Select(suggestion => suggestion.State).ShouldBe([SuggestionState.Kept, SuggestionState.LowScore, SuggestionState.LowScore]);

        var remembered = new SuggestionStore(_world.Services.Tables).ListAsync("default", default).ToBlockingEnumerable().ToList();
        remembered.Select(suggestion => (suggestion.RunId, suggestion.Number)).ShouldBe([(again.RunId, 1)]);

        // So another post may be told the second one.
        var other = _world.Run([CommentsWorld.Post("two", "A sunset.")]);
        _world.Lines(other)[0].Suggestions.Select(suggestion => suggestion.State)
            .ShouldBe([SuggestionState.Duplicate, SuggestionState.Kept, SuggestionState.Kept]);
    }

    [Fact]
    public void Results_do_not_depend_on_how_many_are_under_way_at_once()
    {
        var posts = Enumerable.Range(1, 23).Select(n => CommentsWorld.Post($"p{n}", $"Question {n}, scores=0.9,0.{n % 10},0.7 gate=0.{(n % 7) + 3}")).ToList();
        _world.Chat.Suggest = (post, number) => number == 3 ? "Always keep a second copy of your photos on another disk." : $"{post} {number}";

        var (five, one) = (Results(5), Results(1));

        five.ShouldBe(one);
        five.Count.ShouldBe(23);

        List<string> Results(int batchSize) =>
        [
            .. _world.Lines(_world.Run(posts, $"batchSize: {batchSize}\nproject: with-{batchSize}\nrequestsPerMinute: 100000")).Select(line =>
                System.Text.Json.JsonSerializer.Serialize(line with { RunId = "", UpdatedAt = default, Degradations = [.. line.Degradations.Select(degradation => degradation with { Since = default })] })),
        ];
    }

    [Fact]
    public void One_items_error_does_not_stop_the_others_and_a_retry_mends_it()
    {
        var isBroken = true;
        _world.Chat.Failure = post => isBroken && post.Contains("number 3", StringComparison.Ordinal)
            ? Steps.ChargingProvider.Failure(ProviderErrorCode.InvalidRequest, isRetryable: false, MoneySpent.No)
            : null;
        var run = _world.Run(Enumerable.Range(1, 6).Select(n => CommentsWorld.Post($"p{n}", $"What of number {n}?")));

        var lines = _world.Lines(run);
        run.Status.ShouldBe(RunStatus.Failed);
        (lines[2].Status, lines[2].FailedStage, lines[2].Error!.Code).ShouldBe((ItemStatus.Failed, "gate", "invalid_request"));
        lines.Count(line => line.Status == ItemStatus.Degraded).ShouldBe(5);
        var sends = _world.Chat.Sends.Count;

        isBroken = false;
        run = _world.Retry(run);

        run.Status.ShouldBe(RunStatus.Degraded);
        _world.Lines(run).ShouldAllBe(line => line.Suggestions.Count == 3);
        (_world.Chat.Sends.Count - sends).ShouldBe(3);
        _world.Totals(run).ShouldBe(new State.Ledger.LedgerTotals(0, _world.Chat.ChargedTicks, 0));
    }

    [Fact]
    public void A_cap_stops_the_run_and_nothing_stays_held()
    {
        var run = _world.Run(Enumerable.Range(1, 6).Select(n => CommentsWorld.Post($"p{n}", $"What of number {n}?")), "budgetUsd: 0.01");

        run.Status.ShouldBe(RunStatus.BudgetStopped);
        var totals = _world.Totals(run);
        (totals.HeldTicks, totals.SpentTicks).ShouldBe((0, _world.Chat.ChargedTicks));
        _world.Lines(run).ShouldAllBe(line => line.Status != ItemStatus.Failed);
    }

    /// <summary>A lost answer is unknown: it is shown, its money stays held, and it is not bought again.</summary>
    [Fact]
    public void A_lost_answer_ends_its_post_as_unknown()
    {
        _world.Chat.Failure = post => post.Contains("lost", StringComparison.Ordinal)
            ? Steps.ChargingProvider.Failure(ProviderErrorCode.ConnectionLost, isRetryable: false, MoneySpent.Maybe)
            : null;

        var run = _world.Run([CommentsWorld.Post("a", "fine"), CommentsWorld.Post("b", "lost")]);
        _world.Retry(run);

        _world.Lines(run).Select(line => line.Status).ShouldBe([ItemStatus.Degraded, ItemStatus.Unknown]);
        _world.Totals(run).UnknownCount.ShouldBe(1);
        _world.Chat.Sends.Count.ShouldBe(4);
    }
}
