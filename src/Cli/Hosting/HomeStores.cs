using FunctionsPipeline.Pipelines.RunFolder;
using FunctionsPipeline.Pipelines.VideoBatch;
using FunctionsPipeline.State.Blobs;
using FunctionsPipeline.State.Ledger;
using FunctionsPipeline.State.Runs;
using FunctionsPipeline.State.Tables;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Cli.Hosting;

/// <summary>The stores of a home folder.</summary>
internal sealed class HomeStores : IAsyncDisposable
{
    private readonly SqliteTableStore _tables;

    private HomeStores(HomeFolder home, SqliteTableStore tables, TimeProvider clock, ILoggerFactory loggers)
    {
        Home = home;
        _tables = tables;
        Blobs = new FolderBlobStore(home.Path, clock);
        Runs = new RunStore(tables, clock);
        Ledger = new Ledger(tables, clock, loggers.CreateLogger<Ledger>());
    }

    public HomeFolder Home { get; }

    public ITableStore Tables => _tables;

    public IBlobStore Blobs { get; }

    public RunStore Runs { get; }

    public Ledger Ledger { get; }

    /// <summary>What runs are read back from.</summary>
    public RunStores RunStores => new(Runs, Blobs, Ledger);

    public static HomeStores OpenForRunning(HomeFolder home, TimeProvider clock, ILoggerFactory loggers) =>
        new(home, SqliteTableStore.Open(home.StateDatabase, clock), clock, loggers);

    /// <summary>For commands that look at a home beside its owner.</summary>
    /// <exception cref="Output.CommandException">Nothing was ever run there.</exception>
    public static HomeStores OpenBesideOwner(HomeFolder home, TimeProvider clock, ILoggerFactory loggers)
    {
        var tables = SqliteTableStore.OpenExisting(home.StateDatabase, clock)
            ?? throw new Output.CommandException("home_empty", $"Nothing was run in {home.Path} yet.", "Start with: pipeline demo.");
        return new HomeStores(home, tables, clock, loggers);
    }

    public ValueTask DisposeAsync() => _tables.DisposeAsync();
}
