using System.CommandLine;
using FunctionsPipeline.Cli.Output;
using FunctionsPipeline.Durable.Engine;
using FunctionsPipeline.Pipelines.Control;

namespace FunctionsPipeline.Cli.Commands;

/// <summary><c>cancel [RUN]</c>: asks a run to end. Works beside the process that runs it, and also when none does.</summary>
internal static class CancelCommand
{
    public static Command Create()
    {
        var id = CommonOptions.RunId();
        var command = new Command("cancel", "Asks a run to end: what is paid settles, nothing new is bought.") { id };
        return command.Runs(async (environment, cancellationToken) =>
        {
            await using var home = HomeReader.Open(environment);
            var run = await home.FindRunAsync(environment.Arguments.GetValue(id), cancellationToken);
            await using var client = new EmbeddedClient(home.Stores.Home.Path, environment.Clock);
            await new RunMessages(home.Stores.Runs, client).CancelAsync(run, cancellationToken);

            if (environment.Terminal.IsJson) environment.Terminal.Json(new { runId = run.RunId.Value, cancelRequested = true });
            environment.Terminal.Line($"Asked run {run.RunId} to end. Its process settles what is in hand; if none runs, 'pipeline resume {run.RunId}' does.");
            return ExitCodes.Ok;
        });
    }
}
