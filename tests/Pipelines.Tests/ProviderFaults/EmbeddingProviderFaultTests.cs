using System.Text.Json.Nodes;
using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.Comments;
using FunctionsPipeline.Pipelines.Comments.Deduplication.Embeddings;
using FunctionsPipeline.Pipelines.PaidCalls;
using FunctionsPipeline.Pipelines.Steps;
using FunctionsPipeline.Pipelines.Tests.Steps;
using FunctionsPipeline.State;
using FunctionsPipeline.State.Ledger;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.Tests.ProviderFaults;

/// <summary>
/// Every provider of vectors with what goes wrong, at the step that buys them and in whole runs. There is no moderation of vectors, so no refusal either. A
/// run of comments buys vectors only of embedders that a threshold is known for.
/// </summary>
public sealed class EmbeddingProviderFaultTests
{
    private const int TriesMax = 20;

    public static TheoryData<string, string> Embedders => new()
    {
        { "gemini", "gemini-embedding-2" },
        { "openai", "text-embedding-3-small" },
        { "openai-compatible", "any-model" },
    };

    [Theory]
    [MemberData(nameof(Embedders))]
    public async Task The_ledger_is_what_the_provider_charged_to_the_tick(string provider, string model)
    {
        await using var world = await ProviderWorld.StartAsync(
            """
            [
              { "match": { "operation": "embedding", "nth": 1 }, "fault": { "kind": "rate-limit" } },
              { "match": { "operation": "embedding", "nth": 3 }, "fault": { "kind": "error-before-accept", "status": 401 } },
              { "match": { "operation": "embedding", "nth": 5 }, "fault": { "kind": "rate-limit", "retryAfterSeconds": 2 } },
              { "match": { "operation": "embedding", "nth": 6 }, "fault": { "kind": "reply-lost" } }
            ]
            """,
            provider);

        var outcomes = new List<SubmitOutcome>();
        for (var item = 0; item < 5; item++) outcomes.Add((await TakeAsync(world, item, new ModelChoice(provider, model))).Submit.Outcome);

        outcomes.ShouldBe([SubmitOutcome.Accepted, SubmitOutcome.Refused, SubmitOutcome.Accepted, SubmitOutcome.Unknown, SubmitOutcome.Accepted]);
        var calls = await CallsAsync(world);
        calls.Select(call => call.State).ShouldBe(
            [PaidCallState.Settled, PaidCallState.Failed, PaidCallState.Settled, PaidCallState.Unknown, PaidCallState.Settled], ignoreOrder: true);
        var isFree = provider == "openai-compatible";
        calls.Where(call => call.State == PaidCallState.Settled).ShouldAllBe(call => (call.ChargedTicks > 0) != isFree && call.ChargedTicks <= call.WorstTicks);

        // The call whose reply was lost was charged all the same: a person finds it on the bill, and it is within what was held for it.
        var charged = await world.ChargedTicksAsync();
        var lost = calls.Single(call => call.State == PaidCallState.Unknown);
        var missing = charged - calls.Sum(call => call.ChargedTicks ?? 0);
        ((missing > 0) != isFree && missing <= lost.WorstTicks).ShouldBeTrue($"{missing} of {lost.WorstTicks}");
        await world.Services.Ledger.ResolveAsync(lost.CallId, new LedgerResolution.Charged(missing), default);
        (await world.Services.Ledger.GetTotalsAsync("default", Run, default)).SpentTicks.ShouldBe(charged);
    }

    [Fact]
    public async Task One_that_does_not_say_what_it_has_read_is_booked_at_the_most_that_it_can_have_cost()
    {
        await using var world = await ProviderWorld.StartAsync("[]", "gemini");

        (await TakeAsync(world, 0, new ModelChoice("gemini", "gemini-embedding-001"))).Submit.Outcome.ShouldBe(SubmitOutcome.Accepted);

        var call = (await CallsAsync(world)).ShouldHaveSingleItem();
        call.ChargedTicks.ShouldBe(call.WorstTicks);
        call.ChargedTicks!.Value.ShouldBeGreaterThanOrEqualTo(await world.ChargedTicksAsync());
    }

    [Theory]
    [MemberData(nameof(Embedders))]
    public async Task An_embedder_without_a_threshold_is_not_paid_and_what_stands_in_is_recorded(string provider, string model)
    {
        await using var world = await ProviderWorld.StartAsync("[]", new[] { provider, Judge(provider) }.Distinct());
        var spec = Spec(provider, model);
        spec.Remove("dedupThreshold");

        var run = await world.RunAsync(spec);

        run.Summary.Status.ShouldBe(RunStatus.Degraded);
        var degradation = run.Degradations.ShouldHaveSingleItem();
        degradation.Kind.ShouldBe("embed_fallback");
        degradation.Why.ShouldContain("no threshold was fitted");
        run.Ledger.ShouldAllBe(call => call.Provider != provider);
    }

    [Theory]
    [MemberData(nameof(Embedders))]
    public async Task A_threshold_of_ones_own_makes_any_embedder_serve(string provider, string model)
    {
        await using var world = await ProviderWorld.StartAsync("[]", new[] { provider, Judge(provider) }.Distinct());

        var run = await world.RunAsync(Spec(provider, model));

        run.Summary.Status.ShouldBe(RunStatus.Succeeded);
        run.Degradations.ShouldBeEmpty();
        run.Ledger.Count(call => call.Provider == provider && call.Step.StartsWith("embed.", StringComparison.Ordinal)).ShouldBe(1);
        run.Ledger.Sum(call => call.ChargedTicks!.Value).ShouldBe(await world.ChargedTicksAsync());
    }

