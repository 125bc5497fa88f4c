using System.Text.Json;
using FunctionsPipeline.Providers;

namespace FunctionsPipeline.Pipelines.Tests.Infrastructure;

/// <summary>A setting that nobody reads, or one that is missing, is found on Azure only, and late. So it is found here.</summary>
public sealed class AppSettingTests
{
    /// <summary>Read by the Functions host itself.</summary>
    private static readonly string[] OfTheHost = ["APPLICATIONINSIGHTS_CONNECTION_STRING", "APPLICATIONINSIGHTS_AUTHENTICATION_STRING"];

    private static readonly string App = InfrastructureFiles.Modules["infra/function-app.bicep"];
    private static readonly string Types = InfrastructureFiles.Modules["infra/types.bicep"];
    private static readonly string Worker = InfrastructureFiles.Modules["infra/gpu-worker.bicep"];
    private static readonly string AppCode = InfrastructureFiles.Read("src/FunctionApp/Hosting/AppOptions.cs");
    private static readonly string AppFunctions = InfrastructureFiles.Sources("FunctionApp/Functions");

    // Names of settings begin with a capital, properties of resources do not.
    private static readonly IReadOnlyList<string> AppSettings = InfrastructureFiles.Find(App, @"(?<![\w.$])'?([A-Z]\w*[_.][\w.]*)'?: ");
    private static readonly IReadOnlyList<string> WorkerSettings = InfrastructureFiles.Find(Worker, @"\{ name: '([A-Za-z_]+)', value: ");

    [Fact]
    public void Every_setting_of_the_app_is_one_that_somebody_reads()
    {
        AppSettings.Count.ShouldBeGreaterThan(8);
        AppSettings.Except(OfTheHost).Where(name => !IsReadByTheApp(name)).ShouldBeEmpty();
    }

    [Fact]
    public void Every_setting_of_the_worker_is_one_that_it_reads()
    {
        var code = InfrastructureFiles.Read("src/GpuWorker/Hosting/WorkerSettings.cs");

        WorkerSettings.Count.ShouldBeGreaterThan(5);
        WorkerSettings.Where(name => !code.Contains($"\"{name}\"", StringComparison.Ordinal) && !IsOfTheStorage(name)).ShouldBeEmpty();
    }

    [Fact]
    public void Every_provider_that_needs_a_key_can_be_given_one()
    {
        var providers = ProviderDefinition.All.Where(provider => provider.NeedsKey).ToList();

        InfrastructureFiles.Find(Types, "(?<=type providerId =[^@]*)'([^']+)'").ShouldBe(providers.Select(provider => provider.Id), ignoreOrder: true);
        foreach (var provider in providers) App.ShouldContain($"  {provider.Id}: '{provider.KeySettings[0]}'");
        App.ShouldContain("toObject(providers, id => keySettings[id], id => '@Microsoft.KeyVault(SecretUri=${vaultUri}secrets/${id}-key)')");
    }

    [Fact]
    public void Every_cap_can_be_set()
    {
        var caps = InfrastructureFiles.Find(AppCode, "Usd\\(\"([A-Z_]+)\"");

        caps.Count.ShouldBeGreaterThan(1);
        caps.ShouldBeSubsetOf(AppSettings);
    }

    [Fact]
    public void Every_setting_that_the_app_reads_is_set_by_infra_or_told_in_the_page()
    {
        var read = InfrastructureFiles.Find(AppCode, "(?:Value|Usd)\\(\"([A-Z_]+)\"").Concat(ProviderDefinition.All.SelectMany(KeyExtrasAndAddress)).ToList();

        read.Count.ShouldBeGreaterThan(16);
        var page = InfrastructureFiles.Read("docs/deploy.md");
        read.Where(name => !AppSettings.Contains(name) && !page.Contains($"`{name}`", StringComparison.Ordinal)).ShouldBeEmpty();
        foreach (var provider in ProviderDefinition.All.Where(provider => provider.NeedsKey))
        {
            page.ShouldContain($"| `{provider.Id}` | `{provider.Id}-key` | `{provider.KeySettings[0]}` |");
        }
    }

