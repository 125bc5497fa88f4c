namespace FunctionsPipeline.Analysis.Tests.Detectors;

public sealed class UndonePathTests
{
    private const float Slack = 0.1f;

    [Fact]
    public void What_goes_one_way_is_not_undone() => Undone(1, 1, 1).ShouldBe(0, 1e-5f);

    [Fact]
    public void What_goes_to_and_fro_is_undone_as_far_as_it_went_but_for_the_slack() => Undone(1, -1).ShouldBe(2 - 4 * Slack, 1e-5f);

    [Fact]
    public void Jitter_within_the_slack_is_no_path() => Undone(0.08f, -0.08f, 0.08f, -0.08f).ShouldBe(0, 1e-5f);

    [Fact]
    public void Nothing_is_left_of_a_cell_that_is_covered()
    {
        var path = new UndonePath(1, Slack);
        path.Add(0, 1, 1);
        path.Add(0, -1, 1);

        path.Keep(0, 0);

        path.Undone(0).ShouldBe(0);
    }

    private static float Undone(params float[] changes)
    {
        var path = new UndonePath(1, Slack);
        foreach (var change in changes) path.Add(0, change, 1);
        return path.Undone(0);
    }
}
