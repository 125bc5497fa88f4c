namespace FunctionsPipeline.Cli.Configuration;

/// <summary>A setting's value and where it came from.</summary>
internal sealed record SettingValue(SettingDefinition Definition, string? Value, string Source);

/// <summary>
/// The resolved settings: explicit flag over environment over files of the environment (those named, <c>.env.local</c>, <c>.env</c>) over user secrets over the file named with <c>--config</c> over project file over user file over default.
/// </summary>
internal sealed class Settings
{
    private readonly Dictionary<SettingDefinition, SettingValue> _values;

    private Settings(Dictionary<SettingDefinition, SettingValue> values) => _values = values;

    public IEnumerable<SettingValue> All => SettingDefinitions.All.Select(definition => _values[definition]);

    /// <summary>The value, or null when it is set nowhere and has no default.</summary>
    public string? this[SettingDefinition definition] => _values[definition].Value;

    /// <summary>True when somebody set it: it is not the default.</summary>
    public bool IsSet(SettingDefinition definition) => _values[definition] is { Value: not null, Source: not "default" };

    /// <summary>Dollars, or null.</summary>
    public decimal? Usd(SettingDefinition definition)
    {
        var value = _values[definition];
        if (value.Value is null) return null;
        if (decimal.TryParse(value.Value, System.Globalization.NumberStyles.Number, System.Globalization.CultureInfo.InvariantCulture, out var usd) && usd >= 0)
        {
            return usd;
        }

        throw new Output.CommandException(
            "invalid_setting", $"{definition.Name} is '{value.Value}' (from {value.Source}); allowed is an amount in dollars, 0 or more, for example 12.50.");
    }

    /// <summary>Resolves every setting.</summary>
    /// <param name="flags">Values given on the command line.</param>
    /// <param name="environment">Reads an environment variable.</param>
    /// <param name="sources">Files, strongest first.</param>
    public static Settings Resolve(
        IReadOnlyDictionary<SettingDefinition, string> flags, Func<string, string?> environment, IReadOnlyList<SettingsFile> sources)
    {
        var values = new Dictionary<SettingDefinition, SettingValue>();
        foreach (var definition in SettingDefinitions.All)
        {
            values[definition] = ResolveOne(definition, flags, environment, sources);
        }

        return new Settings(values);
    }

    private static SettingValue ResolveOne(
        SettingDefinition definition,
        IReadOnlyDictionary<SettingDefinition, string> flags,
        Func<string, string?> environment,
        IReadOnlyList<SettingsFile> sources)
    {
        if (flags.TryGetValue(definition, out var flag)) return new SettingValue(definition, flag, "flag");
        foreach (var name in definition.EnvironmentNames)
        {
            if (environment(name) is { Length: > 0 } value) return new SettingValue(definition, value, "environment " + name);
        }

        foreach (var source in sources)
        {
            if (source.Find(definition) is { } value) return new SettingValue(definition, value, source.Path);
        }

        return new SettingValue(definition, definition.Default, definition.Default is null ? "not set" : "default");
    }
}
