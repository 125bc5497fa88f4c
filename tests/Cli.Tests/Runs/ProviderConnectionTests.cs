using FunctionsPipeline.Cli.Configuration;
using FunctionsPipeline.Cli.Hosting;
using FunctionsPipeline.Cli.Output;
using FunctionsPipeline.Providers;
using Microsoft.Extensions.Logging.Abstractions;

namespace FunctionsPipeline.Cli.Tests.Runs;

/// <summary>Which providers are called, where and with which key, by what the environment says.</summary>
public sealed class ProviderConnectionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("connection-tests-").FullName;
    private readonly StringWriter _said = new();

    public void Dispose()
    {
        _said.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("COMFYUI_BASE_URL", "http://127.0.0.1:8188/", "comfyui")]
    [InlineData("COMFYUI_BASE_URL", "http://graphics.example:8188/", "comfyui")]
    [InlineData("OPENAI_COMPATIBLE_BASE_URL", "https://models.example/v1", "openai-compatible")]
    public async Task A_server_of_ones_own_is_used_without_a_key_as_soon_as_its_address_is_set(string variable, string url, string provider)
    {
        await using var all = await OpenAllAsync((variable, url));
        await using var one = await OpenAsync(provider, (variable, url));

        Accesses(all).ShouldBe([(provider, url, "")]);
        Accesses(one).ShouldBe(Accesses(all));
        all.IsOwnSimulator.ShouldBeFalse();
        _said.ToString().ShouldNotContain("cost money");
    }

    [Fact]
    public async Task A_key_for_a_server_of_ones_own_goes_along_and_alone_is_not_enough()
    {
        await using var with = await OpenAllAsync(("COMFYUI_BASE_URL", "https://graphics.example/"), ("COMFYUI_API_KEY", "of-a-proxy"));
        await using var without = await OpenAllAsync(("XAI_API_KEY", "a-key"), ("COMFYUI_API_KEY", "of-a-proxy"));

        Accesses(with).ShouldBe([("comfyui", "https://graphics.example/", "of-a-proxy")]);
        without.Accesses.Select(access => access.ProviderId).ShouldBe(["xai"]);
    }

    [Fact]
    public async Task A_provider_that_needs_a_key_has_a_placeholder_on_this_machine_and_is_left_out_elsewhere()
    {
        await using var connection = await OpenAllAsync(
            ("GEMINI_BASE_URL", "http://127.0.0.1:9/gemini"), ("OPENAI_BASE_URL", "https://openai.example/v1"), ("HF_TOKEN", "a-token"));

        Accesses(connection).ShouldBe(
        [
            ("gemini", "http://127.0.0.1:9/gemini", "simulator"),
            ("huggingface", "https://router.huggingface.co/", "a-token"),
        ]);
        _said.ToString().ShouldContain("Calls to huggingface go to https://router.huggingface.co/ and cost money.");
    }

    [Fact]
    public async Task With_nothing_set_the_simulator_stands_in_for_every_provider_below_its_id()
    {
        await using var connection = await OpenAllAsync();

        connection.IsOwnSimulator.ShouldBeTrue();
        connection.Accesses.Select(access => access.ProviderId).ShouldBe(ProviderDefinition.All.Select(provider => provider.Id));
        connection.Accesses.ShouldAllBe(access => access.BaseUrl.AbsolutePath == "/" + access.ProviderId && access.Key == "simulator");
    }

    private static IEnumerable<(string Provider, string Url, string Key)> Accesses(ProviderConnection connection) =>
        connection.Accesses.Select(access => (access.ProviderId, access.BaseUrl.AbsoluteUri, access.Key));

    private Task<ProviderConnection> OpenAllAsync(params (string Name, string Value)[] variables) =>
        ProviderConnection.OpenAllAsync(View(variables), null, 1, Terminal(), CancellationToken.None);

    private Task<ProviderConnection> OpenAsync(string provider, params (string Name, string Value)[] variables) =>
        ProviderConnection.OpenAsync(provider, View(variables), null, 1, Terminal(), CancellationToken.None);

    private Terminal Terminal() => new(_said, _said, isJson: false, isInteractive: false, canRedraw: false, hasColor: false);

    private CommandEnvironmentView View((string Name, string Value)[] variables)
    {
        var settings = Settings.Resolve(
            new Dictionary<SettingDefinition, string>(), name => variables.FirstOrDefault(variable => variable.Name == name).Value, []);
        return new CommandEnvironmentView(HomeFolder.OpenForWriting(_folder), settings, TimeProvider.System, NullLoggerFactory.Instance, new Random(1));
    }
}
