using System.Globalization;
using FunctionsPipeline.Providers;
using FunctionsPipeline.State.Runs;
using Xunit.Abstractions;

namespace FunctionsPipeline.Pipelines.Tests.Comments;

/// <summary>How fast runs are, and that they never are too fast for the provider, which counts by itself.</summary>
public sealed class CommentsPaceTests(ITestOutputHelper output) : IDisposable
{
    private static readonly TimeSpan s_minute = TimeSpan.FromSeconds(60);
    private readonly CommentsWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public void Four_hundred_and_twenty_six_posts_at_15_calls_a_minute_keep_the_limit_and_waste_no_time()
    {
        const int Posts = 426;
        const int CallsPerPost = 3;
        const int PerMinute = 15;
        _world.Chat.PerMinuteMax = PerMinute;

        var run = _world.Run(Enumerable.Range(1, Posts).Select(n => CommentsWorld.Post($"p{n}", $"Post {n}")), $"requestsPerMinute: {PerMinute}");

        // The last call cannot come before all full minutes are over; its own minute has the calls that are left, a second each.
        var calls = Posts * CallsPerPost;
        var bound = TimeSpan.FromSeconds(((calls - 1) / PerMinute * 60) + ((calls - 1) % PerMinute)) + _world.Chat.Latency;
        var took = _world.Chat.Sends[^1] + _world.Chat.Latency - _world.Chat.Sends[0];
        output.WriteLine($"{calls} calls took {took} of virtual time; bound {bound}, {100 * ((took / bound) - 1):0.00} % over; most in a minute {_world.Chat.MostIn(s_minute)}");
        run.Status.ShouldBe(RunStatus.Degraded);
        _world.Chat.Sends.Count.ShouldBe(calls);
        _world.Chat.ToldOff.ShouldBe(0);
        _world.Chat.MostIn(s_minute).ShouldBeLessThanOrEqualTo(PerMinute);
        (took / bound).ShouldBeInRange(1, 1.02);
    }

    [Fact]
    public void Without_a_limit_five_at_once_are_at_least_four_and_a_half_times_as_fast_as_one_after_the_other()
    {
        var one = Seconds(1);
        var five = Seconds(5);

        output.WriteLine($"one after the other {one:0.0} s, five at once {five:0.0} s of virtual time: {one / five:0.00} times as fast");
        (one / five).ShouldBeGreaterThanOrEqualTo(4.5);

        double Seconds(int batchSize)
        {
            var first = _world.Chat.Sends.Count;
            _world.Run(Enumerable.Range(1, 426).Select(n => CommentsWorld.Post($"p{n}", $"Post {n}")), $"requestsPerMinute: 100000\nbatchSize: {batchSize}\nproject: of-{batchSize}");
            return (_world.Chat.Sends[^1] + _world.Chat.Latency - _world.Chat.Sends[first]).TotalSeconds;
        }
    }

    /// <summary>The size is raised by hand: <code>FP_SOAK_ITEMS=10000 ./test --filter FullyQualifiedName~failed_posts_that_are_tried_again</code></summary>
    [Fact]
    public void Thousands_of_failed_posts_that_are_tried_again_keep_the_limit_in_both_rounds()
    {
        var posts = int.Parse(Environment.GetEnvironmentVariable("FP_SOAK_ITEMS") ?? "2000", CultureInfo.InvariantCulture);
        const int PerMinute = 600;
        var isBroken = true;
        _world.Chat.Latency = TimeSpan.FromMilliseconds(500);
        _world.Chat.PerMinuteMax = PerMinute;
        _world.Chat.Failure = _ => isBroken ? Steps.ChargingProvider.Failure(ProviderErrorCode.InvalidRequest, isRetryable: false, MoneySpent.No) : null;
        var run = _world.Run(
            Enumerable.Range(1, posts).Select(n => CommentsWorld.Post($"p{n}", $"Post {n} gate=0.1")), $"requestsPerMinute: {PerMinute}\nbatchSize: 100");
        run.Status.ShouldBe(RunStatus.Failed);

        isBroken = false;
        run = _world.Retry(run);

        run.Status.ShouldBe(RunStatus.Succeeded);
        _world.Chat.Sends.Count.ShouldBe(2 * posts);
        output.WriteLine($"{posts} posts, {_world.Chat.Sends.Count} calls; most in a minute {_world.Chat.MostIn(s_minute)}, in a second {_world.Chat.MostIn(TimeSpan.FromSeconds(1))}");
        _world.Chat.ToldOff.ShouldBe(0);
        _world.Chat.MostIn(s_minute).ShouldBeLessThanOrEqualTo(PerMinute);
        _world.Chat.MostIn(TimeSpan.FromSeconds(1)).ShouldBeLessThanOrEqualTo(PerMinute / 60);
    }
}
