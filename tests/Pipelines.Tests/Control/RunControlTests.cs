using FunctionsPipeline.Durable;
using FunctionsPipeline.Pipelines.Control;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.Tests.Control;

/// <summary>A run that does not go on by itself says why, and goes on when it is told to.</summary>
public sealed class RunControlTests : IDisposable
{
    private readonly PipelineWorld _world = new(new DateTimeOffset(2026, 11, 1, 12, 0, 0, TimeSpan.Zero));

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task A_round_that_broke_off_says_why_until_another_takes_its_place()
    {
        var (run, control) = await StartAsync();
        (await control.FindObstacleAsync(run, default)).ShouldBeNull();

        _world.Started.Fail(_world.Started.Ids.Single(), new FailureDetails("storage_failed", "No space left on device."));

        var obstacle = (await control.FindObstacleAsync(run, default)).ShouldNotBeNull();
        (obstacle.Code, obstacle.Message).ShouldBe(("storage_failed", "Round 1 broke off: No space left on device."));
        obstacle.Hint.ShouldStartWith("Resume the run");

        var resumed = await control.ResumeAsync(run, null, default);
        resumed.Round.ShouldBe(2);
        (await control.FindObstacleAsync(resumed, default)).ShouldBeNull();
    }

    [Fact]
    public async Task A_round_that_was_terminated_says_so()
    {
        var (run, control) = await StartAsync();

        await _world.Started.TerminateAsync(_world.Started.Ids.Single(), "by an operator", default);

        (await control.FindObstacleAsync(run, default)).ShouldNotBeNull().Code.ShouldBe("terminated");
    }

    [Fact]
    public async Task A_run_that_a_person_holds_has_no_obstacle()
    {
        var (run, control) = await StartAsync();

        var held = await control.SuspendAsync(run, default);

        held.IsSuspended.ShouldBeTrue();
        (await control.FindObstacleAsync(held, default)).ShouldBeNull();
    }

    private async Task<(RunRecord Run, RunControl Control)> StartAsync()
    {
        var (catalog, starter) = _world.OpenHost();
        return (await starter.StartAsync(PipelineWorld.TwoPrompts, null, default), new RunControl(catalog, _world.Runs, _world.Started));
    }
}
