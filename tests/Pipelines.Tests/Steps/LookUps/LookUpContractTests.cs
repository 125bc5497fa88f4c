using FunctionsPipeline.Pipelines.PaidCalls;
using FunctionsPipeline.State.Ledger;

namespace FunctionsPipeline.Pipelines.Tests.Steps.LookUps;

/// <summary>
/// Every adapter of class L: what was accepted is found and not paid twice, a list that lags is waited for, and what was not accepted is sent
/// again once the list can be trusted. Charges to the tick. A first call of each provider goes well: that lists work is known from it.
/// </summary>
public sealed class LookUpContractTests
{
    private static readonly TimeSpan Lag = TimeSpan.FromSeconds(60);

    public static TheoryData<string> Providers => ["openai", "elevenlabs", "fal", "did", "heygen"];

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_call_whose_reply_was_lost_is_found_and_not_paid_twice(string provider)
    {
        await using var world = await LookUpWorld.StartAsync(Second(provider, """{"kind":"reply-lost"}"""), TimeSpan.Zero);
        await world.TakeToItsEndAsync(provider, 0);

        await world.TakeToItsEndAsync(provider, 1);

        await EachIsPaidOnceAsync(world, provider, 2);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_list_that_lags_is_waited_for(string provider)
    {
        await using var world = await LookUpWorld.StartAsync(Second(provider, """{"kind":"error-after-accept","status":502}"""), Lag);
        await world.TakeToItsEndAsync(provider, 0);
        world.Advance(Lag);

        var unseen = await world.TakeAsync(provider, 1);
        world.Advance(Lag);
        await world.TakeToItsEndAsync(provider, 1);

        (unseen.Outcome, unseen.Code).ShouldBe((SubmitOutcome.Wait, "not_listed_yet"));
        unseen.WaitSeconds.ShouldBeGreaterThanOrEqualTo(10);
        await EachIsPaidOnceAsync(world, provider, 2);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task What_was_not_accepted_is_sent_again_once_the_list_can_be_trusted(string provider)
    {
        await using var world = await LookUpWorld.StartAsync(Second(provider, """{"kind":"error-before-accept","status":502}"""), TimeSpan.Zero);
        await world.TakeToItsEndAsync(provider, 0);
        var sent = (await world.TakeAsync(provider, 1)).Outcome;

        world.Advance(world.ListingDelayOf(provider) - TimeSpan.FromSeconds(1));
        var early = (await world.TakeAsync(provider, 1)).Outcome;
        var chargesBefore = (await world.ChargesAsync(provider)).Count;
        world.Advance(TimeSpan.FromSeconds(2));
        await world.TakeToItsEndAsync(provider, 1);

        (sent, early, chargesBefore).ShouldBe((SubmitOutcome.Wait, SubmitOutcome.Wait, 1));
        await EachIsPaidOnceAsync(world, provider, 2);
    }

    [Theory]
    [InlineData("elevenlabs")]
    [InlineData("fal")]
    public async Task Equal_requests_that_carry_no_mark_get_one_each(string provider)
    {
        const string Text = "No! Not again.";
        var faults = $$"""[{{Rule(provider, 2, """{"kind":"reply-lost"}""")}},{{Rule(provider, 3, """{"kind":"reply-lost"}""")}}]""";
        await using var world = await LookUpWorld.StartAsync(faults, Lag);
        await world.TakeToItsEndAsync(provider, 0, Text);
        world.Advance(Lag);
        await world.TakeAsync(provider, 1, Text);
        await world.TakeAsync(provider, 2, Text);
        world.Advance(Lag);

        var undecided = await world.TakeAsync(provider, 1, Text);
        world.Advance(TimeSpan.FromMinutes(4));
        var behind = await world.TakeAsync(provider, 2, Text);
        await world.TakeToItsEndAsync(provider, 1, Text);
        await world.TakeToItsEndAsync(provider, 2, Text);

        (undecided.Code, behind.Code).ShouldBe(("equal_requests", "equal_requests"));
        await EachIsPaidOnceAsync(world, provider, 3);
    }

    [Theory]
    [InlineData("openai")]
    [InlineData("elevenlabs")]
    public async Task A_list_that_holds_nothing_at_all_proves_nothing(string provider)
    {
        await using var world = await LookUpWorld.StartAsync(Second(provider, """{"kind":"reply-lost"}"""), TimeSpan.FromDays(30));
        await world.TakeToItsEndAsync(provider, 0);

        await world.TakeAsync(provider, 1);
        world.Advance(TimeSpan.FromHours(2));
        var late = await world.TakeAsync(provider, 1);
        var end = await world.TakeAsync(provider, 1, isGivenUp: true);

        (late.Outcome, end.Outcome).ShouldBe((SubmitOutcome.TurnedAway, SubmitOutcome.Unknown));
        (await world.ChargesAsync(provider)).Count.ShouldBe(2);
        (await world.LedgerAsync()).Select(entry => entry.State).Order().ShouldBe([PaidCallState.Settled, PaidCallState.Unknown]);
    }

    private static async Task EachIsPaidOnceAsync(LookUpWorld world, string provider, int calls)
    {
        var charges = await world.ChargesAsync(provider);
        var entries = await world.LedgerAsync();
        charges.Count.ShouldBe(calls);
        entries.ShouldAllBe(entry => entry.State == PaidCallState.Settled && entry.Class == ProviderClass.L);
        entries.Select(entry => entry.ChargedTicks!.Value).Order().ShouldBe(charges.Order());
        entries.Select(entry => entry.RequestId).ShouldBeUnique();
    }

    private static string Second(string provider, string fault) => $"[{Rule(provider, 2, fault)}]";

    private static string Rule(string provider, int number, string fault)
    {
        var operation = provider switch { "openai" => "chat", "elevenlabs" => "speech", "fal" => "image", _ => "talking-head" };
        return $$"""{"match":{"operation":"{{operation}}","provider":"{{provider}}","nth":{{number}}},"fault":{{fault}}}""";
    }
}
