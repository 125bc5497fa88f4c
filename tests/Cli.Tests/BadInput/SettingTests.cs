using FunctionsPipeline.Cli.Tests.Processes;

namespace FunctionsPipeline.Cli.Tests.BadInput;

public sealed class SettingTests : IDisposable
{
    private readonly PipelineHome _home = new();

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("PIPELINE_PRICES_FILE")]
    [InlineData("PIPELINE_LIMITS_FILE")]
    public async Task A_data_file_with_a_mistake_is_told_with_its_line(string variable)
    {
        _home.Write("data.json", "{\n  \"entries\": [ { \"no-such-field\": 1 } ]\n}\n");

        var refused = (await _home.With(variable, "data.json").RunAsync("plan", _home.WriteSpec(1), "--json")).ShouldExitWith(1);

        refused.Json["error"]!["code"]!.GetValue<string>().ShouldBe("invalid_data_file");
        refused.Error.ShouldContain("data.json, line 2");
    }

    [Theory]
    [InlineData("LOG_LEVEL", "loud", "logLevel is 'loud'; allowed are debug, info, warning, error")]
    [InlineData("PIPELINE_DAY_BUDGET_USD", "plenty", "dayBudgetUsd is 'plenty' (from environment PIPELINE_DAY_BUDGET_USD)")]
    [InlineData("PIPELINE_PROJECT_BUDGET_USD", "-3", "projectBudgetUsd is '-3'")]
    public async Task A_setting_that_is_not_allowed_is_told_with_its_name(string variable, string value, string message)
    {
        (await _home.With(variable, value).RunAsync("plan", _home.WriteSpec(1))).ShouldExitWith(1).Error.ShouldContain(message);
    }

    [Fact]
    public async Task An_environment_file_that_was_named_must_be_there()
    {
        (await _home.RunAsync("config", "show", "--env-file", "nowhere.env")).ShouldExitWith(1).Error.ShouldContain("nowhere.env does not exist");
    }
}
