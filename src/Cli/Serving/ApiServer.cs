using System.Net;
using System.Runtime.InteropServices;
using FunctionsPipeline.Api;
using FunctionsPipeline.Cli.Configuration;
using FunctionsPipeline.Cli.Hosting;
using FunctionsPipeline.Cli.Output;
using FunctionsPipeline.Pipelines;
using FunctionsPipeline.Pipelines.Control;
using FunctionsPipeline.Pipelines.Schedules;
using FunctionsPipeline.State.Runs;
using FunctionsPipeline.State.Schedules;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Cli.Serving;

/// <summary>The API over Kestrel beside an embedded host, and the clock of the schedules.</summary>
internal sealed class ApiServer : IAsyncDisposable
{
    // Requests that are under way at the end get so long.
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(5);

    private const long BodyBytesReadOn = 64 * 1024 * 1024;

    private readonly CommandEnvironmentView _environment;
    private readonly EmbeddedHost _host;
    private readonly ApiToken _token;
    private readonly ScheduleClock _schedules;
    private readonly PipelineApi _api;
    private WebApplication? _application;

    public ApiServer(CommandEnvironmentView environment, EmbeddedHost host, ApiToken token)
    {
        (_environment, _host, _token) = (environment, host, token);
        var services = ApiServices.Create(
            "embedded", host.Catalog, host.Services, host.Tables, host.Engine, request => Complete(request, environment.Settings, host)) with { CanRun = host.CanRun };
        _schedules = new ScheduleClock(services.ScheduleRunner, environment.Clock, environment.Loggers.CreateLogger<ScheduleClock>());
        _api = new PipelineApi(services);
    }

    /// <summary>
    /// Takes up what is unfinished, then answers. Returns after SIGINT or SIGTERM, when requests under way are answered and activities under
    /// way have ended.
    /// </summary>
    /// <exception cref="CommandException">The port is taken.</exception>
    public async Task RunAsync(ServeOptions options, Terminal terminal, CancellationToken cancellationToken)
    {
        // Before anything listens: the web host takes both signals as its own from its start on, and nobody would hear one that came by then.
        using var asked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => End(context, asked, terminal));
        using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => End(context, asked, terminal));
        await StartAsync(options, terminal, cancellationToken);
        await Task.Delay(Timeout.InfiniteTimeSpan, _environment.Clock, asked.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        await _schedules.DisposeAsync();
        await _application!.StopAsync(CancellationToken.None);
        await _host.DrainAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _schedules.DisposeAsync();
        if (_application is not null) await _application.DisposeAsync();
    }

    private async Task StartAsync(ServeOptions options, Terminal terminal, CancellationToken cancellationToken)
    {
        foreach (var run in await _host.StartAllAsync(options.HasWorker, cancellationToken))
        {
            terminal.Message($"Run {run.RunId} is left alone: it was begun with {(run.UsesSimulator ? "the built-in simulator" : run.Provider)}, which is not used now.");
        }

        _application = Build(options.Port);
        try
        {
            await _application.StartAsync(cancellationToken);
        }
        catch (IOException exception)
        {
            throw new CommandException("port_taken", $"Port {options.Port} of 127.0.0.1 cannot be used: {exception.Message}", "Choose another with --port.", inner: exception);
        }

        _schedules.Start();
        var address = _application.Urls.First();
        if (terminal.IsJson) terminal.Json(new { listening = address, home = _environment.Home.Path, tokenFile = _token.FilePath });
        terminal.Message($"Serving {_environment.Home.Path} at {address}. Ctrl-C ends it; what is unfinished goes on at the next start.");
        if (_token.FilePath is { } path) terminal.Message($"What changes something needs the token in {path}.");
    }

    private WebApplication Build(int port)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, port);
            kestrel.AddServerHeader = false;

            // The API has lower limits of its own. A body between the two is read on, so that its sender hears why it was refused.
            kestrel.Limits.MaxRequestBodySize = BodyBytesReadOn;
        });
        builder.Services.AddRouting();
        builder.Services.AddSingleton(_environment.Loggers);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        var application = builder.Build();
        application.Use(next => context => new AccessRules(_token).CheckAsync(context, next));
        application.UseRouting();
        _api.Map(application);
        application.MapFallback(context => ApiProblem.Of(404, "no_such_address", "There is nothing at this address; api/openapi.json lists what there is.").ToResult().ExecuteAsync(context));
        return application;
    }

    private static RunRequest Complete(RunRequest request, Settings settings, EmbeddedHost host) => request with
    {
        DayBudgetUsd = settings.Usd(SettingDefinitions.DayBudget),
        ProjectBudgetUsd = settings.Usd(SettingDefinitions.ProjectBudget),
        ProviderBudgetUsd = settings.Usd(SettingDefinitions.ProviderBudget),
        Simulated = host.Provider.Simulated,
    };

    private static void End(PosixSignalContext context, CancellationTokenSource asked, Terminal terminal)
    {
        context.Cancel = true;
        if (asked.IsCancellationRequested)
        {
            // What is acknowledged is on disk, so ending here is what a crash would be.
            Environment.Exit(ExitCodes.Interrupted);
        }

        terminal.Message("Stopping: no new work starts, what is in hand settles. Ctrl-C again stops at once.");
        asked.Cancel();
    }
}
