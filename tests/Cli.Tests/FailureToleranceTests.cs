using FunctionsPipeline.Cli.Output;
using FunctionsPipeline.Pipelines.RunFolder;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Cli.Tests;

public class FailureToleranceTests
{
    [Theory]
    [InlineData("0.1", 1, true)]
    [InlineData("0.1", 2, false)]
    [InlineData("0.0", 1, false)]
    [InlineData("1.0", 10, true)]
    [InlineData("1", 1, true)]
    [InlineData("1", 2, false)]
    [InlineData("0", 1, false)]
    [InlineData("50", 10, true)]
    public void A_point_makes_it_a_share_and_without_one_it_is_a_number_of_items(string text, int failedOfTen, bool forgives)
    {
        var tolerance = FailureTolerance.Parse(text)!;

        tolerance.Forgives(Failed(failedOfTen)).ShouldBe(forgives);
        tolerance.Forgives(Failed(0) with { Unknown = failedOfTen }).ShouldBe(forgives);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("1.1")]
    [InlineData("10%")]
    [InlineData("1e-1")]
    public void Anything_else_is_neither(string text) => FailureTolerance.Parse(text).ShouldBeNull();

    [Fact]
    public void Items_that_were_not_run_are_never_forgiven()
    {
        var tolerance = FailureTolerance.Parse("1.0")!;

        tolerance.Forgives(Failed(1) with { Skipped = 1 }).ShouldBeFalse();
        tolerance.Forgives(Failed(1) with { Cancelled = 1 }).ShouldBeFalse();
        tolerance.Forgives(Failed(1) with { Unfinished = 1 }).ShouldBeFalse();
    }

    [Theory]
    [InlineData(RunStatus.BudgetStopped)]
    [InlineData(RunStatus.Cancelled)]
    [InlineData(RunStatus.Running)]
    public void A_run_that_was_stopped_keeps_its_exit_code(RunStatus status) =>
        FailureTolerance.Parse("1.0")!.Forgives(Failed(1) with { Status = status }).ShouldBeFalse();

    private static RunSummary Failed(int failed) => new()
    {
        RunId = "run-1",
        Pipeline = "video-batch",
        Project = "default",
        Provider = "xai",
        Status = RunStatus.Failed,
        CreatedAt = default,
        Total = 10,
        Succeeded = 10 - failed,
        Failed = failed,
        Skipped = 0,
        Degraded = 0,
        Unknown = 0,
        Cancelled = 0,
        Unfinished = 0,
        Cost = new RunCost(0, 0, 0),
        RunFolder = "runs/run-1",
    };
}
