using System.Globalization;
using FunctionsPipeline.AzureStorage;
using FunctionsPipeline.Providers;

namespace FunctionsPipeline.FunctionApp;

/// <summary>The app's settings, read and checked once, at its start. The names are those of the embedded host.</summary>
internal sealed record AppOptions
{
    /// <summary>The storage account of state and artifacts: that of the Functions host itself.</summary>
    public required AzureStorageOptions Storage { get; init; }

    /// <summary>The providers that there is a key for; at least one.</summary>
    public required IReadOnlyList<ProviderAccess> Providers { get; init; }

    /// <summary>Cap on a project's spending in a UTC day, dollars.</summary>
    public decimal? DayBudgetUsd { get; init; }

    /// <summary>Cap on a project's spending, all in all, dollars.</summary>
    public decimal? ProjectBudgetUsd { get; init; }

    /// <summary>Cap on a project's spending at one provider, dollars.</summary>
    public decimal? ProviderBudgetUsd { get; init; }

    /// <summary>Prices that replace those shipped; a path.</summary>
    public string? PricesFile { get; init; }

    /// <summary>Rate limits that replace those shipped; a path.</summary>
    public string? LimitsFile { get; init; }

    /// <summary>Where the public sources of stories are; null for where they usually are.</summary>
    public StoryAddresses? Stories { get; init; }

    /// <summary>Which ffmpeg checks images; null for the one on the path, if there is one.</summary>
    public string? FfmpegPath { get; init; }

    /// <summary>Folder for files that are being made.</summary>
    public required string ScratchFolder { get; init; }

    /// <summary>Reads the settings.</summary>
    /// <param name="setting">Gives the value of an environment variable, or null.</param>
    /// <param name="scratchFolder">Folder for files that are being made.</param>
    /// <exception cref="AppSettingException">A setting is missing or wrong.</exception>
    /// <exception cref="AzureStorageSettingException">A setting of the storage account is missing or wrong.</exception>
    public static AppOptions Read(Func<string, string?> setting, string scratchFolder)
    {
        var known = ProviderDefinition.All.Select(provider => Access(provider, setting)).OfType<ProviderAccess>().ToList();
        if (known.Count == 0) throw new AppSettingException("XAI_API_KEY", "no provider's key is set, so nothing could be run; set this one, or FAL_KEY.");
        return new AppOptions
        {
            Storage = AzureStorageOptions.FromSettings(setting, Path.Combine(scratchFolder, "blobs")),
            Providers = known,
            DayBudgetUsd = Usd("PIPELINE_DAY_BUDGET_USD", setting),
            ProjectBudgetUsd = Usd("PIPELINE_PROJECT_BUDGET_USD", setting),
            ProviderBudgetUsd = Usd("PIPELINE_PROVIDER_BUDGET_USD", setting),
            PricesFile = Value("PIPELINE_PRICES_FILE", setting),
            LimitsFile = Value("PIPELINE_LIMITS_FILE", setting),
            Stories = Value("PIPELINE_STORIES_BASE_URL", setting) is { } stories ? StoryAddresses.Simulated(Address("PIPELINE_STORIES_BASE_URL", stories)) : null,
            FfmpegPath = Value("FFMPEG_PATH", setting),
            ScratchFolder = scratchFolder,
        };
    }

    private static ProviderAccess? Access(ProviderDefinition provider, Func<string, string?> setting)
    {
        var key = provider.KeySettings.Select(name => Value(name, setting)).FirstOrDefault(value => value is not null);
        var address = Value(provider.BaseUrlSetting, setting);
        if (provider.NeedsKey ? key is null : address is null) return null;

        return new ProviderAccess(provider.Id, Address(provider.BaseUrlSetting, address ?? provider.BaseUrl), key ?? "", ExtrasOf(provider, setting));
    }

    private static Uri Address(string name, string text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
        ? url
        : throw new AppSettingException(name, $"it is '{text}'; allowed is an absolute http or https address.");

    private static Dictionary<string, string> ExtrasOf(ProviderDefinition provider, Func<string, string?> setting)
    {
        var extras = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var extra in provider.Extras)
        {
            if (Value(extra.EnvironmentName, setting) is { } value) extras[extra.EnvironmentName] = value;
            else if (extra.IsRequired) throw new AppSettingException(extra.EnvironmentName, $"it is missing, and {provider.KeySettings[0]} is set; set both, or neither.");
        }

        return extras;
    }

    private static decimal? Usd(string name, Func<string, string?> setting)
    {
        if (Value(name, setting) is not { } text) return null;
        return decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var usd) && usd >= 0
            ? usd
            : throw new AppSettingException(name, $"it is '{text}'; allowed is an amount in dollars, 0 or more, for example 12.50.");
    }

    private static string? Value(string name, Func<string, string?> setting) => setting(name) is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;
}

/// <summary>An app setting is missing or wrong: the app does not start.</summary>
/// <param name="setting">Its name.</param>
/// <param name="why">What is wrong with it, and what is allowed.</param>
public sealed class AppSettingException(string setting, string why) : Exception($"App setting {setting}: {why}");
