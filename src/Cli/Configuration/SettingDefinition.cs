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
    public static readonly SettingDefinition XaiKey = new("xaiApiKey", ["XAI_API_KEY"], null, true, "Key of xAI.");
    public static readonly SettingDefinition XaiBaseUrl = new("xaiBaseUrl", ["XAI_BASE_URL"], "https://api.x.ai", false, "Where xAI is.");
    public static readonly SettingDefinition FalKey = new("falKey", ["FAL_KEY", "FAL_AI_API_KEY"], null, true, "Key of fal.");
    public static readonly SettingDefinition FalBaseUrl = new("falBaseUrl", ["FAL_BASE_URL"], "https://queue.fal.run", false, "Where fal's queue is.");
    public static readonly SettingDefinition DayBudget = new("dayBudgetUsd", ["PIPELINE_DAY_BUDGET_USD"], null, false, "Cap on a project's spending in a UTC day.");
    public static readonly SettingDefinition ProjectBudget = new("projectBudgetUsd", ["PIPELINE_PROJECT_BUDGET_USD"], null, false, "Cap on a project's spending, all in all.");
    public static readonly SettingDefinition ProviderBudget = new("providerBudgetUsd", ["PIPELINE_PROVIDER_BUDGET_USD"], null, false, "Cap on a project's spending at one provider.");
    public static readonly SettingDefinition Prices = new("pricesFile", ["PIPELINE_PRICES_FILE"], null, false, "Prices that replace those shipped.");
    public static readonly SettingDefinition RateLimits = new("limitsFile", ["PIPELINE_LIMITS_FILE"], null, false, "Rate limits and quotas that replace those shipped.");
    public static readonly SettingDefinition Ffmpeg = new("ffmpegPath", ["FFMPEG_PATH"], null, false, "Which ffmpeg; default: the one on the path.");
    public static readonly SettingDefinition Device = new("device", ["PIPELINE_DEVICE"], "cpu", false, "Where clips are analysed: cpu, or auto for every device there is.");
    public static readonly SettingDefinition DeviceStrategy = new("deviceStrategy", ["PIPELINE_DEVICE_STRATEGY"], "load-balanced", false, "Which device gets the next clip.");

    public static readonly SettingDefinition ApiToken = new("apiToken", ["PIPELINE_API_TOKEN"], null, true, "Token of 'serve' for requests that change something.");

    public static IReadOnlyList<SettingDefinition> All { get; } =
    [
        Home, LogLevel, RunId, XaiKey, XaiBaseUrl, FalKey, FalBaseUrl, DayBudget, ProjectBudget, ProviderBudget, Prices, RateLimits, Ffmpeg, Device, DeviceStrategy,
        ApiToken,
    ];
}
