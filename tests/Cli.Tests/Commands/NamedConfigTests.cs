using FunctionsPipeline.Cli.Tests.Processes;

namespace FunctionsPipeline.Cli.Tests.Commands;

public sealed class NamedConfigTests : IDisposable
{
    private readonly PipelineHome _home = new();

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("-c")]
    [InlineData("--config")]
    public async Task A_named_settings_file_beats_the_one_of_the_project_where_it_says_something(string option)
    {
        _home.Write("pipeline.yaml", "logLevel: warning\ndayBudgetUsd: 5\n");
        _home.Write("other.yaml", "logLevel: debug\n");

        var shown = (await _home.RunAsync("config", "show", "--json", option, "other.yaml")).ShouldExitWith(0);

        Setting(shown, "logLevel").ShouldBe(("debug", "other.yaml"));
        Setting(shown, "dayBudgetUsd").ShouldBe(("5", "pipeline.yaml"));
    }

    [Fact]
    public async Task The_environment_beats_a_named_settings_file()
    {
        _home.Write("other.yaml", "logLevel: debug\n");

        var shown = (await _home.With("LOG_LEVEL", "error").RunAsync("config", "show", "--json", "-c", "other.yaml")).ShouldExitWith(0);

        Setting(shown, "logLevel").ShouldBe(("error", "environment LOG_LEVEL"));
    }

    [Fact]
    public async Task A_named_settings_file_has_to_exist() =>
        (await _home.RunAsync("config", "show", "-c", "missing.yaml")).ShouldExitWith(1).Error.ShouldContain("missing.yaml does not exist");

    private static (string Value, string Source) Setting(Finished shown, string name)
    {
        var setting = shown.Json["settings"]!.AsArray().Single(row => row!["name"]!.GetValue<string>() == name)!;
        return (setting["value"]!.GetValue<string>(), setting["source"]!.GetValue<string>());
    }
}
