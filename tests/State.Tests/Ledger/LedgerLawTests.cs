using FsCheck;
using FsCheck.Fluent;
using FunctionsPipeline.Contracts;
using FunctionsPipeline.State.Ledger;

namespace FunctionsPipeline.State.Tests.Ledger;

/// <summary>Whatever is done in whatever order, what a cap holds and has spent is the sum of its rows, and a call never goes back.</summary>
public sealed class LedgerLawTests
{
    [Fact]
    public void Caps_always_equal_their_rows_and_never_pass_their_limit()
    {
        var step = ArbMap.Default.GeneratorFor<(byte Item, byte Action, byte Price)>();
        Prop.ForAll(step.ListOf().ToArbitrary(), steps =>
        {
            // Synchronous underneath, so the property may wait.
            PlayAsync(steps).GetAwaiter().GetResult();
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    private static async Task PlayAsync(IEnumerable<(byte Item, byte Action, byte Price)> steps)
    {
        const int Limit = 350;
        var clock = new ManualTimeProvider();
        var tables = new InMemoryTableStore(clock);
        LedgerFixture[] processes = [new(tables, clock, "one", ownerIsAlone: false), new(tables, clock, "two", ownerIsAlone: false)];
        var ended = new Dictionary<string, LedgerEntry>();
        foreach (var (item, action, price) in steps)
        {
            clock.Advance(TimeSpan.FromSeconds(20));
            await ActAsync(processes[price % 2], item % 6, action % 9, price % 100);
            await LedgerFixture.CapsShouldEqualTheirRowsAsync(tables, "after each step");
            await foreach (var cap in processes[0].Ledger.ListCapsAsync(LedgerFixture.Project, default))
            {
                (cap.HeldTicks + cap.SpentTicks).ShouldBeLessThanOrEqualTo(Limit);
                cap.HeldTicks.ShouldBeGreaterThanOrEqualTo(0);
            }

            await foreach (var call in processes[0].Ledger.ListAsync(LedgerFixture.Project, null, [PaidCallState.Settled, PaidCallState.Failed], default))
            {
                if (ended.TryAdd(call.CallId, call)) continue;
                call.ShouldBe(ended[call.CallId]);
            }

            ended.Count.ShouldBe(await CountEndedAsync(processes[1].Ledger));
        }

        async Task ActAsync(LedgerFixture process, int item, int action, int price)
        {
            var providerClass = (ProviderClass)(item % 3);
            var intent = LedgerFixture.Intent($"item-{item}", providerClass, worstTicks: 100, limitTicks: Limit);
            SubmitReply reply = action switch
            {
                0 or 1 => new SubmitReply.Accepted("r"),
                2 => new SubmitReply.Unsure("timeout", "No reply."),
                3 => new SubmitReply.NotAccepted("rate_limited", "429", IsRetryable: true),
                _ => new SubmitReply.NotAccepted("invalid_request", "400", IsRetryable: false),
            };
            if (action <= 4)
            {
                await process.Door.SubmitAsync(intent, new OneReply(reply), default);
                return;
            }

            var callId = await CallIdAsync(process.Ledger, intent.ItemId);
            if (callId is null) return;
            try
            {
                await (action switch
                {
                    5 => process.Ledger.SettleAsync(callId, price, default),
                    6 => process.Ledger.FailAsync(callId, "failed", "", price, default),
                    7 => process.Ledger.ResolveAsync(callId, price % 2 == 0 ? new LedgerResolution.NotCharged() : new LedgerResolution.Charged(price), default),
                    _ => process.Door.AbandonAsync(callId, "cancelled", "", default),
                });
            }
            catch (LedgerStateException)
            {
                // The state does not allow it; then nothing may have changed, which the checks after the step see.
            }
        }
    }

    private static async Task<string?> CallIdAsync(State.Ledger.Ledger ledger, string item)
    {
        await foreach (var call in ledger.ListAsync(LedgerFixture.Project, null, null, default))
        {
            if (call.ItemId == item) return call.CallId;
        }

        return null;
    }

    private static async Task<int> CountEndedAsync(State.Ledger.Ledger ledger)
    {
        var count = 0;
        await foreach (var call in ledger.ListAsync(LedgerFixture.Project, null, [PaidCallState.Settled, PaidCallState.Failed], default)) count++;
        return count;
    }

    private sealed class OneReply(SubmitReply reply) : IPaidSubmitter
    {
        public Task<SubmitReply> SubmitAsync(Reservation reservation, CancellationToken cancellationToken) => Task.FromResult(reply);

        public Task<LookUpReply> LookUpAsync(Reservation reservation, CancellationToken cancellationToken) =>
            Task.FromResult<LookUpReply>(reply is SubmitReply.Accepted ? new LookUpReply.Found("r") : new LookUpReply.Absent());
    }
}