    [Theory]
    [MemberData(nameof(Embedders))]
    public async Task A_missing_key_is_stood_in_for(string provider, string model)
    {
        await using var world = await ProviderWorld.StartAsync("[]", Judge(provider));

        await StoodInAsync(world, provider, model, "no access");
    }

    [Theory]
    [MemberData(nameof(Embedders))]
    public async Task A_refused_key_is_stood_in_for(string provider, string model)
    {
        await using var world = await ProviderWorld.StartAsync(Always("""{ "kind": "error-before-accept", "status": 401 }"""), new[] { provider, Judge(provider) }.Distinct());

        await StoodInAsync(world, provider, model, "unauthorized");
    }

    [Theory]
    [MemberData(nameof(Embedders))]
    public async Task A_limit_that_never_lets_through_is_stood_in_for(string provider, string model)
    {
        await using var world = await ProviderWorld.StartAsync(Always("""{ "kind": "rate-limit" }"""), new[] { provider, Judge(provider) }.Distinct());

        await StoodInAsync(world, provider, model, "rate_limited");
    }

    [Theory]
    [MemberData(nameof(Embedders))]
    public async Task A_timeout_is_unknown_and_nobody_asks_another(string provider, string model)
    {
        await using var world = await ProviderWorld.StartImpatientAsync(
            Always("""{ "kind": "hang", "accepted": true, "seconds": 20 }"""), new[] { provider, Judge(provider) }.Distinct());

        await UnknownAsync(world, provider, model);
    }

    [Theory]
    [MemberData(nameof(Embedders))]
    public async Task An_answer_that_lacks_a_vector_is_unknown_because_nobody_can_tell_what_it_cost(string provider, string model)
    {
        await using var world = await ProviderWorld.StartAsync(Always("""{ "kind": "missing-vector" }"""), new[] { provider, Judge(provider) }.Distinct());

        await UnknownAsync(world, provider, model);
    }

    private static async Task StoodInAsync(ProviderWorld world, string provider, string model, string why)
    {
        var run = await world.RunAsync(Spec(provider, model));

        run.Summary.Status.ShouldBe(RunStatus.Degraded);
        var degradation = run.Degradations.ShouldHaveSingleItem();
        degradation.Kind.ShouldBe("embed_fallback");
        degradation.Why.ShouldContain(why);
        degradation.VisibleEffect.ShouldContain("offline");
        run.Ledger.Sum(call => call.ChargedTicks!.Value).ShouldBe(await world.ChargedTicksAsync());
    }

    private static async Task UnknownAsync(ProviderWorld world, string provider, string model)
    {
        var run = await world.RunAsync(Spec(provider, model));

        run.Summary.Status.ShouldBe(RunStatus.Failed);
        run.Summary.Unknown.ShouldBe(1);
        run.Items.Single().FailedStage.ShouldBe("embed");
        run.Ledger.Where(call => call.State == PaidCallState.Unknown).ShouldHaveSingleItem().Provider.ShouldBe(provider);
    }

    private static string Always(string fault) => $$"""[{ "match": { "operation": "embedding", "every": 1 }, "fault": {{fault}} }]""";

    private static JsonObject Spec(string provider, string model) => new()
    {
        ["pipeline"] = "comments",
        ["candidates"] = new JsonArray(new JsonObject { ["id"] = "one", ["text"] = "Our library lends out telescopes now." }),
        ["models"] = Judge(provider),
        ["embedders"] = $"{provider}/{model}",
        ["dedupThreshold"] = 0.9,
        ["useGate"] = false,
        ["skipLowScores"] = false,
        ["requestsPerMinute"] = 60000,
    };

    private static string Judge(string provider) => provider == "openai" ? "gemini" : "openai";

    private static readonly RunId Run = StepWorld.Run;

    /// <summary>Takes the step of an item as its orchestrator would, waits included.</summary>
    private static async Task<StepAnswer<TextVerdict>> TakeAsync(ProviderWorld world, int item, ModelChoice choice)
    {
        var input = StepWorld.Item(change: settings => settings with { Models = [choice] }) with { Item = new ChunkItem(item, $"item-{item}", item) };
        var texts = Enumerable.Range(1, 3).Select(number => EmbeddedText.Of($"Reply {number} to post {item}: the telescope is worth the wait.")).ToList();
        var order = EmbeddingOrders.Create(world.Services, choice, StepWorld.Project, texts, texts);
        var taker = new StepTaker(world.Services);
        var call = new StepCall<OneStepSettings>(input, "embed", 0, 0, 0);
        for (var tries = 0; tries < TriesMax; tries++)
        {
            var answer = await taker.TakeAsync(call, order, vectors => Judged<TextVerdict>.Usable(new TextVerdict($"{vectors.Vectors.Count} vectors")), CancellationToken.None);
            if (answer.Submit.Outcome is not (SubmitOutcome.Wait or SubmitOutcome.TurnedAway)) return answer;
            call = call with { Place = answer.Submit.Place };
            world.Advance(TimeSpan.FromSeconds(Math.Max(1, answer.Submit.WaitSeconds)));
        }

        throw new InvalidOperationException($"Item {item} has no end after {TriesMax} tries.");
    }

    private static Task<List<LedgerEntry>> CallsAsync(ProviderWorld world) => world.Services.Ledger.ListAsync(StepWorld.Project, Run, null, default).ToListAsync().AsTask();
}
