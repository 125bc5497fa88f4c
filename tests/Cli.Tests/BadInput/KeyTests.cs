using FunctionsPipeline.Cli.Tests.Processes;

namespace FunctionsPipeline.Cli.Tests.BadInput;

public sealed class KeyTests : IDisposable
{
    private const string PlantedKey = "xai-PLANTED-4f1c9a77d2e8b350";

    private static readonly string UserSecrets = Path.Combine(".microsoft", "usersecrets", "functionspipeline");

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

    [Fact]
    public async Task No_key_of_comments_images_and_searches_appears_wherever_it_was_kept()
    {
        await using var simulator = await SimulatorChild.StartAsync("--faults", "mixed", "--seed", "5");
        _home.With("LOG_LEVEL", "debug").With("OPENAI_BASE_URL", simulator.Url + "/openai/v1");
        foreach (var provider in new[] { "gemini", "fal", "x" }) _home.With(provider.ToUpperInvariant() + "_BASE_URL", simulator.Url + "/" + provider);

        // Each key in a place of its own.
        _home.With("OPENAI_API_KEY", PlantedKey + "-1");
        Directory.CreateDirectory(_home.File(UserSecrets));
        string[] places =
        [
            _home.File(_home.Write(".env", $"GEMINI_API_KEY={PlantedKey}-2\n")),
            _home.File(_home.Write(".env.local", $"FAL_KEY={PlantedKey}-3\n")),
            _home.File(_home.Write(Path.Combine(UserSecrets, "secrets.json"), $$"""{"X_BEARER_TOKEN":"{{PlantedKey}}-4"}""")),
        ];
        _home.Write("posts.jsonl", string.Concat(Enumerable.Range(1, 6).Select(number => $$"""{"id":"p{{number}}","text":"Library number {{number}} lends out telescopes."}""" + "\n")));
        _home.Write("prompts.yaml", "- id: fox\n  prompt: A red fox in fresh snow\n- id: teapot\n  prompt: A blue teapot\n");
        string[] quick = ["--requests-per-minute", "6000"];
        var said = new List<Finished>
        {
            await _home.RunAsync(["comments", "--input-file", "posts.jsonl", "--model", "openai", "--output-dir", "replies", .. quick]),
            await _home.RunAsync(["comments", "--query", "bikes", "--max-candidates", "3", "--max-usd", "5", .. quick]),
            await _home.RunAsync(["images", "--input-file", "prompts.yaml", "--iterations", "2", "--image-model", "fal", "--judge", "gemini", "--output-dir", "made", "--json", .. quick]),
            await _home.RunAsync("explain", "fox", "image"),
            await _home.RunAsync("retry", "--only", "failed,unknown"),
            await _home.RunAsync("fork", "--json"),
            await _home.RunAsync("config", "show"),
            await _home.RunAsync("doctor"),
            await _home.RunAsync("costs", "--by", "provider"),
        };

        foreach (var provider in new[] { "openai", "gemini", "fal", "x" }) said[^1].Output.ShouldContain($"each  {provider}", customMessage: "its key was used");
        said.ShouldAllBe(finished => !finished.Output.Contains("xai-PLANTED") && !finished.Error.Contains("xai-PLANTED"));
        var files = Directory.GetFiles(_home.WorkingFolder, "*", SearchOption.AllDirectories);
        files.Length.ShouldBeGreaterThan(20);
        files.Where(Holds).ShouldBe(places, ignoreOrder: true);
    }

    private static bool Holds(string file) => File.ReadAllBytes(file).AsSpan().IndexOf("xai-PLANTED"u8) >= 0;
}
