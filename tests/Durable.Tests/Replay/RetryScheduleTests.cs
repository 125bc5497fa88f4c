using FunctionsPipeline.Durable.Engine;

namespace FunctionsPipeline.Durable.Tests.Replay;

public sealed class RetryScheduleTests
{
    private const double Middle = 0.5;
    private static readonly FailureDetails s_failure = new("busy", "Busy.");
    private static readonly RetryOptions s_options = new(10, TimeSpan.FromSeconds(2)) { IntervalMax = TimeSpan.FromSeconds(60) };

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 4)]
    [InlineData(3, 8)]
    [InlineData(5, 32)]
    [InlineData(6, 60)]
    [InlineData(9, 60)]
    public void Delays_double_up_to_the_cap(int attempt, int seconds) =>
        RetrySchedule.DelayAfter(s_options, s_failure, attempt, Middle).ShouldBe(TimeSpan.FromSeconds(seconds));

    [Fact]
    public void The_last_attempt_is_not_followed_by_another() =>
        RetrySchedule.DelayAfter(s_options, s_failure, 10, Middle).ShouldBeNull();

    [Fact]
    public void Without_options_there_is_one_attempt() =>
        RetrySchedule.DelayAfter(null, s_failure, 1, Middle).ShouldBeNull();

    [Fact]
    public void A_failure_that_says_it_is_final_is_final() =>
        RetrySchedule.DelayAfter(s_options, s_failure with { IsRetryable = false }, 1, Middle).ShouldBeNull();

    [Fact]
    public void A_code_that_the_caller_calls_final_is_final() =>
        RetrySchedule.DelayAfter(s_options with { NonRetryableCodes = ["other", "busy"] }, s_failure, 1, Middle).ShouldBeNull();

    [Fact]
    public void A_longer_wait_that_the_failure_asks_for_is_kept_even_above_the_cap() =>
        RetrySchedule.DelayAfter(s_options, s_failure with { RetryAfter = TimeSpan.FromMinutes(5) }, 1, Middle).ShouldBe(TimeSpan.FromMinutes(5));

    [Fact]
    public void A_shorter_wait_that_the_failure_asks_for_does_not_shorten_the_backoff() =>
        RetrySchedule.DelayAfter(s_options, s_failure with { RetryAfter = TimeSpan.FromSeconds(1) }, 3, Middle).ShouldBe(TimeSpan.FromSeconds(8));

    [Theory]
    [InlineData(0.0, 6)]
    [InlineData(0.5, 8)]
    [InlineData(0.999999, 10)]
    public void Jitter_spreads_a_delay_by_its_share(double draw, double seconds) =>
        RetrySchedule.DelayAfter(s_options, s_failure, 3, draw)!.Value.TotalSeconds.ShouldBe(seconds, 0.001);

    [Fact]
    public void Jitter_never_passes_the_cap() =>
        RetrySchedule.DelayAfter(s_options, s_failure, 9, 0.999).ShouldBe(TimeSpan.FromSeconds(60));

    [Fact]
    public void An_astronomic_backoff_ends_at_the_cap() =>
        RetrySchedule.DelayAfter(s_options with { AttemptsMax = 5000, BackoffCoefficient = 1e6 }, s_failure, 4000, Middle).ShouldBe(TimeSpan.FromSeconds(60));

    [Fact]
    public void Draws_repeat_and_are_spread()
    {
        var draws = Enumerable.Range(1, 100).SelectMany(step => Enumerable.Range(1, 10).Select(attempt => RetrySchedule.Draw("run-1", step, attempt))).ToList();

        RetrySchedule.Draw("run-1", 1, 1).ShouldBe(draws[0]);
        RetrySchedule.Draw("run-2", 1, 1).ShouldNotBe(draws[0]);
        draws.ShouldAllBe(draw => draw >= 0 && draw < 1);
        draws.Average().ShouldBe(0.5, 0.05);
        for (var tenth = 0; tenth < 10; tenth++) draws.Count(draw => (int)(draw * 10) == tenth).ShouldBeInRange(60, 140);
    }
}
