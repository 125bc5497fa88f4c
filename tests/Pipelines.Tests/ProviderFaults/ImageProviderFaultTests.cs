using System.Text.Json.Nodes;
using FunctionsPipeline.State.Ledger;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.Tests.ProviderFaults;

/// <summary>Every provider of images with everything that goes wrong. The judge is another provider, which does its work.</summary>
public sealed class ImageProviderFaultTests
{
    private const int TriesMax = 2;

    private static readonly string[] Names = ["fal", "openai", "gemini", "xai", "huggingface", "comfyui"];

    public static TheoryData<string> Providers => [.. Names];

    /// <summary>A server of one's own refuses nothing.</summary>
    public static TheoryData<string> Moderated => [.. Names.Where(name => name != "comfyui")];

    public static TheoryData<string, string> Malformed
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var provider in Names)
            {
                foreach (var fault in new[] { "bad-image", "truncated-image", "page-image", "empty-image" }) data.Add(provider, fault);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task The_ledger_is_what_the_providers_charged_to_the_tick(string provider)
    {
        await using var world = await ProviderWorld.StartAsync(
            $$"""
            [
              { "match": { "operation": "image", "provider": "{{provider}}", "nth": 1 }, "fault": { "kind": "rate-limit" } },
              { "match": { "operation": "chat", "nth": 3 }, "fault": { "kind": "truncated-answer" } }
            ]
            """,
            new[] { provider, Judge(provider) }.Distinct());

        var run = await world.RunAsync(Spec(3, provider));

        run.Ledger.ShouldAllBe(call => call.State == PaidCallState.Settled || call.State == PaidCallState.Failed, string.Join("; ", run.Ledger.Select(call => $"{call.Step} {call.State} {call.Message}")));
        run.Ledger.Count(call => call.Provider == provider).ShouldBeGreaterThan(2);
        run.Ledger.Sum(call => call.ChargedTicks!.Value).ShouldBe(await world.ChargedTicksAsync());
        run.Summary.Cost.SpentTicks.ShouldBe(await world.ChargedTicksAsync());
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_refused_key_is_stood_in_for(string provider) =>
        await StoodInAsync(provider, """{ "kind": "error-before-accept", "status": 401 }""", "unauthorized");

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_limit_that_never_lets_through_is_stood_in_for(string provider) =>
        await StoodInAsync(provider, """{ "kind": "rate-limit" }""", "rate_limited");

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_missing_key_is_stood_in_for(string provider)
    {
        await using var world = await ProviderWorld.StartAsync("[]", StandIn(provider), Judge(provider));

        var run = await world.RunAsync(Spec(1, provider, StandIn(provider)));

        run.Summary.Status.ShouldBe(RunStatus.Degraded);
        run.Degradations.ShouldContain(degradation => degradation.Kind == "image_fallback" && degradation.Why.Contains("no access") && degradation.VisibleEffect.Contains(StandIn(provider)));
    }

    [Theory]
    [MemberData(nameof(Moderated))]
    public async Task A_refusal_is_stood_in_for(string provider) =>
        await StoodInAsync(provider, """{ "kind": "moderation" }""", provider is "xai" or "gemini" ? "moderation held the image back" : "refused");

    [Theory]
    [MemberData(nameof(Moderated))]
    public async Task Without_a_stand_in_a_refusal_fails_the_item_and_says_so(string provider)
    {
        await using var world = await ProviderWorld.StartAsync(
            $$"""[{ "match": { "operation": "image", "provider": "{{provider}}", "every": 1 }, "fault": { "kind": "moderation" } }]""", new[] { provider, Judge(provider) }.Distinct());

        var run = await world.RunAsync(Spec(1, provider));

        run.Summary.Status.ShouldBe(RunStatus.Failed);
        run.Items.Single().FailedStage.ShouldBe("image");
        run.Items.Single().Error.ShouldNotBeNull().Code.ShouldContain("refused");
        run.Ledger.Sum(call => call.ChargedTicks!.Value).ShouldBe(await world.ChargedTicksAsync());
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_timeout_ends_the_item_without_asking_another(string provider)
    {
        await using var world = await ProviderWorld.StartImpatientAsync(
            $$"""[{ "match": { "operation": "image", "provider": "{{provider}}", "every": 1 }, "fault": { "kind": "hang", "accepted": true, "seconds": 20 } }]""",
            new[] { provider, StandIn(provider), Judge(provider) }.Distinct());

        var run = await world.RunAsync(Spec(1, provider, StandIn(provider)));

        if (provider == "fal")
        {
            // It lists its requests, so the one that was never answered is found and fetched.
            run.Items.Single().Status.ShouldBe(ItemStatus.Succeeded);
            run.Ledger.Sum(call => call.ChargedTicks!.Value).ShouldBe(await world.ChargedTicksAsync());
            return;
        }

        run.Items.Single().Status.ShouldBeOneOf(ItemStatus.Unknown, ItemStatus.Degraded);
        if (run.Items.Single().Status == ItemStatus.Unknown)
        {
            run.Ledger.ShouldHaveSingleItem().State.ShouldBe(PaidCallState.Unknown);
            run.Items.Single().Error!.Message.ShouldContain("Nobody can tell whether it was charged");
        }
        else
        {
            // A server of one's own costs nothing, so another may be asked.
            provider.ShouldBe("comfyui");
        }
    }

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task A_malformed_picture_is_paid_for_bought_again_and_then_stood_in_for(string provider, string fault)
    {
        await using var world = await MalformedWorldAsync(provider, fault);

        var run = await world.RunAsync(Spec(1, provider, StandIn(provider)));

        run.Summary.Status.ShouldBe(RunStatus.Degraded, $"{run.Items[0].FailedStage} {run.Items[0].Error}");
        var degradation = run.Degradations.ShouldHaveSingleItem();
        degradation.Kind.ShouldBe("image_fallback");
        degradation.Why.ShouldContain("What came is no picture that can be used");
        degradation.VisibleEffect.ShouldContain(StandIn(provider));
        await PaidForAsync(world, run, provider, TriesMax);
    }

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task Without_a_stand_in_a_malformed_picture_fails_the_item_and_says_so(string provider, string fault)
    {
        await using var world = await MalformedWorldAsync(provider, fault);

        var run = await world.RunAsync(Spec(1, provider));

        run.Summary.Status.ShouldBe(RunStatus.Failed);
        var item = run.Items.ShouldHaveSingleItem();
        item.FailedStage.ShouldBe("image");
        item.Error.ShouldNotBeNull().Code.ShouldBe("malformed_image");
        item.Error.Hint.ShouldNotBeNull().ShouldContain("The answer was paid for");
        await PaidForAsync(world, run, provider, TriesMax);
    }

    [Fact]
    public async Task A_picture_that_is_malformed_once_is_bought_once_more_and_nothing_is_degraded()
    {
        foreach (var provider in Names)
        {
            await using var world = await ProviderWorld.StartAsync(
                $$"""[{ "match": { "operation": "image", "provider": "{{provider}}", "nth": 1 }, "fault": { "kind": "bad-image" } }]""", provider, Judge(provider));

            var run = await world.RunAsync(Spec(1, provider));

            run.Summary.Status.ShouldBe(RunStatus.Succeeded, $"{provider} {run.Items[0].Error}");
            run.Degradations.ShouldBeEmpty();
            await PaidForAsync(world, run, provider, 2);
        }
    }

    private static Task<ProviderWorld> MalformedWorldAsync(string provider, string fault) => ProviderWorld.StartAsync(
        $$"""[{ "match": { "operation": "image", "provider": "{{provider}}", "every": 1 }, "fault": { "kind": "{{fault}}" } }]""",
        new[] { provider, StandIn(provider), Judge(provider) }.Distinct());

    /// <summary>Each try is a paid call that is settled, and the ledger is what was charged to the tick.</summary>
    private static async Task PaidForAsync(ProviderWorld world, EndedRun run, string provider, int tries)
    {
        run.Ledger.ShouldAllBe(call => call.State == PaidCallState.Settled);
        run.Ledger.Count(call => call.Provider == provider && call.Step.StartsWith("image.", StringComparison.Ordinal)).ShouldBe(tries);
        run.Ledger.Sum(call => call.ChargedTicks!.Value).ShouldBe(await world.ChargedTicksAsync());
        run.Summary.Cost.SpentTicks.ShouldBe(await world.ChargedTicksAsync());
    }

    private static async Task StoodInAsync(string provider, string fault, string why)
    {
        await using var world = await ProviderWorld.StartAsync(
            $$"""[{ "match": { "operation": "image", "provider": "{{provider}}", "every": 1 }, "fault": {{fault}} }]""",
            new[] { provider, StandIn(provider), Judge(provider) }.Distinct());

        var run = await world.RunAsync(Spec(1, provider, StandIn(provider)));

        run.Summary.Status.ShouldBe(RunStatus.Degraded, $"{run.Items[0].FailedStage} {run.Items[0].Error}");
        var degradation = run.Degradations.First(degradation => degradation.Kind == "image_fallback");
        degradation.Why.ShouldContain(why);
        degradation.VisibleEffect.ShouldContain(StandIn(provider));
        run.Ledger.Sum(call => call.ChargedTicks!.Value).ShouldBe(await world.ChargedTicksAsync());
    }

    private static JsonObject Spec(int prompts, params string[] images) => new()
    {
        ["pipeline"] = "images",
        ["prompts"] = new JsonArray([.. Enumerable.Range(1, prompts).Select(number => (JsonNode)new JsonObject { ["id"] = $"p{number}", ["prompt"] = $"A blue teapot number {number} on a wooden table" })]),
        ["images"] = new JsonArray([.. images.Select(Model)]),
        ["judges"] = new JsonArray(Judge(images[0])),
        ["iterationsMax"] = 1,
        ["rescores"] = 0,
        ["triesMax"] = TriesMax,
        ["validationThreshold"] = 0.01,
        ["batchSize"] = 1,
    };

    private static JsonNode Model(string provider) => provider switch
    {
        "huggingface" => "huggingface/black-forest-labs/FLUX.1-schnell",
        "comfyui" => "comfyui/sd_xl_base_1.0.safetensors",
        _ => provider,
    };

    private static string Judge(string provider) => provider == "gemini" ? "openai" : "gemini";

    private static string StandIn(string provider) => provider == "fal" ? "xai" : "fal";
}
