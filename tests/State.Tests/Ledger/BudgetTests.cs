using FunctionsPipeline.Contracts;
using FunctionsPipeline.State.Ledger;
using FunctionsPipeline.State.Tables;

namespace FunctionsPipeline.State.Tests.Ledger;

/// <summary>A cap holds whatever comes at once and whatever ends in between.</summary>
public sealed class BudgetTests : IDisposable
{
    private const int Submits = 1000;
    private const int Affordable = 37;
    private const long Price = 100;
    private readonly TemporaryFolder _folder = new();
    private readonly ManualTimeProvider _clock = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_thousand_submits_at_once_against_a_cap_for_37_give_exactly_37()
    {
        await using var tables = SqliteTableStore.Open(_folder.File("state.db"), _clock);

        await A_thousand_at_once_give_37Async([tables]);
    }

    [Fact]
    public async Task Neither_do_those_of_eight_processes_on_one_store_give_more()
    {
        var tables = new InMemoryTableStore(_clock);

        await A_thousand_at_once_give_37Async([.. Enumerable.Repeat<ITableStore>(tables, 8)]);
    }

    [Fact]
    public void Kills_between_reserve_and_submit_neither_pass_the_cap_nor_lose_money_below_it()
    {
        for (var seed = 1; seed <= 10; seed++)
        {
            var world = new VirtualWorld();
            var tables = new InMemoryTableStore(world.Clock);
            var provider = new HonestProvider(ProviderClass.K, Price);
            var random = new Random(seed);
            var todo = new Queue<int>(Enumerable.Range(0, Submits));
            world.Run(async () =>
            {
                // Each life ends somewhere on the way through a few dozen calls; the next one begins with what was left open.
                for (var lives = 0; todo.Count > 0; lives++)
                {
                    var life = new ProcessLife(lives < 100 ? random.Next(5, 120) : null);
                    var process = new LedgerFixture(new CrashingTableStore(tables, life), world.Clock, $"life {lives}");
                    var submitter = new HonestSubmitter(provider, life, world.Clock, () => Reply.Ok);
                    var taken = Enumerable.Range(0, Math.Min(40, todo.Count)).Select(_ => todo.Dequeue()).ToList();
                    await Task.WhenAll(taken.Select(async item =>
                    {
                        try
                        {
                            await process.Door.SubmitAsync(Intent(item), submitter, default);
                        }
                        catch (ProcessEndedException)
                        {
                            todo.Enqueue(item);
                        }
                    }));
                }

                await LedgerFixture.CapsShouldEqualTheirRowsAsync(tables, $"seed {seed}");
            });
            provider.Accepted.Count.ShouldBe(Affordable, $"seed {seed}");
        }
    }

    [Fact]
    public void In_a_thousand_seeded_runs_the_charges_never_pass_the_cap()
    {
        for (var seed = 1; seed <= 1000; seed++)
        {
            var world = new VirtualWorld();
            var random = new Random(seed);
            var tables = new InMemoryTableStore(world.Clock);
            var limit = random.Next(200, 3000);
            var charged = 0L;
            world.Run(async () =>
            {
                for (var lives = 0; lives < 3; lives++)
                {
                    var life = new ProcessLife(random.Next(10, 80));
                    var process = new LedgerFixture(new CrashingTableStore(tables, life), world.Clock, $"life {lives}");
                    await Task.WhenAll(Enumerable.Range(0, 40).Select(async item =>
                    {
                        try
                        {
                            var worst = 1 + ((item * 37) % 200);
                            var submitter = new HonestSubmitter(
                                new HonestProvider(ProviderClass.N, worst), life, world.Clock, () => random.Next(4) == 0 ? Reply.RateLimited : Reply.Ok);
                            var result = await process.Door.SubmitAsync(
                                LedgerFixture.Intent($"item-{item}", worstTicks: worst, limitTicks: limit), submitter, default);
                            if (result is PaidCallResult.Accepted accepted && random.Next(2) == 0)
                            {
                                var price = random.Next(worst + 1);
                                await process.Ledger.SettleAsync(accepted.CallId, price, default);
                                charged += price;
                            }
                        }
                        catch (ProcessEndedException)
                        {
                            // The next life asks again.
                        }
                    }));
                }

                var cap = (await tables.GetAsync("ledger", LedgerFixture.Project, "cap!project", default))!;
                ((long)cap.Properties["HeldTicks"] + (long)cap.Properties["SpentTicks"]).ShouldBeLessThanOrEqualTo(limit, $"seed {seed}");
                charged.ShouldBeLessThanOrEqualTo(limit, $"seed {seed}");
                await LedgerFixture.CapsShouldEqualTheirRowsAsync(tables, $"seed {seed}");
            });
        }
    }

