using FunctionsPipeline.Providers.Http;
using FunctionsPipeline.Providers.Tests.Support;

namespace FunctionsPipeline.Providers.Tests.Http;

public sealed class RetryTests
{
    [Fact]
    public async Task A_poll_waits_as_long_as_the_provider_asks()
    {
        var clock = new FastForwardClock(longestSkipped: TimeSpan.FromSeconds(20));
        await using var server = await TestServer.StartAsync(Answers.InTurn(
            context =>
            {
                context.Response.Headers.RetryAfter = "9";
                return context.AnswerAsync(429);
            },
            context => context.AnswerAsync(202)));
        using var provider = Rig.Xai(server.Url, clock);

        await provider.StatusAsync();

        clock.Skipped.ShouldContain(TimeSpan.FromSeconds(9));
    }

    [Fact]
    public async Task A_wish_given_as_a_date_counts_from_now()
    {
        var clock = new FastForwardClock(longestSkipped: TimeSpan.FromSeconds(20));
        await using var server = await TestServer.StartAsync(Answers.InTurn(
            context =>
            {
                context.Response.Headers.RetryAfter = clock.GetUtcNow().AddSeconds(12).ToString("R");
                return context.AnswerAsync(503);
            },
            context => context.AnswerAsync(202)));
        using var provider = Rig.Xai(server.Url, clock);

        await provider.StatusAsync();

        clock.Skipped.ShouldContain(wait => wait > TimeSpan.FromSeconds(9) && wait <= TimeSpan.FromSeconds(12));
    }

    [Fact]
    public async Task A_wish_longer_than_a_poll_should_block_goes_to_the_caller()
    {
        await using var server = await TestServer.StartAsync(context =>
        {
            context.Response.Headers.RetryAfter = "600";
            return context.AnswerAsync(429);
        });
        using var provider = Rig.Xai(server.Url);

        var failure = await Rig.FailureOfAsync(provider.StatusAsync());

        failure.RetryAfter.ShouldBe(TimeSpan.FromMinutes(10));
        server.Seen.Count.ShouldBe(1);
    }

    [Fact]
    public void Waits_double_up_to_the_bound_with_a_quarter_of_chance()
    {
        var backoff = new RetryBackoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10), new Random(7));

        for (var attempt = 1; attempt <= 100; attempt++)
        {
            var expected = Math.Min(Math.Pow(2, attempt - 1), 10);
            backoff.After(attempt, null).TotalSeconds.ShouldBeInRange(expected * 0.75, expected * 1.25);
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_waits()
    {
        RetryBackoff Create() => new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10), new Random(7));

        Create().After(3, null).ShouldBe(Create().After(3, null));
    }

    [Fact]
    public void A_wish_makes_a_wait_longer_and_never_shorter()
    {
        var backoff = new RetryBackoff(TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(10), new Random(7));

        backoff.After(1, TimeSpan.FromSeconds(60)).ShouldBe(TimeSpan.FromSeconds(60));
        backoff.After(1, TimeSpan.Zero).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(3));
    }
}
