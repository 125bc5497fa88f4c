using System.Text.Json;
using FunctionsPipeline.Providers.Http;
using FunctionsPipeline.Simulator;

namespace FunctionsPipeline.Providers.Tests.Simulated;

/// <summary>The providers as a host opens them, against a simulator in this process.</summary>
internal sealed class SimulatedProviders : IAsyncDisposable
{
    private readonly SimulatorHost _simulator;

    private SimulatedProviders(SimulatorHost simulator, string key, ProviderHttpOptions http, string[] ids)
    {
        _simulator = simulator;
        var accesses = ids.Select(id => new ProviderAccess(id, new Uri(simulator.Address, id), key));
        Set = new ProviderSet(accesses, TimeProvider.System, new Random(1), new Support.RecordingLoggers(), http);
    }

    public ProviderSet Set { get; }

    /// <summary>Starts a simulator in which nothing takes time.</summary>
    public static Task<SimulatedProviders> StartAsync(params string[] ids) => StartAsync("[]", "simulator", Support.Rig.Quick, ids);

    /// <summary>Starts one that does what the rules say.</summary>
    public static Task<SimulatedProviders> StartFaultyAsync(string rules, params string[] ids) => StartAsync(rules, "simulator", Support.Rig.Quick, ids);

    /// <summary>The same with adapters that give a call up after a second.</summary>
    public static Task<SimulatedProviders> StartImpatientAsync(string rules, params string[] ids)
    {
        var second = TimeSpan.FromSeconds(1);
        return StartAsync(rules, "simulator", new ProviderHttpOptions { SynchronousTimeout = second, SubmitTimeout = second, RetryDelay = TimeSpan.FromMilliseconds(1) }, ids);
    }

    /// <summary>Starts one that does not know the key.</summary>
    public static Task<SimulatedProviders> StartWithBadKeyAsync(params string[] ids) => StartAsync("[]", "bad-key", Support.Rig.Quick, ids);

    /// <summary>What was charged: each accepted call of a provider with its ticks.</summary>
    public async Task<IReadOnlyList<long>> ChargesAsync(string provider)
    {
        using var client = new HttpClient();
        var charges = JsonElement.Parse(await client.GetStringAsync(new Uri(_simulator.Address, "_sim/charges")));
        return [.. charges.GetProperty("calls").EnumerateArray().Where(call => call.GetProperty("provider").GetString() == provider).Select(call => call.GetProperty("ticks").GetInt64())];
    }

    private static async Task<SimulatedProviders> StartAsync(string rules, string key, ProviderHttpOptions http, string[] ids)
    {
        using var folder = new Support.TemporaryFolder();
        var script = folder.File("faults.json");
        await File.WriteAllTextAsync(script, rules);
        var options = new SimulatorOptions { Seed = 11, TimeScale = 0, RateLimitPerSecond = 0, Faults = script };
        return new SimulatedProviders(await SimulatorHost.StartAsync(options, TimeProvider.System, CancellationToken.None), key, http, ids);
    }

    public async ValueTask DisposeAsync()
    {
        Set.Dispose();
        await _simulator.DisposeAsync();
    }
}
