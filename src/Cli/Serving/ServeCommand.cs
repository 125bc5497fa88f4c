using System.CommandLine;
using FunctionsPipeline.Cli.Commands;
using FunctionsPipeline.Cli.Configuration;
using FunctionsPipeline.Cli.Hosting;
using FunctionsPipeline.Cli.Output;

namespace FunctionsPipeline.Cli.Serving;

/// <summary><c>serve</c>: the HTTP API, the engine, a worker and the schedules in one process, on this machine only.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var port = new Option<int>("--port") { Description = "Port on 127.0.0.1; 0 takes a free one.", DefaultValueFactory = _ => 7071, HelpName = "PORT" };
        var token = new Option<string?>("--token")
        {
            Description = "Token for requests that change something, instead of the one in the home; better given as PIPELINE_API_TOKEN, which other users cannot see.", HelpName = "TOKEN",
        };
        var external = new Option<bool>("--external-worker") { Description = "Leave the analysis to 'pipeline worker'." };
        var seed = new Option<int>("--seed") { Description = "Seed of the built-in simulator.", DefaultValueFactory = _ => 1, HelpName = "N" };
        var command = new Command("serve", "Serves the HTTP API on this machine: runs are started, steered and watched over it, and schedules start theirs.") { port, token, external, seed };
        return command.Runs((environment, cancellationToken) =>
        {
            var options = new ServeOptions
            {
                Port = environment.Arguments.GetValue(port),
                Token = environment.Arguments.GetValue(token) ?? environment.Settings[SettingDefinitions.ApiToken],
                HasWorker = !environment.Arguments.GetValue(external),
                SimulatorSeed = environment.Arguments.GetValue(seed),
            };
            return ServeAsync(environment, options, cancellationToken);
        });
    }

    private static async Task<int> ServeAsync(CommandEnvironment environment, ServeOptions options, CancellationToken cancellationToken)
    {
        if (options.Port is < 0 or > 65535) throw new CommandException("invalid_option", $"--port is {options.Port}; allowed is 0 to 65535.");
        var home = HomeFolder.OpenForWriting(environment.Home);
        var token = ApiToken.Of(options.Token, home);
        using var loggers = environment.OpenLog(home);
        var view = environment.ForHosting(loggers);
        var connection = await ProviderConnection.OpenAllAsync(view, null, options.SimulatorSeed, environment.Terminal, cancellationToken);
        await using var host = await EmbeddedHost.OpenAsync(view, connection, cancellationToken);
        await using var server = new ApiServer(view, host, token);
        await server.StartAsync(options, environment.Terminal, cancellationToken);
        await server.RunUntilAskedToEndAsync(environment.Terminal, cancellationToken);
        return ExitCodes.Ok;
    }
}

/// <summary>How the API is served.</summary>
internal sealed record ServeOptions
{
    public required int Port { get; init; }

    public string? Token { get; init; }

    public bool HasWorker { get; init; } = true;

    public int SimulatorSeed { get; init; } = 1;
}
