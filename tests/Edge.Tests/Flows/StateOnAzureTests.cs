using FunctionsPipeline.AzureStorage;
using FunctionsPipeline.Edge.Tests.Azurite;
using FunctionsPipeline.State;
using FunctionsPipeline.State.Governor;
using FunctionsPipeline.State.Ledger;
using FunctionsPipeline.State.Runs;
using FunctionsPipeline.State.Tables;
using Microsoft.Extensions.Logging.Abstractions;

namespace FunctionsPipeline.Edge.Tests.Flows;

/// <summary>Ledger, governor and runs through their front doors, on several hosts that share an account.</summary>
[NeedsAzurite]
public sealed class StateOnAzureTests : IAsyncLifetime
{
    private const long Price = 100;
    private static readonly RunId Run = RunId.Parse("20261101-120000-7f3a2c");
    private StoresUnderTest _stores = null!;

    public async Task InitializeAsync() => _stores = await StoresUnderTest.NewAsync();

    public Task DisposeAsync()
    {
        _stores?.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Fifty_submits_at_once_against_a_cap_for_7_give_exactly_7_from_any_number_of_hosts(int hosts)
    {
        var doors = Enumerable.Range(0, hosts).Select(host => Host($"host {host}")).ToList();

        var results = await Task.WhenAll(Enumerable.Range(0, 50).Select(item =>
            doors[item % hosts].Door.SubmitAsync(Intent($"item-{item}", limitTicks: 7 * Price), new AcceptingSubmitter(), default)));

        results.Count(result => result is PaidCallResult.Accepted).ShouldBe(7);
        results.Count(result => result is PaidCallResult.BudgetStopped).ShouldBe(43);
        (await doors[0].Ledger.GetTotalsAsync("default", Run, default)).ShouldBe(new LedgerTotals(7 * Price, 0, 0));
    }

    [Fact]
    public async Task Money_that_was_held_is_settled_and_seen_by_another_host()
    {
        var one = Host("one");
        var accepted = (PaidCallResult.Accepted)await one.Door.SubmitAsync(Intent("item-1", limitTicks: null), new AcceptingSubmitter(), default);
        var unknown = (PaidCallResult.Accepted)await one.Door.SubmitAsync(Intent("item-2", limitTicks: null), new AcceptingSubmitter(), default);

        var two = Host("two");
        await two.Ledger.SettleAsync(accepted.CallId, 40, default);
        await two.Ledger.MarkUnknownAsync(unknown.CallId, "timeout", "Nobody saw its end.", default);

        var calls = new List<LedgerEntry>();
        await foreach (var call in one.Ledger.ListAsync("default", Run, null, default)) calls.Add(call);
        calls.Select(call => (call.ItemId, call.State, call.ChargedTicks)).ShouldBe([("item-1", PaidCallState.Settled, 40L), ("item-2", PaidCallState.Unknown, null)]);
        (await one.Ledger.GetTotalsAsync("default", Run, default)).ShouldBe(new LedgerTotals(Price, 40, 1));
    }

    [Fact]
    public async Task A_call_that_one_host_has_sent_is_not_sent_again_by_another()
    {
        var submitter = new AcceptingSubmitter();
        var first = (PaidCallResult.Accepted)await Host("one").Door.SubmitAsync(Intent("item-1", limitTicks: null), submitter, default);

        var second = (PaidCallResult.Accepted)await Host("two").Door.SubmitAsync(Intent("item-1", limitTicks: null), submitter, default);

        second.RequestId.ShouldBe(first.RequestId);
        submitter.SendCount.ShouldBe(1);
    }

    [Fact]
    public async Task A_reservation_whose_answers_get_lost_is_sent_once_and_is_not_taken_for_somebody_elses()
    {
        var network = new LossyTransport();
        var host = Host("one", _stores.Open(network).Tables);
        await host.Door.SubmitAsync(Intent("warm-up", limitTicks: null), new AcceptingSubmitter(), default);
        var submitter = new AcceptingSubmitter();

        // Every write's first answer is lost: reserve, submitting, accepted.
        var lost = new HashSet<string>(StringComparer.Ordinal);
        network.Loses = request => request.Method != Azure.Core.RequestMethod.Get && lost.Add(request.ClientRequestId);
        var result = await host.Door.SubmitAsync(Intent("item-1", limitTicks: null), submitter, default);

        lost.Count.ShouldBeGreaterThanOrEqualTo(3);
        result.ShouldBeOfType<PaidCallResult.Accepted>();
        submitter.SendCount.ShouldBe(1);
        (await host.Ledger.GetTotalsAsync("default", Run, default)).ShouldBe(new LedgerTotals(2 * Price, 0, 0));
    }

    [Fact]
    public async Task Of_many_askers_on_two_hosts_as_many_get_a_place_as_there_are()
    {
        var policy = new RatePolicy { Concurrency = new ConcurrencyLimit { Max = 3 } };
        Governor[] hosts = [Governor(), Governor()];

        var grants = await Task.WhenAll(Enumerable.Range(0, 12).Select(n =>
            hosts[n % 2].AcquireAsync("xai/video", policy, $"item-{n}", SlotPriority.Normal, null, default)));

        grants.Count(grant => grant.IsGranted).ShouldBe(3);
        var used = grants.Select((grant, n) => hosts[n % 2].TryUse(grant)).Count(isUsed => isUsed);
        used.ShouldBeLessThanOrEqualTo(3);
        (await hosts[0].GetStatusAsync("xai/video", policy, default)).ConcurrencyNow.ShouldBe(3);
    }

    [Fact]
    public async Task A_window_is_shared_by_all_hosts()
    {
        var policy = new RatePolicy { Windows = [new RateWindow(5, 3600)] };
        Governor[] hosts = [Governor(), Governor(), Governor()];

        var grants = await Task.WhenAll(Enumerable.Range(0, 15).Select(n =>
            hosts[n % 3].AcquireAsync("xai/video", policy, $"item-{n}", SlotPriority.Normal, null, default)));

        grants.Count(grant => grant.IsGranted && grant.Wait < TimeSpan.FromMinutes(1)).ShouldBe(5);
        (await hosts[0].GetStatusAsync("xai/video", policy, default)).Windows.Single().Used.ShouldBe(5);
    }

    [Fact]
    public async Task Runs_and_items_come_back_and_changes_of_several_hosts_are_made_on_top_of_each_other()
    {
        RunStore[] hosts = [Runs(), Runs()];
        await hosts[0].CreateAsync(NewRun(), default);
        (await hosts[1].CreateAsync(NewRun() with { Total = 999 }, default)).Total.ShouldBe(NewRun().Total);
        (await hosts[1].GetAsync(Run, default))!.Total.ShouldBe(NewRun().Total);

        await Task.WhenAll(Enumerable.Range(0, 10).Select(n => hosts[n % 2].UpdateAsync(Run, run => run with { ChunkCount = run.ChunkCount + 1 }, default)));
        await hosts[0].PutItemsAsync([.. Enumerable.Range(0, 250).Select(NewItem)], default);

        (await hosts[1].GetAsync(Run, default))!.ChunkCount.ShouldBe(10);
        (await hosts[1].CountItemsAsync(Run, default))[ItemStatus.Failed].ShouldBe(125);
        var items = new List<int>();
        await foreach (var item in hosts[1].ListItemsAsync(Run, [ItemStatus.Failed], default)) items.Add(item.Index);
        items.ShouldBe(Enumerable.Range(0, 125).Select(n => 2 * n));
    }

    private static PaidCallIntent Intent(string item, long? limitTicks) => new()
    {
        Project = "default",
        RunId = Run,
        ItemId = item,
        Step = "generate",
        InputHash = "input",
        PromptHash = "prompt",
        Provider = "test",
        Class = ProviderClass.N,
        WorstTicks = Price,
        Caps = limitTicks is null ? [] : [new BudgetCap("project", limitTicks)],
    };

    private static RunRecord NewRun() => new()
    {
        RunId = Run,
        Pipeline = "video-batch",
        Project = "default",
        Status = RunStatus.Planned,
        Total = 250,
        CreatedAt = new DateTimeOffset(2026, 11, 1, 12, 0, 0, TimeSpan.Zero),
    };

    private static ItemRecord NewItem(int index) => new()
    {
        RunId = Run,
        ItemId = $"item-{index}",
        Index = index,
        Status = index % 2 == 0 ? ItemStatus.Failed : ItemStatus.Succeeded,
    };

    private (Ledger Ledger, PaidCallDoor Door) Host(string owner, ITableStore? tables = null)
    {
        var ledger = new Ledger(tables ?? _stores.Open().Tables, TimeProvider.System, NullLogger<Ledger>.Instance);
        return (ledger, new PaidCallDoor(ledger, new PaidCallDoorOptions { Owner = owner }, TimeProvider.System, NullLogger<PaidCallDoor>.Instance));
    }

    private Governor Governor() => new(_stores.Open().Tables, TimeProvider.System, NullLogger<Governor>.Instance);

    private RunStore Runs() => new(_stores.Open().Tables, TimeProvider.System);

    private sealed class AcceptingSubmitter : IPaidSubmitter
    {
        private int _sendCount;

        public int SendCount => _sendCount;

        public Task<SubmitReply> SubmitAsync(Reservation reservation, CancellationToken cancellationToken) =>
            Task.FromResult<SubmitReply>(new SubmitReply.Accepted($"request-{Interlocked.Increment(ref _sendCount)}"));

        public Task<LookUpReply> LookUpAsync(Reservation reservation, CancellationToken cancellationToken) =>
            throw new NotSupportedException("Providers of class N cannot be asked.");
    }
}
