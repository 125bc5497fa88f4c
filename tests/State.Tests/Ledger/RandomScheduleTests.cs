using FunctionsPipeline.Contracts;
using FunctionsPipeline.State.Ledger;
using Xunit.Abstractions;

namespace FunctionsPipeline.State.Tests.Ledger;

/// <summary>
/// Two to eight processes buy the same few things at once over a slow store and a slow network, lose replies, and are killed and
/// started again, each in another order of a seed.
/// </summary>
public sealed class RandomScheduleTests(ITestOutputHelper output)
{
    private const int Seeds = 600;

    [Fact]
    public void In_any_schedule_nothing_is_paid_twice_and_every_shortfall_is_unknown()
    {
        var sums = new Schedule.Summary();
        for (var seed = 1; seed <= Seeds; seed++)
        {
            try
            {
                sums.Add(new Schedule(seed).Play());
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"The schedule of seed {seed} failed.", error);
            }
        }

        output.WriteLine($"{Seeds} seeds: {sums}");
        sums.Kills.ShouldBeGreaterThan(Seeds);
        sums.Unknown.ShouldBeGreaterThan(0);
    }

    private sealed class Schedule(int seed)
    {
        private const long Price = 70;
        private readonly VirtualWorld _world = new();
        private readonly Random _random = new(seed);
        private readonly List<PaidCallIntent> _intents = [];
        private InMemoryTableStore _tables = null!;
        private HonestProvider _provider = null!;
        private int _lives;

        /// <summary>One process at a time, as the embedded host has it: a new life finds what the last one left on the wire.</summary>
        private readonly bool _isAlone = seed % 5 == 0;

        public Summary Play()
        {
            var providerClass = (ProviderClass)(seed % 3);
            long? limit = seed % 4 == 0 ? _random.Next(1, 5) * 100 : null;
            _tables = new InMemoryTableStore(_world.Clock);
            _provider = new HonestProvider(providerClass, Price);
            for (var item = _random.Next(3, 8); item > 0; item--)
            {
                _intents.Add(LedgerFixture.Intent($"item-{item}", providerClass, worstTicks: 100, limitTicks: limit));
            }

            var unknown = 0;
            _world.Run(async () =>
            {
                await Task.WhenAll(Enumerable.Range(0, _isAlone ? 1 : _random.Next(2, 9)).Select(_ => WorkerAsync()));
                await _world.Delay(TimeSpan.FromMinutes(2));
                await LiveAsync(new ProcessLife(), mayFail: false);
                unknown = await JudgeAsync(limit);
            });
            return new Summary { Kills = _lives - 1, Accepted = _provider.Accepted.Count, Unknown = unknown };
        }

        private async Task WorkerAsync()
        {
            for (var lives = _random.Next(1, _isAlone ? 10 : 4); lives > 0; lives--)
            {
                var life = new ProcessLife();
                var kill = KillLaterAsync(life);
                try
                {
                    await LiveAsync(life, mayFail: true);
                    return;
                }
                catch (ProcessEndedException)
                {
                    await kill;
                    await _world.Delay(TimeSpan.FromSeconds(_random.NextDouble() * (_isAlone ? 0.2 : 3)));
                }
            }
        }

        private async Task KillLaterAsync(ProcessLife life)
        {
            await _world.Delay(TimeSpan.FromMilliseconds(_random.Next(1, 1500)));
            life.End();
        }

        private async Task LiveAsync(ProcessLife life, bool mayFail)
        {
            var near = new DistantTableStore(_tables, _world.Clock, _random, TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(40));
            var process = new LedgerFixture(new CrashingTableStore(near, life), _world.Clock, $"process {++_lives}", _isAlone);
            var submitter = new DistantSubmitter(_provider, life, _world, _random, mayFail);
            var order = _intents.ToArray();
            _random.Shuffle(order);
            await Task.WhenAll(order.Select(intent => BuyAsync(process, submitter, intent)));
        }

        private async Task BuyAsync(LedgerFixture process, IPaidSubmitter submitter, PaidCallIntent intent)
        {
            for (var asked = 0; asked < 50; asked++)
            {
                switch (await process.Door.SubmitAsync(intent, submitter, default))
                {
                    case PaidCallResult.Accepted accepted:
                        await process.Ledger.SettleAsync(accepted.CallId, Price, default);
                        return;
                    case PaidCallResult.NotAccepted { IsRetryable: true } later:
                        await _world.Delay((later.RetryAfter ?? TimeSpan.FromSeconds(1)) + TimeSpan.FromMilliseconds(1));
                        break;
                    default:
                        return;
                }
            }

            throw new InvalidOperationException($"The call of {intent.ItemId} never came to an end.");
        }

        private async Task<int> JudgeAsync(long? limit)
        {
            var ledger = new LedgerFixture(_tables, _world.Clock).Ledger;
            var unknown = 0;
            var calls = 0;
            await foreach (var call in ledger.ListAsync(LedgerFixture.Project, LedgerFixture.Run, null, default))
            {
                calls++;
                var accepted = _provider.AcceptedCount(call.CallId);
                accepted.ShouldBeLessThanOrEqualTo(1, call.CallId);
                if (call.State == PaidCallState.Unknown)
                {
                    _provider.Class.ShouldBe(ProviderClass.N);
                    unknown++;
                    await ledger.ResolveAsync(call.CallId, accepted == 1 ? new LedgerResolution.Charged(Price) : new LedgerResolution.NotCharged(), default);
                    continue;
                }

                call.State.ShouldBe(PaidCallState.Settled, call.CallId);
                accepted.ShouldBe(1, call.CallId);
                call.RequestId.ShouldBe(_provider.Accepted.Single(one => one.CallId == call.CallId).RequestId);
            }

            if (limit is null) calls.ShouldBe(_intents.Count);
            else _provider.ChargedTicks.ShouldBeLessThanOrEqualTo(limit.Value);
            var totals = await ledger.GetTotalsAsync(LedgerFixture.Project, LedgerFixture.Run, default);
            totals.ShouldBe(new LedgerTotals(0, _provider.ChargedTicks, 0));
            await LedgerFixture.CapsShouldEqualTheirRowsAsync(_tables, "at the end");
            return unknown;
        }

        public sealed record Summary
        {
            public int Kills { get; set; }

            public int Accepted { get; set; }

            public int Unknown { get; set; }

            public void Add(Summary other)
            {
                Kills += other.Kills;
                Accepted += other.Accepted;
                Unknown += other.Unknown;
            }
        }
    }

    /// <summary>A request that has left arrives, whether its sender still lives or not.</summary>
    private sealed class DistantSubmitter(HonestProvider provider, ProcessLife life, VirtualWorld world, Random random, bool mayFail) : IPaidSubmitter
    {
        private static readonly Reply[] Failures = [Reply.LostAfterAccept, Reply.BadGatewayAfterAccept, Reply.TimeoutAfterAccept, Reply.TimeoutBeforeAccept, Reply.RateLimited];

        public async Task<SubmitReply> SubmitAsync(Reservation reservation, CancellationToken cancellationToken)
        {
            life.Pass("before send");
            var reply = mayFail && random.Next(3) == 0 ? Failures[random.Next(Failures.Length)] : Reply.Ok;
            var requestId = await ArriveAsync(reservation, reply);
            await TravelAsync();
            life.Pass("after send");
            switch (reply)
            {
                case Reply.LostAfterAccept:
                    throw new IOException("The connection was lost.");
                case Reply.BadGatewayAfterAccept:
                    return new SubmitReply.Unsure("server_error", "502");
                case Reply.TimeoutAfterAccept or Reply.TimeoutBeforeAccept:
                    await Task.Delay(Timeout.InfiniteTimeSpan, world.Clock, cancellationToken);
                    throw new InvalidOperationException("A wait without end has ended.");
                case Reply.RateLimited:
                    return new SubmitReply.NotAccepted("rate_limited", "429", IsRetryable: true, TimeSpan.FromSeconds(1));
                default:
                    return new SubmitReply.Accepted(requestId!);
            }
        }

        public async Task<LookUpReply> LookUpAsync(Reservation reservation, CancellationToken cancellationToken)
        {
            if (provider.Class != ProviderClass.L) return new LookUpReply.Unavailable("no_request_list", "There is no list, and nothing is kept here.");
            life.Pass("before look-up");
            await TravelAsync();
            var requestId = provider.Find(reservation);
            await TravelAsync();
            life.Pass("after look-up");
            if (mayFail && random.Next(4) == 0) return new LookUpReply.Unavailable("server_error", "503");
            return requestId is null ? new LookUpReply.Absent() : new LookUpReply.Found(requestId);
        }

        private async Task<string?> ArriveAsync(Reservation reservation, Reply reply)
        {
            await TravelAsync();
            return reply is Reply.TimeoutBeforeAccept or Reply.RateLimited ? null : provider.Accept(reservation);
        }

        private Task TravelAsync() => world.Delay(TimeSpan.FromMilliseconds(random.Next(5, 400)));
    }
}
