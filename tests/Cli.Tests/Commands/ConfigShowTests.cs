using System.Text.Json.Nodes;
using FunctionsPipeline.Cli.Tests.Processes;

namespace FunctionsPipeline.Cli.Tests.Commands;

/// <summary>Flag over environment over <c>--env-file</c> over <c>.env.local</c> over <c>.env</c> over project file over user file over default.</summary>
public sealed class ConfigShowTests : IDisposable
{
    private readonly PipelineHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Every_source_is_beaten_by_the_next_stronger_one()
    {
        await HomeShouldBeAsync("./outputs", "default");

        Directory.CreateDirectory(_home.File(".config/functionspipeline"));
        _home.Write(".config/functionspipeline/config.yaml", "home: of-the-user\n");
        await HomeShouldBeAsync("of-the-user", "config.yaml");

        _home.Write("pipeline.yaml", "home: of-the-project\n");
        await HomeShouldBeAsync("of-the-project", "pipeline.yaml");

        Directory.CreateDirectory(_home.File(".microsoft/usersecrets/functionspipeline"));
        _home.Write(".microsoft/usersecrets/functionspipeline/secrets.json", """{"PIPELINE_HOME": "of-user-secrets"}""");
        await HomeShouldBeAsync("of-user-secrets", "user secrets");

        _home.Write(".env", "# settings\nexport PIPELINE_HOME=\"of the env file\"\n");
        await HomeShouldBeAsync("of the env file", ".env");

        _home.Write(".env.local", "PIPELINE_HOME=of-env-local\n");
        await HomeShouldBeAsync("of-env-local", ".env.local");

        _home.Write("more.env", "PIPELINE_HOME=of-more-env\n");
        await HomeShouldBeAsync("of-more-env", "more.env", "--env-file", "more.env");

        _home.With("PIPELINE_HOME", "of-the-environment");
        await HomeShouldBeAsync("of-the-environment", "environment PIPELINE_HOME", "--env-file", "more.env");

        await HomeShouldBeAsync("of-the-flag", "flag", "--home", "of-the-flag");
    }

    [Fact]
    public async Task Keys_are_shown_as_set_and_never_themselves()
    {
        _home.Write(".env", "FAL_AI_API_KEY=fal-PLANTED\n");

        var shown = (await _home.With("XAI_API_KEY", "xai-PLANTED").RunAsync("config", "show", "--json")).ShouldExitWith(0);

        Setting(shown, "xaiApiKey")["value"]!.GetValue<string>().ShouldBe("(set)");
        Setting(shown, "falKey")["value"]!.GetValue<string>().ShouldBe("(set)");
        Setting(shown, "falKey")["source"]!.GetValue<string>().ShouldBe(".env");
        (shown.Output + shown.Error).ShouldNotContain("PLANTED");
    }

    [Theory]
    [InlineData("""{"XAI_API_KEY": "xai-PLANTED" """)]
    [InlineData("""["xai-PLANTED"]""")]
    public async Task User_secrets_that_cannot_be_read_are_refused_without_being_shown(string json)
    {
        Directory.CreateDirectory(_home.File(".microsoft/usersecrets/functionspipeline"));
        _home.Write(".microsoft/usersecrets/functionspipeline/secrets.json", json);

        var refused = (await _home.RunAsync("config", "show")).ShouldExitWith(1);

        refused.Error.ShouldContain("secrets.json is not a JSON object");
        refused.Error.ShouldNotContain("PLANTED");
    }

    [Theory]
    [InlineData("xaiApiKey: xai-PLANTED\n", "'xaiApiKey' is a key and belongs into the environment (XAI_API_KEY)")]
    [InlineData("hme: here\n", "pipeline.yaml:1: there is no setting 'hme'; did you mean 'home'?")]
    [InlineData("home: [a, b]\n", "pipeline.yaml:1: 'home' takes one value")]
    [InlineData("[a]: b\n", "pipeline.yaml:1: the name of a setting must be a word")]
    [InlineData("- home\n", "pipeline.yaml: the file must hold one 'name: value' a line")]
    [InlineData("home: \"open\n", "pipeline.yaml:")]
    public async Task A_project_file_with_a_mistake_is_refused(string text, string message)
    {
        _home.Write("pipeline.yaml", text);

        var refused = (await _home.RunAsync("config", "show")).ShouldExitWith(1);

        refused.Error.ShouldContain(message);
        refused.Error.ShouldNotContain("PLANTED");
    }

    [Fact]
    public async Task An_environment_file_with_a_mistake_is_refused_without_showing_the_line()
    {
        _home.Write(".env", "XAI_API_KEY xai-PLANTED\n");

        var refused = (await _home.RunAsync("config", "show")).ShouldExitWith(1);

        refused.Error.ShouldContain(".env:1: a line reads NAME=value");
        refused.Error.ShouldNotContain("PLANTED");
    }

    private async Task HomeShouldBeAsync(string value, string source, params string[] arguments)
    {
        var shown = (await _home.RunAsync(["config", "show", "--json", .. arguments])).ShouldExitWith(0);
        Setting(shown, "home")["value"]!.GetValue<string>().ShouldBe(value);
        Setting(shown, "home")["source"]!.GetValue<string>().ShouldEndWith(source);
    }

    private static JsonNode Setting(Finished shown, string name) =>
        shown.Json["settings"]!.AsArray().Single(setting => setting!["name"]!.GetValue<string>() == name)!;
}
