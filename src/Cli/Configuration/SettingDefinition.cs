using FunctionsPipeline.Providers;

namespace FunctionsPipeline.Cli.Configuration;

/// <summary>A setting: its name in configuration files, the environment variables that carry it, and its default.</summary>
/// <param name="Name">camelCase, as in <c>pipeline.yaml</c>.</param>
/// <param name="EnvironmentNames">First one set wins.</param>
/// <param name="Default">Null when there is none.</param>
/// <param name="IsSecret">Shown as <c>(set)</c>; accepted from the environment only.</param>
/// <param name="Help">One line.</param>
internal sealed record SettingDefinition(
    string Name, IReadOnlyList<string> EnvironmentNames, string? Default, bool IsSecret, string Help);

/// <summary>Every setting there is.</summary>
internal static class SettingDefinitions
{
    public static readonly SettingDefinition Home = new("home", ["PIPELINE_HOME"], "./outputs", false, "Folder of runs and state.");
    public static readonly SettingDefinition LogLevel = new("logLevel", ["LOG_LEVEL"], "info", false, "debug, info, warning or error.");
    public static readonly SettingDefinition RunId = new("runId", ["RUN_ID"], null, false, "Run that resume, status and the like take when none is named.");
    public static readonly SettingDefinition DayBudget = new("dayBudgetUsd", ["PIPELINE_DAY_BUDGET_USD"], null, false, "Cap on a project's spending in a UTC day.");
    public static readonly SettingDefinition ProjectBudget = new("projectBudgetUsd", ["PIPELINE_PROJECT_BUDGET_USD"], null, false, "Cap on a project's spending, all in all.");
    public static readonly SettingDefinition ProviderBudget = new("providerBudgetUsd", ["PIPELINE_PROVIDER_BUDGET_USD"], null, false, "Cap on a project's spending at one provider.");
    public static readonly SettingDefinition Prices = new("pricesFile", ["PIPELINE_PRICES_FILE"], null, false, "Prices that replace those shipped.");
    public static readonly SettingDefinition RateLimits = new("limitsFile", ["PIPELINE_LIMITS_FILE"], null, false, "Rate limits and quotas that replace those shipped.");
    public static readonly SettingDefinition Ffmpeg = new("ffmpegPath", ["FFMPEG_PATH"], null, false, "Which ffmpeg; default: the one on the path.");
    public static readonly SettingDefinition Device = new("device", ["PIPELINE_DEVICE"], "cpu", false, "Where clips are analysed: cpu, or auto for every device there is.");
    public static readonly SettingDefinition DeviceStrategy = new("deviceStrategy", ["PIPELINE_DEVICE_STRATEGY"], "load-balanced", false, "Which device gets the next clip.");

    public static readonly SettingDefinition StoriesBaseUrl = new(
        "storiesBaseUrl", ["PIPELINE_STORIES_BASE_URL"], null, false, "Server that stands in for the public sources of stories, such as the simulator.");

    public static readonly SettingDefinition ApiToken = new("apiToken", ["PIPELINE_API_TOKEN"], null, true, "Token of 'serve' for requests that change something.");

    private static readonly Dictionary<string, SettingDefinition> Keys = ProviderDefinition.All.ToDictionary(
        provider => provider.Id,
        provider => new SettingDefinition(CamelCase(provider.KeySettings[0]), provider.KeySettings, null, true, $"Key of {provider.Id}."));

    private static readonly Dictionary<string, SettingDefinition> BaseUrls = ProviderDefinition.All.ToDictionary(
        provider => provider.Id,
        provider => new SettingDefinition(CamelCase(provider.BaseUrlSetting), [provider.BaseUrlSetting], provider.BaseUrl, false, $"Where {provider.Id} is."));

    private static readonly Dictionary<string, SettingDefinition> Extras = ProviderDefinition.All.SelectMany(provider => provider.Extras).ToDictionary(
        extra => extra.EnvironmentName,
        extra => new SettingDefinition(CamelCase(extra.EnvironmentName), [extra.EnvironmentName], null, extra.IsSecret, extra.Help));

    public static IReadOnlyList<SettingDefinition> All { get; } =
    [
        Home, LogLevel, RunId, .. ProviderDefinition.All.SelectMany(SettingsOf), DayBudget, ProjectBudget, ProviderBudget, Prices, RateLimits, Ffmpeg, Device, DeviceStrategy,
        StoriesBaseUrl, ApiToken,
    ];

    /// <summary>The key of a provider.</summary>
    public static SettingDefinition KeyOf(string provider) => Keys[provider];

    /// <summary>The address of a provider.</summary>
    public static SettingDefinition BaseUrlOf(string provider) => BaseUrls[provider];

    /// <summary>A setting of a provider besides its key and its address.</summary>
    public static SettingDefinition ExtraOf(ProviderSetting extra) => Extras[extra.EnvironmentName];

    private static IEnumerable<SettingDefinition> SettingsOf(ProviderDefinition provider) =>
        [KeyOf(provider.Id), BaseUrlOf(provider.Id), .. provider.Extras.Select(ExtraOf)];

    /// <summary>XAI_API_KEY becomes xaiApiKey.</summary>
    private static string CamelCase(string environmentName)
    {
        var words = environmentName.ToLowerInvariant().Split('_');
        return words[0] + string.Concat(words.Skip(1).Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
    }
}
