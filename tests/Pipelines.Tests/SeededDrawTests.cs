namespace FunctionsPipeline.Pipelines.Tests;

public sealed class SeededDrawTests
{
    [Fact]
    public void The_same_arguments_draw_the_same_number() =>
        SeededDraw.Share(7, "run", "item").ShouldBe(SeededDraw.Share(7, "run", "item"));

    [Fact]
    public void Parts_do_not_run_into_each_other() =>
        SeededDraw.Share(7, "ab", "c").ShouldNotBe(SeededDraw.Share(7, "a", "bc"));

    [Fact]
    public void Draws_are_spread_evenly_over_zero_to_one()
    {
        var draws = Enumerable.Range(0, 20_000).Select(i => SeededDraw.Share(i, "x")).ToList();

        draws.ShouldAllBe(draw => draw >= 0 && draw < 1);
        draws.Average().ShouldBe(0.5, 0.01);
        draws.Count(draw => draw < 0.1).ShouldBeInRange(1800, 2200);
    }
}
