using System.CommandLine;
using FunctionsPipeline.Cli.Hosting;
using FunctionsPipeline.Cli.Output;
using FunctionsPipeline.Pipelines;
using FunctionsPipeline.Pipelines.Input;
using FunctionsPipeline.State;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Cli.Commands;

/// <summary><c>run SPEC</c>: plans a run, starts it and sees it through. The same command again takes up what it left unfinished.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var spec = new Argument<string>("spec") { Description = "The spec file (YAML or JSON)." };
        var isNew = new Option<bool>("--new") { Description = "Start anew even when a run of this spec is unfinished." };
        var isDry = new Option<bool>("--dry-run") { Description = "Only check and forecast, like 'plan'." };
        var options = new RunOptions();
        var end = new EndOptions();
        var command = new Command("run", "Runs a spec to its end; the same command resumes an unfinished run.") { spec, isNew, isDry };
        options.AddTo(command);
        end.AddTo(command);
        return command.Runs((environment, cancellationToken) =>
        {
            var arguments = environment.Arguments;
            var wanted = WantedRun.Of(environment, arguments.GetRequiredValue(spec), options) with { IsNew = arguments.GetValue(isNew) };
            return arguments.GetValue(isDry)
                ? PlanCommand.PlanAsync(environment, wanted, cancellationToken)
                : RunAsync(environment, wanted, end.Read(environment), cancellationToken);
        });
    }

    /// <summary>What every command does that runs something new.</summary>
    public static async Task<int> RunAsync(CommandEnvironment environment, WantedRun wanted, RunEnd end, CancellationToken cancellationToken)
    {
        var header = await SpecHeader.ReadAsync(wanted.Spec, cancellationToken);
        using var loggers = environment.OpenLog(HomeFolder.OpenForWriting(environment.Home));
        var view = environment.ForHosting(loggers);
        var connection = await ProviderConnection.OpenForAsync(header.Provider, view, null, wanted.Seed ?? header.Seed, environment.Terminal, cancellationToken);
        await using var host = await EmbeddedHost.OpenAsync(view, connection, cancellationToken);
        return (await RunInAsync(environment, host, header.Pipeline, wanted, end, cancellationToken)).ExitCode;
    }

    /// <summary>Runs in a host that is open and has not started anything yet.</summary>
    public static async Task<(int ExitCode, RunId RunId)> RunInAsync(
        CommandEnvironment environment, EmbeddedHost host, string pipeline, WantedRun wanted, RunEnd end, CancellationToken cancellationToken)
    {
        var request = environment.Request(wanted.Spec, wanted.Overrides, wanted.Items, host.Provider) with { RerunFrom = wanted.RerunFrom };
        if (wanted.ForkOf is { } source) request = request with { ForkOf = await RunLookup.FindAsync(host.Services.Runs, source, cancellationToken) };
        using var prepared = await host.Catalog[pipeline].PrepareAsync(request, cancellationToken);
        if (wanted.IsDaily) return await new DailyRun(environment, host, end).RunAsync(prepared, cancellationToken);
        var run = wanted.IsNew || wanted.ForkOf is not null ? null : await FindUnfinishedAsync(host.Services.Runs, prepared, cancellationToken);
        if (run is null)
        {
            run = await host.Catalog[prepared.Pipeline].CreateAsync(prepared, host.Services.NewRunId(), cancellationToken);
            environment.Terminal.Message(ForecastText.Line(prepared));
        }
        else
        {
            environment.Terminal.Message($"Taking up run {run.RunId}, which this spec left unfinished.");
        }

        return (await new RunSession(host, environment.Terminal, environment.Clock, end).RunAsync(run, wanted.HasWorker, cancellationToken), run.RunId);
    }

    /// <summary>The unfinished run of what was prepared; null when there is none.</summary>
    /// <exception cref="CommandException">There is an unfinished run of this spec, and its prompts or its provider have changed since.</exception>
    public static async Task<RunRecord?> FindUnfinishedAsync(RunStore runs, PreparedRun prepared, CancellationToken cancellationToken)
    {
        await foreach (var run in runs.ListAsync(cancellationToken))
        {
            if (run.IsEnded || run.SpecFingerprint != prepared.SpecFingerprint) continue;
            if (run.UsesSimulator != prepared.UsesSimulator)
            {
                throw new CommandException(
                    "provider_changed",
                    $"Run {run.RunId} of this spec is unfinished and was begun with {(run.UsesSimulator ? "the built-in simulator" : "the provider")}; now it would go on with the other. Nothing was started.",
                    $"pipeline resume {run.RunId} goes on as it was begun; --new starts another run.");
            }

            if (run.InputFingerprint == prepared.InputFingerprint) return run;

            throw new CommandException(
                "prompts_changed",
                $"Run {run.RunId} of this spec is unfinished, and the prompts have changed since it was planned. Nothing was started.",
                $"pipeline resume {run.RunId} goes on with the prompts it was planned with; --new starts another run with the new ones.");
        }

        return null;
    }
}
