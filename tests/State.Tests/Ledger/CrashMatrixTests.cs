using FunctionsPipeline.Contracts;
using FunctionsPipeline.State.Ledger;
using FunctionsPipeline.State.Tables;

namespace FunctionsPipeline.State.Tests.Ledger;

/// <summary>
/// A call is bought and settled by a process that ends at one point; a second one goes on. Every point of the paid path, before and
/// after each input and output, times every reply, times every class. The points are found by running, so a new one is in by itself.
/// </summary>
public sealed class CrashMatrixTests
{
    private const long Price = 70;

    public static TheoryData<ProviderClass, Reply, bool> Cases
    {
        get
        {
            var cases = new TheoryData<ProviderClass, Reply, bool>();
            foreach (var providerClass in Enum.GetValues<ProviderClass>())
            {
                foreach (var reply in Enum.GetValues<Reply>())
                {
                    cases.Add(providerClass, reply, false);
                    if (providerClass == ProviderClass.N) cases.Add(providerClass, reply, true);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Whatever_ends_the_process_nothing_is_paid_twice_and_no_shortfall_is_hidden(ProviderClass providerClass, Reply reply, bool keepsReplies)
    {
        var points = Play(providerClass, reply, keepsReplies, endsAtPoint: null);
        points.Count.ShouldBeGreaterThan(8);
        points.ShouldContain("before send");
        for (var point = 0; point < points.Count; point++) Play(providerClass, reply, keepsReplies, point);
    }

    private static IReadOnlyList<string> Play(ProviderClass providerClass, Reply firstReply, bool keepsReplies, int? endsAtPoint)
    {
        var world = new VirtualWorld();
        var tables = new InMemoryTableStore(world.Clock);
        var provider = new HonestProvider(providerClass, Price);
        var first = new ProcessLife(endsAtPoint);
        var kept = keepsReplies ? new KeptReplies() : null;
        world.Run(async () =>
        {
            var replies = new Queue<Reply>([firstReply]);
            Reply Next() => replies.TryDequeue(out var reply) ? reply : Reply.Ok;
            try
            {
                await BuyAsync(world, tables, provider, first, "first", providerClass, Next, kept);
            }
            catch (ProcessEndedException)
            {
                await BuyAsync(world, tables, provider, new ProcessLife(), "second", providerClass, Next, kept);
            }

            await JudgeAsync(world, tables, provider, firstReply, kept, $"{providerClass}, {firstReply}, ended {(endsAtPoint is { } end ? first.Points[end] : "nowhere")}");
        });
        return first.Points;
    }

    /// <summary>Asks until the call has come to an end, and settles it when it was accepted.</summary>
    private static async Task BuyAsync(
        VirtualWorld world, ITableStore tables, HonestProvider provider, ProcessLife life, string owner, ProviderClass providerClass, Func<Reply> nextReply, KeptReplies? kept)
    {
        var process = new LedgerFixture(new CrashingTableStore(tables, life), world.Clock, owner);
        var submitter = new HonestSubmitter(provider, life, world.Clock, nextReply, kept);
        for (var asked = 0; asked < 20; asked++)
        {
            switch (await process.Door.SubmitAsync(LedgerFixture.Intent(providerClass: providerClass), submitter, default))
            {
                case PaidCallResult.Accepted accepted:
                    await process.Ledger.SettleAsync(accepted.CallId, Price, default);
                    return;
                case PaidCallResult.NotAccepted { IsRetryable: true } later:
                    await world.Delay(later.RetryAfter ?? TimeSpan.FromSeconds(1));
                    break;
                default:
                    return;
            }
        }

        throw new InvalidOperationException("The call never came to an end.");
    }

    private static async Task JudgeAsync(VirtualWorld world, InMemoryTableStore tables, HonestProvider provider, Reply firstReply, KeptReplies? kept, string because)
    {
        // A final refusal of a second send says nothing about the first one, whose process ended before it saw the reply.
        var refusalMayHideAnAcceptance = provider.Class == ProviderClass.K && firstReply == Reply.Refused;
        var ledger = new LedgerFixture(tables, world.Clock).Ledger;
        var entries = new List<LedgerEntry>();
        await foreach (var entry in ledger.ListAsync(LedgerFixture.Project, LedgerFixture.Run, null, default)) entries.Add(entry);
        var call = entries.ShouldHaveSingleItem(because);

        // At most one charge, always; where the class offers a way to know, the ledger knows.
        provider.Accepted.Count.ShouldBeLessThanOrEqualTo(1, because);
        call.State.ShouldBeOneOf(PaidCallState.Settled, PaidCallState.Failed, PaidCallState.Unknown);
        if (provider.Class != ProviderClass.N && !refusalMayHideAnAcceptance) call.State.ShouldNotBe(PaidCallState.Unknown, because);
        if (kept is { Count: 1 }) call.State.ShouldBe(PaidCallState.Settled, because);
        if (call.State == PaidCallState.Settled) provider.Accepted.Single().RequestId.ShouldBe(call.RequestId, because);
        if (call.State == PaidCallState.Failed) provider.Accepted.ShouldBeEmpty(because);

        var totals = await ledger.GetTotalsAsync(LedgerFixture.Project, LedgerFixture.Run, default);
        if (call.State == PaidCallState.Unknown)
        {
            totals.ShouldBe(new LedgerTotals(HeldTicks: 100, SpentTicks: 0, UnknownCount: 1), because);
            await ledger.ResolveAsync(call.CallId, provider.Accepted.Count == 1 ? new LedgerResolution.Charged(Price) : new LedgerResolution.NotCharged(), default);
            totals = await ledger.GetTotalsAsync(LedgerFixture.Project, LedgerFixture.Run, default);
        }

        totals.ShouldBe(new LedgerTotals(HeldTicks: 0, provider.ChargedTicks, UnknownCount: 0), because);
        await LedgerFixture.CapsShouldEqualTheirRowsAsync(tables, because);
    }
}
