namespace FunctionsPipeline.Calibration.Tests;

public class FrameOrderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    public void Repeats_are_single(int severity)
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var (order, _) = FrameOrder.Repeat(60, 25, severity, new Random(seed));

            for (var i = 2; i < order.Length; i++) (order[i] == order[i - 1] && order[i - 1] == order[i - 2]).ShouldBeFalse();
            order.Zip(order.Skip(1)).Count(pair => pair.First == pair.Second).ShouldBeGreaterThan(0);
        }
    }

    [Fact]
    public void A_freeze_shows_one_frame_for_its_span_and_time_never_runs_back()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var (order, span) = FrameOrder.Freeze(60, 25, 3, new Random(seed));

            var still = order.GroupBy(frame => frame).MaxBy(group => group.Count())!;
            still.Count().ShouldBe((int)Math.Round((span.EndSeconds - span.StartSeconds) * 25));
            order.ShouldBeInOrder();
        }
    }
}