    [Fact]
    public void The_local_settings_send_every_key_that_they_name_to_the_simulator()
    {
        using var example = JsonDocument.Parse(InfrastructureFiles.Read("local.settings.example.json"));
        var values = example.RootElement.GetProperty("Values").EnumerateObject().ToDictionary(value => value.Name, value => value.Value.GetString()!);

        var named = ProviderDefinition.All.Where(provider => values.ContainsKey(provider.KeySettings[0])).ToList();
        foreach (var provider in named)
        {
            values[provider.KeySettings[0]].ShouldBe("simulator");
            values[provider.BaseUrlSetting].ShouldBe($"http://127.0.0.1:7099/{provider.Id}");
        }

        // One of each kind, so that every pipeline can be started.
        new[] { "xai", "fal", "gemini", "x" }.ShouldBeSubsetOf(named.Select(provider => provider.Id));
    }

    [Fact]
    public void App_and_worker_reach_the_account_by_name_and_identity()
    {
        foreach (var settings in new[] { AppSettings, WorkerSettings })
        {
            settings.ShouldContain("AzureWebJobsStorage__accountName");
            settings.ShouldContain("AzureWebJobsStorage__credential");
            settings.ShouldContain("AzureWebJobsStorage__clientId");
            settings.ShouldNotContain("AzureWebJobsStorage");
        }
    }

    [Fact]
    public void Of_the_two_blob_triggers_the_one_that_Flex_Consumption_has_is_on()
    {
        InfrastructureFiles.Find(AppFunctions, "Function\\(\"(FrameResult\\w+)\"").ShouldBe(["FrameResultPolled", "FrameResultReady"]);
        App.ShouldContain("'AzureWebJobs.FrameResultPolled.Disabled': 'true'");
        AppSettings.ShouldNotContain("AzureWebJobs.FrameResultReady.Disabled");
    }

    [Fact]
    public void The_worker_is_woken_by_the_queue_and_asked_where_it_answers()
    {
        WorkerSettings.ShouldContain("FP_WAKE_QUEUE_CONNECTION");
        WorkerSettings.ShouldContain("FP_WAKE_QUEUE_NAME");
        WorkerSettings.ShouldContain("FP_HEALTH_PORT");
        WorkerSettings.ShouldNotContain("FP_STORE_FOLDER", "with a folder it would not look into the account");
        InfrastructureFiles.Find(Worker, "path: '([^']+)'").ShouldBe(InfrastructureFiles.Find(InfrastructureFiles.Sources("GpuWorker/Hosting"), "string Path = \"([^\"]+)\""));
        InfrastructureFiles.Find(Worker, @"port: (\w+)").ShouldBe(["healthPort"]);
    }

    [Fact]
    public void Kinds_of_devices_are_those_that_the_worker_knows()
    {
        var known = InfrastructureFiles.Sources("GpuWorker/Devices");

        foreach (var kind in InfrastructureFiles.Find(Worker, "accelerators: '([^']+)'").SelectMany(list => list.Split(','))) known.ShouldContain($"\"{kind}\"");
    }

    // The address of a provider with a key is told for all of them in one line.
    private static IEnumerable<string> KeyExtrasAndAddress(ProviderDefinition provider) =>
        [provider.KeySettings[0], .. provider.Extras.Select(extra => extra.EnvironmentName), .. provider.NeedsKey ? [] : (string[])[provider.BaseUrlSetting]];

    private static bool IsReadByTheApp(string name) =>
        AppCode.Contains($"\"{name}\"", StringComparison.Ordinal) || IsOfTheStorage(name) || IsSwitchOfAFunction(name);

    private static bool IsOfTheStorage(string name) =>
        name.Split("__") is ["AzureWebJobsStorage", { } rest]
        && InfrastructureFiles.Read("src/AzureStorage/ConnectionSettings.cs").Contains($"\"__{rest}\"", StringComparison.Ordinal);

    private static bool IsSwitchOfAFunction(string name) =>
        name.Split('.') is ["AzureWebJobs", { } function, "Disabled"] && AppFunctions.Contains($"Function(\"{function}\")", StringComparison.Ordinal);
}
