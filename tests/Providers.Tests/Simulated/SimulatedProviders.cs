using FunctionsPipeline.Simulator;

namespace FunctionsPipeline.Providers.Tests.Simulated;

/// <summary>The providers as a host opens them, against a simulator in this process.</summary>
internal sealed class SimulatedProviders : IAsyncDisposable
{
    private readonly SimulatorHost _simulator;

    private SimulatedProviders(SimulatorHost simulator, params string[] ids)
    {
        _simulator = simulator;
        var accesses = ids.Select(id => new ProviderAccess(id, new Uri(simulator.Address, id), "simulator"));
        Set = new ProviderSet(accesses, TimeProvider.System, new Random(1), new Support.RecordingLoggers(), Support.Rig.Quick);
    }

    public ProviderSet Set { get; }

    /// <summary>Starts a simulator in which nothing takes time.</summary>
    public static async Task<SimulatedProviders> StartAsync(params string[] ids)
    {
        var options = new SimulatorOptions { Seed = 11, TimeScale = 0, RateLimitPerSecond = 0 };
        return new SimulatedProviders(await SimulatorHost.StartAsync(options, TimeProvider.System, CancellationToken.None), ids);
    }

    public async ValueTask DisposeAsync()
    {
        Set.Dispose();
        await _simulator.DisposeAsync();
    }
}
