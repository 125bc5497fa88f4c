using FunctionsPipeline.Cli.Tests.Processes;

namespace FunctionsPipeline.Cli.Tests.Commands;

public sealed class DoctorTests : IDisposable
{
    private readonly PipelineHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task A_machine_that_can_run_passes_and_what_is_missing_for_paid_work_is_named()
    {
        var checks = (await _home.RunAsync("doctor", "--json")).ShouldExitWith(0).Json["checks"]!.AsArray();

        var states = checks.ToDictionary(check => check!["name"]!.GetValue<string>(), check => check!["state"]!.GetValue<string>());
        states["ffmpeg"].ShouldBe("passed");
        states["home"].ShouldBe("passed");
        states["xai"].ShouldBe("degraded");
        checks.Single(check => check!["name"]!.GetValue<string>() == "xai")!["hint"]!.GetValue<string>().ShouldContain("XAI_API_KEY");
    }

    [Theory]
    [InlineData(null, "degraded", "no address: not used")]
    [InlineData("http://graphics.example:8188", "passed", "no key; base URL http://graphics.example:8188")]
    public async Task A_server_of_ones_own_is_used_once_it_has_an_address(string? url, string state, string found)
    {
        if (url is not null) _home.With("COMFYUI_BASE_URL", url);

        var checks = (await _home.RunAsync("doctor", "--json")).ShouldExitWith(0).Json["checks"]!.AsArray();

        var check = checks.Single(check => check!["name"]!.GetValue<string>() == "comfyui")!;
        check["state"]!.GetValue<string>().ShouldBe(state);
        check["found"]!.GetValue<string>().ShouldBe(found);
    }

    [Fact]
    public async Task A_missing_ffmpeg_blocks()
    {
        var blocked = (await _home.With("FFMPEG_PATH", "/nowhere/ffmpeg").RunAsync("doctor")).ShouldExitWith(2);

        blocked.Output.ShouldContain("blocked  ffmpeg");
    }

    [Fact]
    public async Task A_missing_ffmpeg_also_blocks_a_run_before_anything_is_paid()
    {
        await using var simulator = await SimulatorChild.StartAsync();

        var blocked = (await _home.With(simulator).With("FFMPEG_PATH", "/nowhere/ffmpeg").RunAsync("run", _home.WriteSpec(1), "--json")).ShouldExitWith(2);

        blocked.Json["error"]!["code"]!.GetValue<string>().ShouldStartWith("ffmpeg_");
        (await simulator.ChargesAsync()).Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_home_that_cannot_be_written_blocks()
    {
        var blocked = (await _home.RunAsync("doctor", "--home", "/proc/nowhere")).ShouldExitWith(2);

        blocked.Output.ShouldContain("blocked  home");
    }
}
