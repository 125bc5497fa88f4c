using FunctionsPipeline.Cli.Tests.Processes;

namespace FunctionsPipeline.Cli.Tests.BadInput;

public sealed class FullDiskTests : IDisposable
{
    private readonly PipelineHome _home = new();

    public void Dispose() => _home.Dispose();

    [TinyDiskFact]
    public async Task A_download_that_finds_no_room_fails_its_item_and_is_fetched_later_without_paying_again()
    {
        await using var simulator = await SimulatorChild.StartAsync("--clips", "full");
        var spec = _home.With(simulator).WriteSpec(1, durationSeconds: 15);
        var scratch = Path.Combine(_home.Path, ".scratch");
        // Room for the files of the report, which are made here too, and not for a clip.
        using (new TinyDisk(scratch, 40))
        {
            var failed = (await _home.RunAsync("run", spec, "--json")).ShouldExitWith(100);

            var task = failed.Json["tasks"]![0]!;
            task["failedStage"]!.GetValue<string>().ShouldBe("download");
            task["error"]!["code"]!.GetValue<string>().ShouldBe("download_not_written");
            task["error"]!["message"]!.GetValue<string>().ShouldContain("the disk is full");
            Directory.GetFiles(scratch).ShouldBeEmpty();
            Directory.GetFiles(failed.Json["runFolder"]!.GetValue<string>(), "*.mp4", SearchOption.AllDirectories).ShouldBeEmpty();
        }

        var retried = (await _home.RunAsync("retry", "--json")).ShouldExitWith(0);
        retried.Json["succeeded"]!.GetValue<int>().ShouldBe(1);
        (await simulator.ChargesAsync()).Calls.Count.ShouldBe(1);
    }

    [TinyDiskFact]
    public async Task A_home_without_room_stops_with_a_clear_message_and_goes_on_when_there_is_room()
    {
        await using var simulator = await SimulatorChild.StartAsync("--clips", "full");
        using var disk = new TinyDisk(_home.Path, 2048);
        var spec = _home.With(simulator).WriteSpec(6);
        var ballast = Path.Combine(_home.Path, "ballast");
        await File.WriteAllBytesAsync(ballast, new byte[1600 * 1024]);

        var full = await _home.RunAsync("run", spec, "--json");
        full.ExitCode.ShouldBeOneOf(1, 100);
        (full.Output + full.Error).ShouldContain("full");
        full.Error.ShouldNotContain("   at FunctionsPipeline");

        File.Delete(ballast);
        await _home.RunAsync("run", spec, "--json");
        var retried = (await _home.RunAsync("retry", "--json")).Json;
        // A call whose acceptance found no room is unknown: nobody can tell, and it is not sent again.
        (retried["succeeded"]!.GetValue<int>() + retried["unknown"]!.GetValue<int>()).ShouldBe(6, retried.ToJsonString());
        (await simulator.ChargesAsync()).Calls.GroupBy(call => call.PromptHash).ShouldAllBe(intent => intent.Count() == 1);
    }
}
