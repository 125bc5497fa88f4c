using System.Text.Json.Nodes;
using FunctionsPipeline.State.Ledger;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.Tests.ProviderFaults;

/// <summary>
/// Every provider of text with everything that goes wrong: what is recorded, how the run ends (which decides the exit code), and money to
/// the tick. The embedder is the offline one, so that what is seen is the doing of the language model.
/// </summary>
public sealed class ChatProviderFaultTests
{
    public static TheoryData<string> Providers => ["gemini", "openai", "xai", "openai-compatible"];

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task The_ledger_is_what_the_provider_charged_to_the_tick(string provider)
    {
        await using var world = await ProviderWorld.StartAsync(
            """
            [
              { "match": { "operation": "chat", "nth": 2 }, "fault": { "kind": "rate-limit" } },
              { "match": { "operation": "chat", "nth": 3 }, "fault": { "kind": "invalid-json" } },
              { "match": { "operation": "chat", "nth": 5 }, "fault": { "kind": "truncated-answer" } },
              { "match": { "operation": "chat", "nth": 8 }, "fault": { "kind": "model-refusal" } },
              { "match": { "operation": "chat", "nth": 9 }, "fault": { "kind": "blocked-prompt" } }
            ]
            """,
            provider);

        var run = await world.RunAsync(Spec(4, Model(provider)));

        run.Ledger.ShouldAllBe(call => call.State == PaidCallState.Settled || call.State == PaidCallState.Failed);
        run.Ledger.Count(call => call.RequestId is not null).ShouldBeGreaterThan(8);
        run.Ledger.Sum(call => call.ChargedTicks!.Value).ShouldBe(await world.ChargedTicksAsync());
        run.Summary.Cost.SpentTicks.ShouldBe(await world.ChargedTicksAsync());
        if (provider != "openai-compatible") run.Summary.Cost.SpentTicks.ShouldBeGreaterThan(0);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_refused_key_is_stood_in_for(string provider) =>
        await StoodInAsync(provider, """{ "kind": "error-before-accept", "status": 401 }""", "unauthorized", isAnswered: false);

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_limit_that_never_lets_through_is_stood_in_for(string provider) =>
        await StoodInAsync(provider, """{ "kind": "rate-limit" }""", "rate_limited", isAnswered: false);

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Answers_that_are_no_JSON_are_asked_for_again_and_then_stood_in_for(string provider)
    {
        var run = await StoodInAsync(provider, """{ "kind": "invalid-json" }""", "not JSON", isAnswered: true);

        run.Ledger.Count(call => call.Provider == provider && call.Step.StartsWith("suggest", StringComparison.Ordinal)).ShouldBe(3);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_model_that_declines_is_stood_in_for(string provider) =>
        await StoodInAsync(provider, """{ "kind": "model-refusal" }""", "declined", isAnswered: true);

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_missing_key_is_stood_in_for(string provider)
    {
        await using var world = await ProviderWorld.StartAsync("[]", StandIn(provider));

        var run = await world.RunAsync(Spec(1, Model(provider), StandIn(provider)));

        run.Summary.Status.ShouldBe(RunStatus.Degraded);
        run.Degradations.ShouldNotBeEmpty();
        run.Degradations.ShouldAllBe(degradation => degradation.Why.Contains("no access") && degradation.What.Contains(provider) && degradation.VisibleEffect.Contains(StandIn(provider)));
    }

    /// <summary>Providers that cannot be asked whether they have a call.</summary>
    public static TheoryData<string> WithoutList => ["gemini", "xai", "openai-compatible"];

    [Theory]
    [MemberData(nameof(WithoutList))]
    public async Task A_timeout_is_unknown_and_nobody_asks_another(string provider) =>
        await UnknownAsync(provider, """{ "kind": "hang", "accepted": true, "seconds": 20 }""");

    [Theory]
    [InlineData("""{ "kind": "hang", "accepted": true, "seconds": 20 }""")]
    [InlineData("""{ "kind": "reply-lost" }""")]
    public async Task An_answer_that_is_stored_is_fetched_when_its_reply_was_lost(string fault)
    {
        await using var world = await ProviderWorld.StartImpatientAsync(Always("openai", fault), "openai", "gemini");

        var run = await world.RunAsync(Spec(1, Model("openai"), "gemini"));

        run.Summary.Status.ShouldBe(RunStatus.Succeeded);
        run.Ledger.ShouldAllBe(call => call.Provider != "gemini" && call.State == PaidCallState.Settled);
        run.Ledger.Sum(call => call.ChargedTicks!.Value).ShouldBe(await world.ChargedTicksAsync());
    }

    [Theory]
    [MemberData(nameof(WithoutList))]
    public async Task A_lost_reply_is_unknown_and_nobody_asks_another(string provider) => await UnknownAsync(provider, """{ "kind": "reply-lost" }""");

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Without_a_stand_in_the_item_fails_and_says_why(string provider)
    {
        await using var world = await ProviderWorld.StartAsync(Always(provider, """{ "kind": "model-refusal" }"""), provider);

        var run = await world.RunAsync(Spec(1, Model(provider)));

        run.Summary.Status.ShouldBe(RunStatus.Failed);
        var error = run.Items.Single().Error!;
        error.Code.ShouldBe("refused");
        run.Items.Single().FailedStage.ShouldBe("suggest");
    }

    private static async Task<EndedRun> StoodInAsync(string provider, string fault, string why, bool isAnswered)
    {
        await using var world = await ProviderWorld.StartAsync(Always(provider, fault), provider, StandIn(provider));

        var run = await world.RunAsync(Spec(1, Model(provider), StandIn(provider)));

        run.Summary.Status.ShouldBe(RunStatus.Degraded);
        run.Degradations.Select(degradation => degradation.Kind).ShouldBe(["suggest_fallback", "assess_fallback"]);
        run.Degradations.ShouldAllBe(degradation => degradation.Why.Contains(why) && degradation.VisibleEffect.Contains(StandIn(provider)));
        run.Ledger.Any(call => call.Provider == provider && call.RequestId is not null).ShouldBe(isAnswered);
        run.Ledger.Sum(call => call.ChargedTicks!.Value).ShouldBe(await world.ChargedTicksAsync());
        return run;
    }

    private static async Task UnknownAsync(string provider, string fault)
    {
        await using var world = await ProviderWorld.StartImpatientAsync(Always(provider, fault), provider, StandIn(provider));

        var run = await world.RunAsync(Spec(1, Model(provider), StandIn(provider)));

        run.Summary.Status.ShouldBe(RunStatus.Failed);
        run.Summary.Unknown.ShouldBe(1);
        run.Items.Single().Error!.Message.ShouldContain("Nobody can tell whether it was charged");
        var call = run.Ledger.ShouldHaveSingleItem();
        call.State.ShouldBe(PaidCallState.Unknown);
        run.Summary.Cost.ReservedTicks.ShouldBe(call.WorstTicks);
    }

    private static string Always(string provider, string fault) =>
        $$"""[{ "match": { "operation": "chat", "provider": "{{provider}}", "every": 1 }, "fault": {{fault}} }]""";

    private static JsonObject Spec(int posts, params string[] models) => new()
    {
        ["pipeline"] = "comments",
        ["candidates"] = new JsonArray([.. Enumerable.Range(1, posts).Select(number => (JsonNode)new JsonObject { ["id"] = $"post{number}", ["text"] = $"Our library lends out telescope number {number} now." })]),
        ["models"] = new JsonArray([.. models.Select(model => (JsonNode)model)]),
        ["embedders"] = "offline",
        ["useGate"] = false,
        ["skipLowScores"] = false,
        ["batchSize"] = 1,
        ["requestsPerMinute"] = 60000,
    };

    private static string Model(string provider) => provider == "openai-compatible" ? provider + "/any-model" : provider;

    private static string StandIn(string provider) => provider == "openai" ? "gemini" : "openai";
}
