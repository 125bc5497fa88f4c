using FunctionsPipeline.Cli.Configuration;
using FunctionsPipeline.Cli.Hosting;
using FunctionsPipeline.State.Runs;
using Microsoft.Extensions.Logging.Abstractions;

namespace FunctionsPipeline.Cli.Commands;

/// <summary>A home as commands see it that only look, or that leave word for its owner.</summary>
internal sealed class HomeReader : IAsyncDisposable
{
    private readonly CommandEnvironment _environment;

    private HomeReader(CommandEnvironment environment, HomeStores stores) => (_environment, Stores) = (environment, stores);

    public HomeStores Stores { get; }

    public static HomeReader Open(CommandEnvironment environment) =>
        new(environment, HomeStores.OpenBesideOwner(HomeFolder.OpenForReading(environment.Home), environment.Clock, NullLoggerFactory.Instance));

    /// <summary>The run named, or the latest.</summary>
    public Task<RunRecord> FindRunAsync(string? id, CancellationToken cancellationToken) =>
        RunLookup.FindAsync(Stores.Runs, id ?? _environment.Settings[SettingDefinitions.RunId], cancellationToken);

    public ValueTask DisposeAsync() => Stores.DisposeAsync();
}
