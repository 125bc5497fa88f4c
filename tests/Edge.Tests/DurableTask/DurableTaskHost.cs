using System.Net;
using DurableTask.Core;
using FunctionsPipeline.Contracts.Orchestrations;
using FunctionsPipeline.Durable;
using FunctionsPipeline.FunctionApp;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Grpc;
using Microsoft.DurableTask.Worker;
using Microsoft.DurableTask.Worker.Grpc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Edge.Tests.DurableTask;

/// <summary>
/// The engine of Durable Functions under our context, runner and client: the worker that the Azure host loads, over a back end that keeps
/// its instances in memory. It listens on a free port of the loopback address.
/// </summary>
internal sealed class DurableTaskHost : IOrchestrationHost
{
    private readonly KeptInstances _kept = new();
    private WebApplication? _server;
    private GrpcChannel? _channel;
    private IHost? _worker;
    private OrchestrationRegistry _registry = new();
    private ILoggerFactory? _loggers;
    private DurableClient? _client;

    public IOrchestrationClient Client => _client ?? throw new InvalidOperationException("Start it first.");

    public Task StartAsync(OrchestrationRegistry registry, ILoggerFactory loggers)
    {
        (_registry, _loggers) = (registry, loggers);
        return StartAsync();
    }

    public async Task RestartAsync()
    {
        await StopAsync();
        await _kept.TakeBackAsync();
        await StartAsync();
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton<IOrchestrationService>(_kept);
        builder.Services.AddSingleton<IOrchestrationServiceClient>(_kept);
        builder.Services.AddSingleton<CarryingServer>();
        _server = builder.Build();
        _server.MapGrpcService<CarryingServer>();
        await _server.StartAsync();
        _channel = GrpcChannel.ForAddress(_server.Urls.Single());
        await StartWorkerAsync();
    }

    private async Task StartWorkerAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton(_loggers!);
        builder.Services.AddDurableTaskWorker(worker =>
        {
            worker.UseGrpc(_channel!);
            worker.AddTasks(tasks => Register(tasks, _registry));
        });
        builder.Services.AddDurableTaskClient(client =>
        {
            client.UseGrpc(_channel!);
            client.RegisterDirectly();
        });
        _worker = builder.Build();
        _client = new DurableClient(_worker.Services.GetRequiredService<DurableTaskClient>());
        await _worker.StartAsync();
    }

    private async Task StopAsync()
    {
        if (_worker is not null) await _worker.StopAsync();
        _worker?.Dispose();
        _channel?.Dispose();
        if (_server is null) return;
        await _server.StopAsync();
        await _server.DisposeAsync();
    }

    /// <summary>As the functions of the app do it: every name leads to the runner.</summary>
    private static void Register(DurableTaskRegistry tasks, OrchestrationRegistry registry)
    {
        var runner = new DurableRunner(registry);
        foreach (var name in registry.Orchestrators.Keys) tasks.AddOrchestrator(FunctionNames.Of(name), () => new RunOrchestrator(runner, name));
        foreach (var name in registry.Activities.Keys) tasks.AddActivity(FunctionNames.Of(name), new RunActivity(runner, name));
    }

    private sealed class RunOrchestrator(DurableRunner runner, string name) : TaskOrchestrator<string, string>
    {
        public override Task<string> RunAsync(TaskOrchestrationContext context, string input) => runner.RunOrchestratorAsync(name, context);
    }

    private sealed class RunActivity(DurableRunner runner, string name) : Microsoft.DurableTask.TaskActivity<string, string>
    {
        public override Task<string> RunAsync(TaskActivityContext context, string input) => runner.RunActivityAsync(name, input, CancellationToken.None);
    }
}
