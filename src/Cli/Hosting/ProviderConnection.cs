using FunctionsPipeline.Cli.Configuration;
using FunctionsPipeline.Cli.Output;
using FunctionsPipeline.Durable.Engine;
using FunctionsPipeline.Pipelines.Forecasting;
using FunctionsPipeline.Providers;

namespace FunctionsPipeline.Cli.Hosting;

/// <summary>Where providers are and with which keys, for as long as something runs. Owns the simulator when it started one.</summary>
internal sealed class ProviderConnection : IAsyncDisposable
{
    // A simulator takes any key; a name that says so cannot be mistaken for a secret.
    private const string SimulatorKey = "simulator";

    private static readonly IReadOnlyList<string> PublishingProviders = ["youtube", "x"];

    // The simulator's default time scale turns 120 to 300 s into as many milliseconds.
    private static readonly ProviderProfile SimulatorProfile = new()
    {
        Source = "the built-in simulator",
        LatencyMinSeconds = 0.12,
        LatencyMaxSeconds = 0.3,
        OverheadSeconds = 4,
        ClipBytes = 150_000,
    };

    private readonly SimulatorProcess? _simulator;
    private readonly bool _isLent;

    private ProviderConnection(IReadOnlyList<ProviderAccess> accesses, SimulatorProcess? simulator, bool isLent = false)
    {
        Accesses = accesses;
        _simulator = simulator;
        _isLent = isLent;
    }

    /// <summary>The providers that can be called.</summary>
    public IReadOnlyList<ProviderAccess> Accesses { get; }

    /// <summary>Where the public sources of stories are; null for where they usually are.</summary>
    public StoryAddresses? Stories => _simulator is null ? null : StoryAddresses.Simulated(_simulator.Address);

    /// <summary>True when this process started a simulator that stands in for them.</summary>
    public bool IsOwnSimulator => _simulator is not null;

    /// <summary>The providers that the simulator stands in for, and how it behaves.</summary>
    public IReadOnlyDictionary<string, ProviderProfile> Simulated =>
        IsOwnSimulator ? Accesses.ToDictionary(access => access.ProviderId, _ => SimulatorProfile) : new Dictionary<string, ProviderProfile>();

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
        var (definition, keySetting, urlSetting) = SettingsOf(provider);
        if (begunWithSimulator ?? !IsConfigured(definition, environment.Settings))
        {
            var simulator = await StartSimulatorAsync(environment, seed, cancellationToken);
            var missing = definition.NeedsKey ? $"No {keySetting.EnvironmentNames[0]} and no" : "No";
            var why = begunWithSimulator is true
                ? "This run was begun with the built-in simulator: going on with it"
                : $"{missing} {urlSetting.EnvironmentNames[0]} is set: using the built-in simulator";
            terminal.Message($"{why} at {simulator.Address}. No money is spent.");
            return new ProviderConnection([Simulator(provider, simulator), .. Publishers(provider).Select(id => Simulator(id, simulator))], simulator);
        }

