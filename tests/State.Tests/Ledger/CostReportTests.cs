using FunctionsPipeline.State.Ledger;
using FunctionsPipeline.State.Prices;

namespace FunctionsPipeline.State.Tests.Ledger;

/// <summary>What was spent, added up from ledgers: exact, however large and however small the amounts are.</summary>
public sealed class CostReportTests
{
    private const string FirstRun = "20261101-120000-000001", SecondRun = "20261102-120000-000002";

    [Fact]
    public async Task Amounts_over_a_hundred_dollars_and_single_ticks_add_up_exactly()
    {
        // $123.4567890123 and a tick, ten thousand times: no double holds that sum.
        const long Large = 1_234_567_890_123;
        var calls = Enumerable.Range(0, 10_000).SelectMany(number => new[] { Call($"a{number}", Large), Call($"b{number}", 1) });

        var sum = (await SumAsync(calls, CostGrouping.Provider)).ShouldHaveSingleItem();

        sum.SpentTicks.ShouldBe(10_000 * (Large + 1));
        sum.SpentUsd.ShouldBe(1_234_567.8901240000m);
        sum.Calls.ShouldBe(20_000);
        sum.MeanTicks.ShouldBe((Large + 1) / 2);
    }

    [Fact]
    public async Task A_sum_beyond_all_ticks_is_an_error_and_no_wrong_number() =>
        await Should.ThrowAsync<OverflowException>(SumAsync([Call("a", long.MaxValue), Call("b", 1)], CostGrouping.Run));

    [Theory]
    [InlineData(CostGrouping.Day, "2026-11-01:7", "2026-11-02:32")]
    [InlineData(CostGrouping.Run, FirstRun + ":7", SecondRun + ":32")]
    [InlineData(CostGrouping.Item, FirstRun + "/x:1", FirstRun + "/y:6", SecondRun + "/x:32")]
    [InlineData(CostGrouping.Provider, "fal:3", "xai:36")]
    [InlineData(CostGrouping.Model, "fal/m:3", "xai/m:4", "xai/n:32")]
    [InlineData(CostGrouping.Step, "image:7", "judge:32")]
    public async Task Each_grouping_holds_every_tick_once(CostGrouping grouping, params string[] expected)
    {
        var groups = await SumAsync(History, grouping);

        groups.Select(group => $"{group.Name}:{group.SpentTicks}").ShouldBe(expected);
        groups.Sum(group => group.SpentTicks).ShouldBe(39);
        groups.Sum(group => group.HeldTicks).ShouldBe(500);
    }

    [Fact]
    public async Task Since_a_day_leaves_out_the_days_before() =>
        (await CostReport.SumAsync(History.ToAsyncEnumerable(), CostGrouping.Day, new DateOnly(2026, 11, 2), default)).ShouldHaveSingleItem().SpentTicks.ShouldBe(32);

    [Fact]
    public void A_call_costs_whole_ticks_rounded_up_once_and_not_by_each_part()
    {
        // 0.02 dollars a million tokens are 200 ticks a token; 7.5 nano-dollars a token would be 75 ticks: whole. A third of a tick is not.
        var book = PriceBook.Load();
        book.TicksFor("openai", "text-embedding-3-small", new Dictionary<string, string>(), (PriceUnit.InputToken, 1)).ShouldBe(200);
        book.TicksFor("openai", "text-embedding-3-small", new Dictionary<string, string>(), (PriceUnit.InputToken, 1_000_000_007)).ShouldBe(200_000_001_400);
        UsdTicks.FromUsdRoundedUp(100m / 3).ShouldBe(333_333_333_334);
        UsdTicks.FromUsdRoundedUp(0.00000000004m).ShouldBe(1);
    }

    private static IReadOnlyList<LedgerEntry> History =>
    [
        Call("c1", 1, item: "x"),
        Call("c2", 2, item: "y"),
        Call("c3", null, item: "y") with { State = PaidCallState.Unknown, WorstTicks = 500 },
        Call("c4", 4, item: "y") with { Provider = "xai" },
        Call("c5", 32, item: "x") with { RunId = SecondRun, Provider = "xai", Model = "n", Step = "judge", CreatedAt = new DateTimeOffset(2026, 11, 2, 0, 0, 0, TimeSpan.Zero) },
    ];

    private static Task<IReadOnlyList<CostGroup>> SumAsync(IEnumerable<LedgerEntry> calls, CostGrouping grouping) =>
        CostReport.SumAsync(calls.ToAsyncEnumerable(), grouping, null, default);

    private static LedgerEntry Call(string id, long? charged, string item = "x") => new()
    {
        CallId = id, RunId = FirstRun, ItemId = item, Step = "image", Repeat = 0, Retry = 0, Provider = "fal", Model = "m", Class = ProviderClass.N,
        State = PaidCallState.Settled, PromptHash = "", InputHash = "", WorstTicks = charged ?? 0, ChargedTicks = charged, Attempts = 1,
        CreatedAt = new DateTimeOffset(2026, 11, 1, 23, 59, 59, TimeSpan.Zero), UpdatedAt = new DateTimeOffset(2026, 11, 3, 0, 0, 0, TimeSpan.Zero),
    };
}
