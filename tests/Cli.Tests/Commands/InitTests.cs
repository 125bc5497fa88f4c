using FunctionsPipeline.Cli.Tests.Processes;

namespace FunctionsPipeline.Cli.Tests.Commands;

public sealed class InitTests : IDisposable
{
    private readonly PipelineHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task What_init_writes_can_be_planned_at_once()
    {
        (await _home.RunAsync("init", "mine")).ShouldExitWith(0).Output.ShouldContain("pipeline plan");

        var plan = (await _home.RunAsync("plan", "mine/video-batch.yaml", "--json")).ShouldExitWith(0);
        plan.Json["total"]!.GetValue<int>().ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData("video-batch.yaml")]
    [InlineData("prompts.txt")]
    public async Task Init_never_overwrites(string name)
    {
        _home.Write(name, "mine");

        (await _home.RunAsync("init")).ShouldExitWith(1).Error.ShouldContain("is already there; nothing was written");

        File.ReadAllText(_home.File(name)).ShouldBe("mine");
        Directory.GetFiles(_home.WorkingFolder).Length.ShouldBe(1);
    }
}