        var url = Address(environment.Settings, urlSetting);
        var key = KeyFor(definition, environment.Settings, url) ?? HiddenInput.Ask(keySetting, terminal);
        if (!url.IsLoopback) terminal.Message($"Calls go to {url}{Cost(definition)}.");
        var publishers = Configured(environment.Settings).Where(access => Publishers(provider).Contains(access.ProviderId));
        return new ProviderConnection([new ProviderAccess(provider, url, key, ExtrasOf(definition, environment.Settings, url)), .. publishers], null);
    }

    /// <summary>Connects to what a run calls: one provider, or all that there is access to.</summary>
    /// <inheritdoc cref="OpenAsync(string, CommandEnvironmentView, bool?, int, Terminal, CancellationToken)"/>
    public static Task<ProviderConnection> OpenForAsync(
        string? provider, CommandEnvironmentView environment, bool? begunWithSimulator, int seed, Terminal terminal, CancellationToken cancellationToken) =>
        provider is null
            ? OpenAllAsync(environment, begunWithSimulator, seed, terminal, cancellationToken)
            : OpenAsync(provider, environment, begunWithSimulator, seed, terminal, cancellationToken);

    /// <summary>Connects to every provider that there is a key or an address for; with none at all, a simulator stands in for all of them.</summary>
    /// <exception cref="CommandException">An address is wrong.</exception>
    /// <exception cref="HomeInUseException">Another process runs in this home.</exception>
    public static async Task<ProviderConnection> OpenAllAsync(
        CommandEnvironmentView environment, bool? begunWithSimulator, int seed, Terminal terminal, CancellationToken cancellationToken)
    {
        var accesses = begunWithSimulator is true ? [] : Configured(environment.Settings);
        foreach (var access in accesses.Where(access => !access.BaseUrl.IsLoopback))
        {
            terminal.Message($"Calls to {access.ProviderId} go to {access.BaseUrl}{Cost(ProviderDefinition.Of(access.ProviderId))}.");
        }

        if (accesses.Count > 0) return new ProviderConnection(accesses, null);
        if (begunWithSimulator is false)
        {
            throw new CommandException(
                "key_missing",
                "This run was begun with providers, and now neither a key nor an address of one is set. Nothing was started.",
                "Set the keys and addresses that it was begun with, then resume it.");
        }

        var simulator = await StartSimulatorAsync(environment, seed, cancellationToken);
        var why = begunWithSimulator is true ? "This run was begun with the built-in simulator: going on with it" : "No provider's key is set: using the built-in simulator";
        terminal.Message($"{why} at {simulator.Address}. No money is spent.");
        return new ProviderConnection([.. ProviderDefinition.All.Select(provider => Simulator(provider.Id, simulator))], simulator);
    }

    /// <summary>For commands that plan and never call the provider: neither a key nor a simulator is needed.</summary>
    /// <param name="provider">The one provider; null for those that a run would call, and for all there are where that is none.</param>
    /// <param name="environment">Settings.</param>
    public static ProviderConnection WithoutCalls(string? provider, CommandEnvironmentView environment)
    {
        if (provider is not null) return new ProviderConnection([NotCalled(provider, environment.Settings)], null);
        var configured = Configured(environment.Settings).Select(access => access.ProviderId).ToList();
        var providers = configured.Count > 0 ? configured : [.. ProviderDefinition.All.Select(known => known.Id)];
        return new ProviderConnection([.. providers.Select(id => NotCalled(id, environment.Settings))], null);
    }

    /// <summary>The same connection for one of the runs of a command that has several: closing it leaves the simulator to the others.</summary>
    public ProviderConnection Lend() => new(Accesses, _simulator, isLent: true);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _simulator is null || _isLent ? ValueTask.CompletedTask : _simulator.DisposeAsync();

    private static async Task<SimulatorProcess> StartSimulatorAsync(CommandEnvironmentView environment, int seed, CancellationToken cancellationToken)
    {
        // The engine takes the home later and for good. Asking now keeps a second simulator off the first one's journal.
        HomeLock.Acquire(environment.Home.Path, environment.Clock).Dispose();
        return await SimulatorProcess.StartAsync(environment.Home.Path, seed, environment.Clock, cancellationToken);
    }

    private static ProviderAccess Simulator(string provider, SimulatorProcess simulator) => new(
        provider, new Uri(simulator.Address, provider), SimulatorKey, SimulatedExtras(ProviderDefinition.Of(provider)));

    /// <summary>Where a run's results may be published: beside the provider of the run, so that it can be asked for.</summary>
    private static IReadOnlyList<string> Publishers(string provider) => [.. PublishingProviders.Where(id => id != provider)];

    private static Dictionary<string, string> SimulatedExtras(ProviderDefinition provider) =>
        provider.Extras.Where(extra => extra.Simulated is not null).ToDictionary(extra => extra.EnvironmentName, extra => extra.Simulated!, StringComparer.Ordinal);

    /// <summary>The other settings of a provider, by environment variable. A server on this machine may take anything.</summary>
    private static Dictionary<string, string> ExtrasOf(ProviderDefinition provider, Settings settings, Uri url)
    {
        var extras = url.IsLoopback ? SimulatedExtras(provider) : [];
        foreach (var extra in provider.Extras)
        {
            if (settings[SettingDefinitions.ExtraOf(extra)] is { } value) extras[extra.EnvironmentName] = value;
        }

        return extras;
    }

    private static Uri Address(Settings settings, SettingDefinition setting) =>
        Uri.TryCreate(settings[setting], UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? url
            : throw new CommandException("invalid_setting", $"{setting.Name} is '{settings[setting]}'; allowed is an absolute http or https address.");

    /// <summary>True when a setting says that a provider is to be used: its address, or a key where it needs one.</summary>
    private static bool IsConfigured(ProviderDefinition provider, Settings settings) =>
        settings.IsSet(SettingDefinitions.BaseUrlOf(provider.Id))
        || (provider.NeedsKey && settings[SettingDefinitions.KeyOf(provider.Id)] is not null);

    /// <summary>The providers that settings give access to.</summary>
    private static List<ProviderAccess> Configured(Settings settings)
    {
        var accesses = new List<ProviderAccess>();
        foreach (var provider in ProviderDefinition.All.Where(known => IsConfigured(known, settings)))
        {
            var url = Address(settings, SettingDefinitions.BaseUrlOf(provider.Id));
            var extras = ExtrasOf(provider, settings, url);
            // Half set up is not set up; 'doctor' says what is missing.
            if (provider.Extras.Any(extra => extra.IsRequired && !extras.ContainsKey(extra.EnvironmentName))) continue;
            if (KeyFor(provider, settings, url) is { } key) accesses.Add(new ProviderAccess(provider.Id, url, key, extras));
        }

        return accesses;
    }

    private static ProviderAccess NotCalled(string provider, Settings settings) => new(
        provider, Address(settings, SettingsOf(provider).Url), "not-used", SimulatedExtras(ProviderDefinition.Of(provider)));

    /// <summary>The key to call a provider with; empty for a server of one's own that has none, null when one is missing.</summary>
    private static string? KeyFor(ProviderDefinition provider, Settings settings, Uri url)
    {
        if (settings[SettingDefinitions.KeyOf(provider.Id)] is { } key) return key;
        if (!provider.NeedsKey) return "";
        return url.IsLoopback ? SimulatorKey : null;
    }

    // What a server of one's own costs, if anything, nobody here knows.
    private static string Cost(ProviderDefinition provider) => provider.NeedsKey ? " and cost money" : "";

    private static (ProviderDefinition Definition, SettingDefinition Key, SettingDefinition Url) SettingsOf(string provider) =>
        ProviderDefinition.All.FirstOrDefault(known => known.Id == provider) is { } definition
            ? (definition, SettingDefinitions.KeyOf(provider), SettingDefinitions.BaseUrlOf(provider))
            : throw new CommandException(
                "unknown_provider", $"There is no provider '{provider}'; there is: {string.Join(", ", ProviderDefinition.All.Select(known => known.Id))}.");
}
