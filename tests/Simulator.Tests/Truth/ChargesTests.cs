using System.Security.Cryptography;
using System.Text;

namespace FunctionsPipeline.Simulator.Tests.Truth;

public sealed class ChargesTests
{
    [Fact]
    public async Task A_call_is_listed_when_accepted_and_charged_when_its_time_has_come_though_nobody_polls()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Slow);
        var id = await simulator.SubmitAsync("ein Ball fällt");
        var before = (await simulator.ChargesAsync()).Single();
        before.Text("provider").ShouldBe("xai");
        before.Text("requestId").ShouldBe(id);
        before.Flag("accepted").ShouldBeTrue();
        before.Flag("charged").ShouldBeFalse();
        before.Flag("replyLost").ShouldBeFalse();
        before.Ticks().ShouldBe(0);
        before.GetProperty("time").GetDateTimeOffset().ShouldBe(simulator.Clock.GetUtcNow());
        before.Text("promptHash").ShouldBe(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("ein Ball fällt"))));

        simulator.Clock.Advance(TimeSpan.FromSeconds(100));
        var after = (await simulator.ChargesAsync()).Single();
        after.Flag("charged").ShouldBeTrue();
        after.Ticks().ShouldBe(4_000_000_000);
    }

    [Fact]
    public async Task The_total_is_the_sum_of_the_calls()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        for (var index = 0; index < 5; index++) await simulator.SubmitAsync($"ball {index}");
        await simulator.SubmitFalAsync("ball");
        (await simulator.GetAsync("_sim/charges")).GetProperty("totalTicks").GetInt64().ShouldBe((5 * 4_000_000_000L) + 32_000_000_000L);
    }

    [Fact]
    public async Task A_prompt_sent_twice_is_two_calls_with_two_ids_and_two_charges()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        var first = await simulator.SubmitAsync("ball");
        var second = await simulator.SubmitAsync("ball");
        second.ShouldNotBe(first);
        (await simulator.ChargesAsync()).Count(call => call.Flag("charged")).ShouldBe(2);
    }
}
