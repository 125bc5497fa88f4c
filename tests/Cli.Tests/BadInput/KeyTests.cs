using FunctionsPipeline.Cli.Tests.Processes;

namespace FunctionsPipeline.Cli.Tests.BadInput;

public sealed class KeyTests : IDisposable
{
    private const string PlantedKey = "xai-PLANTED-4f1c9a77d2e8b350";

    private readonly PipelineHome _home = new();

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("xai", "XAI_BASE_URL", "https://api.x.ai", "XAI_API_KEY")]
    [InlineData("fal", "FAL_BASE_URL", "https://queue.fal.run", "FAL_KEY")]
    public async Task A_real_address_without_a_key_and_without_a_terminal_is_blocked(string provider, string variable, string url, string key)
    {
        var blocked = (await _home.With(variable, url).RunAsync("run", _home.WriteSpec(1, "provider: " + provider), "--json")).ShouldExitWith(2);

        blocked.Json["error"]!["code"]!.GetValue<string>().ShouldBe("key_missing");
        blocked.Error.ShouldContain($"{key} is not set");
        blocked.Error.ShouldContain("no money was spent");
    }

    [Theory]
    [InlineData("run", "somewhere")]
    [InlineData("run", "ftp://127.0.0.1/")]
    [InlineData("plan", "somewhere")]
    public async Task An_address_that_is_none_is_told(string command, string url)
    {
        var refused = (await _home.With("XAI_BASE_URL", url).RunAsync(command, _home.WriteSpec(1))).ShouldExitWith(1);

        refused.Error.ShouldContain($"xaiBaseUrl is '{url}'; allowed is an absolute http or https address");
    }

    [Fact]
    public async Task A_key_appears_nowhere_however_much_goes_wrong()
    {
        await using var simulator = await SimulatorChild.StartAsync("--faults", "mixed", "--seed", "5");
        _home.With(simulator).With("XAI_API_KEY", PlantedKey).With("LOG_LEVEL", "debug");
        var said = new List<Finished>
        {
            await _home.RunAsync("run", _home.WriteSpec(40), "--json"),
            await _home.RunAsync("retry", "--only", "failed,unknown"),
            await _home.RunAsync("ledger", "list"),
            await _home.RunAsync("config", "show"),
            await _home.RunAsync("doctor"),
        };

        said.ShouldAllBe(finished => !finished.Output.Contains(PlantedKey) && !finished.Error.Contains(PlantedKey));
        var files = Directory.GetFiles(_home.WorkingFolder, "*", SearchOption.AllDirectories);
        files.Length.ShouldBeGreaterThan(40);
        files.Where(Holds).ShouldBeEmpty();
    }

    private static bool Holds(string file) => File.ReadAllBytes(file).AsSpan().IndexOf("xai-PLANTED"u8) >= 0;
}
