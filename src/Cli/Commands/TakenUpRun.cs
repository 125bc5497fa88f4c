using FunctionsPipeline.Cli.Configuration;
using FunctionsPipeline.Cli.Hosting;
using FunctionsPipeline.Cli.Output;
using FunctionsPipeline.Pipelines.RunFolder;
using FunctionsPipeline.Pipelines.VideoBatch;
using FunctionsPipeline.State;
using FunctionsPipeline.State.Runs;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Cli.Commands;

/// <summary>An existing run in the hands of this process, for <c>resume</c>, <c>retry</c> and <c>publish</c>.</summary>
internal sealed class TakenUpRun : IAsyncDisposable
{
    private readonly ILoggerFactory _loggers;
    private readonly RunEnd? _end;

    private TakenUpRun(ILoggerFactory loggers, EmbeddedHost host, RunRecord run, RunEnd? end) => (_loggers, Host, Run, _end) = (loggers, host, run, end);

    public EmbeddedHost Host { get; }

    private RunEnd End => _end ?? throw new InvalidOperationException("It was opened for its publications only.");

    public RunRecord Run { get; }

    /// <summary>Finds the run, connects to its provider and takes the home.</summary>
    /// <param name="environment">Arguments, settings, clock.</param>
    /// <param name="runId">The run; null for the latest.</param>
    /// <param name="end">How its end is told; null when the run itself is not gone on with.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public static async Task<TakenUpRun> OpenAsync(
        CommandEnvironment environment, string? runId, RunEnd? end, CancellationToken cancellationToken)
    {
        HomeFolder.OpenForReading(environment.Home);
        var home = HomeFolder.OpenForWriting(environment.Home);
        var loggers = environment.OpenLog(home);
        try
        {
            RunRecord run;
            await using (var stores = HomeStores.OpenBesideOwner(home, environment.Clock, loggers))
            {
                run = await RunLookup.FindAsync(stores.Runs, runId ?? environment.Settings[SettingDefinitions.RunId], cancellationToken);
            }

            var view = environment.ForHosting(loggers);
            var connection = await ProviderConnection.OpenForAsync(
                run.Pipeline == VideoBatchNames.Pipeline ? run.Provider : null, view, run.UsesSimulator, run.Seed, environment.Terminal, cancellationToken);
            var host = await EmbeddedHost.OpenAsync(view, connection, cancellationToken);
            return new TakenUpRun(loggers, host, run, end);
        }
        catch
        {
            loggers.Dispose();
            throw;
        }
    }

    public Task<int> RunAsync(CommandEnvironment environment, RunRecord run, bool hasWorker, CancellationToken cancellationToken) =>
        new RunSession(Host, environment.Terminal, environment.Clock, End).RunAsync(run, hasWorker, cancellationToken);

    /// <summary>Reports a run that needs nothing more.</summary>
    public async Task<int> SumUpAsync(CancellationToken cancellationToken)
    {
        var summary = await RunSummaries.ReadAsync(Host.Services, Run, cancellationToken);
        await End.ReportAsync(summary, Run, Host.RunStores, cancellationToken);
        return End.ExitCode(summary);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        _loggers.Dispose();
    }
}
