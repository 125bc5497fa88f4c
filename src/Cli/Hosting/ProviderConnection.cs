using FunctionsPipeline.Cli.Configuration;
using FunctionsPipeline.Cli.Output;
using FunctionsPipeline.Durable.Engine;
using FunctionsPipeline.Pipelines.Forecasting;

namespace FunctionsPipeline.Cli.Hosting;

/// <summary>Where a provider is and with which key, for one run. Owns the simulator when it started one.</summary>
internal sealed class ProviderConnection : IAsyncDisposable
{
    // A simulator takes any key; a name that says so cannot be mistaken for a secret.
    private const string SimulatorKey = "simulator";

    private readonly SimulatorProcess? _simulator;

    private ProviderConnection(string provider, Uri baseUrl, string key, SimulatorProcess? simulator)
    {
        Provider = provider;
        BaseUrl = baseUrl;
        Key = key;
        _simulator = simulator;
    }

    public string Provider { get; }

    public Uri BaseUrl { get; }

    public string Key { get; }

    /// <summary>True when this process started a simulator for the run.</summary>
    public bool IsOwnSimulator => _simulator is not null;

    /// <summary>The built-in simulator's own latencies: its default time scale turns 120 to 300 s into as many milliseconds.</summary>
    public ProviderProfile? Profile => IsOwnSimulator
        ? new ProviderProfile
        {
            Source = "the built-in simulator",
            LatencyMinSeconds = 0.12,
            LatencyMaxSeconds = 0.3,
            OverheadSeconds = 4,
            ClipBytes = 150_000,
        }
        : null;

    /// <summary>
    /// Connects to a provider. With neither a key nor a base URL, or when the run was begun that way, a simulator is started.
    /// </summary>
    /// <param name="provider">Provider id.</param>
    /// <param name="environment">Home, settings, clock.</param>
    /// <param name="begunWithSimulator">What the run's record says; null for a new run.</param>
    /// <param name="seed">Seed of a simulator.</param>
    /// <param name="terminal">Gets told whether money will be spent.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="CommandException">The key is missing.</exception>
    /// <exception cref="HomeInUseException">Another process runs in this home.</exception>
    public static async Task<ProviderConnection> OpenAsync(
        string provider,
        CommandEnvironmentView environment,
        bool? begunWithSimulator,
        int seed,
        Terminal terminal,
        CancellationToken cancellationToken)
    {
        var (keySetting, urlSetting) = SettingsOf(provider);
        var key = environment.Settings[keySetting];
        var hasUrl = environment.Settings.IsSet(urlSetting);
        if (begunWithSimulator ?? (key is null && !hasUrl))
        {
            // The engine takes the home later and for good. Asking now keeps a second simulator off the first one's journal.
            HomeLock.Acquire(environment.Home.Path, environment.Clock).Dispose();
            var simulator = await SimulatorProcess.StartAsync(environment.Home.Path, seed, environment.Clock, cancellationToken);
            var why = begunWithSimulator is true
                ? "This run was begun with the built-in simulator: going on with it"
                : $"No {keySetting.EnvironmentNames[0]} and no {urlSetting.EnvironmentNames[0]} is set: using the built-in simulator";
            terminal.Message($"{why} at {simulator.Address}. No money is spent.");
            return new ProviderConnection(provider, new Uri(simulator.Address, provider), SimulatorKey, simulator);
        }

        var url = Address(environment.Settings, urlSetting);
        key ??= url.IsLoopback ? SimulatorKey : HiddenInput.Ask(keySetting, terminal);
        if (!url.IsLoopback) terminal.Message($"Calls go to {url} and cost money.");
        return new ProviderConnection(provider, url, key, null);
    }

    /// <summary>For commands that plan and never call the provider: neither a key nor a simulator is needed.</summary>
    public static ProviderConnection WithoutCalls(string provider, CommandEnvironmentView environment)
    {
        var (_, urlSetting) = SettingsOf(provider);
        return new ProviderConnection(provider, Address(environment.Settings, urlSetting), "not-used", null);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _simulator?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static Uri Address(Settings settings, SettingDefinition setting) =>
        Uri.TryCreate(settings[setting], UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? url
            : throw new CommandException("invalid_setting", $"{setting.Name} is '{settings[setting]}'; allowed is an absolute http or https address.");

    private static (SettingDefinition Key, SettingDefinition Url) SettingsOf(string provider) => provider switch
    {
        "xai" => (SettingDefinitions.XaiKey, SettingDefinitions.XaiBaseUrl),
        "fal" => (SettingDefinitions.FalKey, SettingDefinitions.FalBaseUrl),
        _ => throw new CommandException("unknown_provider", $"There is no provider '{provider}'; there is: xai, fal."),
    };
}
