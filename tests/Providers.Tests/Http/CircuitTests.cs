using FunctionsPipeline.Contracts;
using FunctionsPipeline.Providers.Http;
using FunctionsPipeline.Providers.Tests.Support;

namespace FunctionsPipeline.Providers.Tests.Http;

public sealed class CircuitTests
{
    private static readonly ProviderHttpOptions OneAttempt = new() { PollAttemptsMax = 1 };

    [Fact]
    public async Task A_provider_that_keeps_failing_is_left_alone_and_a_refused_submit_never_left()
    {
        await using var server = await TestServer.StartAsync(500);
        using var provider = Rig.Xai(server.Url, new ManualTimeProvider(), OneAttempt);
        await FailAsync(provider, times: 10);
        provider.Circuit.ShouldBe(CircuitState.Open);

        var failure = await Rig.FailureOfAsync(provider.SubmitAsync());

        failure.Code.ShouldBe(ProviderErrorCode.CircuitOpen);
        failure.NeverLeft.ShouldBeTrue();
        failure.MoneySpent.ShouldBe(MoneySpent.No);
        failure.IsRetryable.ShouldBeTrue();
        failure.RetryAfter.ShouldNotBeNull().ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(15));
        server.Seen.Count.ShouldBe(10);
    }

    [Fact]
    public async Task An_open_circuit_lets_one_request_try_after_a_while_and_closes_when_it_succeeds()
    {
        var clock = new ManualTimeProvider();
        var isBroken = true;
        await using var server = await TestServer.StartAsync(context => context.AnswerAsync(isBroken ? 500 : 202));
        using var provider = Rig.Xai(server.Url, clock, OneAttempt);
        await FailAsync(provider, times: 10);
        isBroken = false;

        clock.Advance(TimeSpan.FromSeconds(16));
        await provider.StatusAsync();

        provider.Circuit.ShouldBe(CircuitState.Closed);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(429)]
    [InlineData(401)]
    public async Task Refused_requests_do_not_open_the_circuit(int status)
    {
        await using var server = await TestServer.StartAsync(status);
        using var provider = Rig.Xai(server.Url, new ManualTimeProvider(), OneAttempt);

        await FailAsync(provider, times: 15);

        provider.Circuit.ShouldBe(CircuitState.Closed);
        server.Seen.Count.ShouldBe(15);
    }

    [Fact]
    public async Task A_few_failures_among_good_answers_do_not_open_the_circuit()
    {
        var count = 0;
        await using var server = await TestServer.StartAsync(context => context.AnswerAsync(++count % 4 == 0 ? 500 : 202));
        using var provider = Rig.Xai(server.Url, new ManualTimeProvider());

        for (var i = 0; i < 3; i++) await provider.StatusAsync();

        provider.Circuit.ShouldBe(CircuitState.Closed);
    }

    private static async Task FailAsync(FunctionsPipeline.Providers.Xai.XaiProvider provider, int times)
    {
        for (var i = 0; i < times; i++) await Rig.FailureOfAsync(provider.StatusAsync());
    }
}