    [Fact]
    public async Task A_call_without_a_price_is_refused_and_nothing_is_written()
    {
        var tables = new InMemoryTableStore(_clock);
        var process = new LedgerFixture(tables, _clock);
        var provider = new HonestProvider(ProviderClass.N, Price);

        var result = await process.Door.SubmitAsync(LedgerFixture.Intent(worstTicks: null), Submitter(provider), default);

        result.ShouldBeOfType<PaidCallResult.PriceUnknown>().Message.ShouldContain("nothing was spent");
        provider.SendCount.ShouldBe(0);
        tables.WriteCount.ShouldBe(0);
    }

    [Fact]
    public async Task A_refusal_names_the_cap_and_a_higher_one_lets_the_same_call_through()
    {
        var process = new LedgerFixture(new InMemoryTableStore(_clock), _clock);
        var provider = new HonestProvider(ProviderClass.N, Price);
        await process.Door.SubmitAsync(LedgerFixture.Intent("first", limitTicks: 150), Submitter(provider), default);

        var stopped = await process.Door.SubmitAsync(LedgerFixture.Intent("second", limitTicks: 150), Submitter(provider), default);
        stopped.ShouldBe(new PaidCallResult.BudgetStopped("project", 150, HeldAndSpentTicks: 100, NeededTicks: 100));
        provider.SendCount.ShouldBe(1);

        (await process.Door.SubmitAsync(LedgerFixture.Intent("second", limitTicks: 200), Submitter(provider), default)).ShouldBeOfType<PaidCallResult.Accepted>();
    }

    [Fact]
    public async Task All_caps_of_a_call_must_hold()
    {
        var process = new LedgerFixture(new InMemoryTableStore(_clock), _clock);
        var provider = new HonestProvider(ProviderClass.N, Price);
        BudgetCap[] caps = [new("project", 10_000), new("day:2026-11-01", 150), new("provider:test", null)];
        await process.Door.SubmitAsync(LedgerFixture.Intent("first") with { Caps = caps }, Submitter(provider), default);

        var stopped = await process.Door.SubmitAsync(LedgerFixture.Intent("second") with { Caps = caps }, Submitter(provider), default);

        stopped.ShouldBeOfType<PaidCallResult.BudgetStopped>().Scope.ShouldBe("day:2026-11-01");
        var held = new Dictionary<string, long>();
        await foreach (var cap in process.Ledger.ListCapsAsync(LedgerFixture.Project, default)) held[cap.Scope] = cap.HeldTicks;
        held.ShouldBe(new Dictionary<string, long>
        {
            ["day:2026-11-01"] = 100, ["project"] = 100, ["provider:test"] = 100, ["run:" + LedgerFixture.Run] = 100,
        }, ignoreOrder: true);
    }

    [Fact]
    public async Task Money_that_was_held_and_not_charged_is_free_again()
    {
        var process = new LedgerFixture(new InMemoryTableStore(_clock), _clock);
        var provider = new HonestProvider(ProviderClass.N, Price);
        var first = (PaidCallResult.Accepted)await process.Door.SubmitAsync(LedgerFixture.Intent("first", limitTicks: 150), Submitter(provider), default);

        await process.Ledger.SettleAsync(first.CallId, 40, default);

        (await process.Door.SubmitAsync(LedgerFixture.Intent("second", limitTicks: 150), Submitter(provider), default)).ShouldBeOfType<PaidCallResult.Accepted>();
    }

    private static PaidCallIntent Intent(int item) =>
        LedgerFixture.Intent($"item-{item}", ProviderClass.K, worstTicks: Price, limitTicks: Affordable * Price);

    private HonestSubmitter Submitter(HonestProvider provider) => new(provider, new ProcessLife(), _clock, () => Reply.Ok);

    private async Task A_thousand_at_once_give_37Async(IReadOnlyList<ITableStore> stores)
    {
        var processes = stores.Select((store, index) => new LedgerFixture(store, _clock, $"process {index}", ownerIsAlone: false)).ToList();
        var accepted = 0;
        var stopped = 0;
        await Task.WhenAll(Enumerable.Range(0, Submits).Select(item => Task.Run(async () =>
        {
            var submitter = new HonestSubmitter(new HonestProvider(ProviderClass.K, Price), new ProcessLife(), _clock, () => Reply.Ok);
            var result = await processes[item % processes.Count].Door.SubmitAsync(Intent(item), submitter, default);
            if (result is PaidCallResult.Accepted) Interlocked.Increment(ref accepted);
            if (result is PaidCallResult.BudgetStopped) Interlocked.Increment(ref stopped);
        })));

        accepted.ShouldBe(Affordable);
        stopped.ShouldBe(Submits - Affordable);
        await LedgerFixture.CapsShouldEqualTheirRowsAsync(stores[0], "at the end");
    }
}
