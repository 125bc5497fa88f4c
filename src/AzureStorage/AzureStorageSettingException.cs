namespace FunctionsPipeline.AzureStorage;

/// <summary>A setting is missing or wrong. The message names it and never repeats its value.</summary>
public sealed class AzureStorageSettingException(string setting, string problem) : Exception($"Setting '{setting}': {problem}")
{
    /// <summary>The name of the setting, as an environment variable spells it.</summary>
    public string Setting { get; } = setting;
}
