using System.CommandLine;
using FunctionsPipeline.Cli.Hosting;
using FunctionsPipeline.Cli.Output;
using FunctionsPipeline.Pipelines;
using FunctionsPipeline.Pipelines.Input;
using FunctionsPipeline.State;

namespace FunctionsPipeline.Cli.Commands;

/// <summary><c>plan SPEC</c>: checks everything and forecasts cost, time and disk. Pays nothing, starts nothing.</summary>
internal static class PlanCommand
{
    public static Command Create()
    {
        var spec = new Argument<string>("spec") { Description = "The spec file (YAML or JSON)." };
        var options = new RunOptions();
        var command = new Command("plan", "Checks a spec and forecasts calls, cost, time and disk. With --max-usd: exit code 2 when the upper end of the range is above it.") { spec };
        options.AddTo(command);
        return command.Runs((environment, cancellationToken) =>
            PlanAsync(environment, WantedRun.Of(environment, environment.Arguments.GetRequiredValue(spec), options), cancellationToken));
    }

    /// <summary>What <c>plan</c> and <c>run --dry-run</c> do.</summary>
    public static async Task<int> PlanAsync(CommandEnvironment environment, WantedRun wanted, CancellationToken cancellationToken)
    {
        var header = await SpecHeader.ReadAsync(wanted.Spec, cancellationToken);
        using var loggers = environment.OpenLog(HomeFolder.OpenForWriting(environment.Home));
        var view = environment.ForHosting(loggers);
        await using var connection = ProviderConnection.WithoutCalls(header.Provider, view);
        await using var stores = HomeStores.OpenForRunning(view.Home, view.Clock, loggers);
        using var clients = await PipelineClients.CreateAsync(view, stores, connection, cancellationToken);
        using var prepared = await new PipelineCatalog(clients.Services)[header.Pipeline].PrepareAsync(
            environment.Request(wanted.Spec, wanted.Overrides, wanted.Items, connection), cancellationToken);

        var isOverCap = wanted.Overrides.ContainsKey("budgetUsd") && prepared.Forecast.TicksP95 > prepared.BudgetTicks;
        if (environment.Terminal.IsJson) environment.Terminal.Json(AsObject(prepared, isOverCap));
        else ForecastText.Print(environment.Terminal, prepared);
        if (!isOverCap) return ExitCodes.Ok;

        environment.Terminal.Message($"The upper end of the forecast, {UsdTicks.Format(prepared.Forecast.TicksP95)}, is above --max-usd.");
        return ExitCodes.Blocked;
    }

    private static object AsObject(PreparedRun prepared, bool isOverCap) => new
    {
        pipeline = prepared.Pipeline,
        project = prepared.Project,
        provider = prepared.Provider,
        total = prepared.Total,
        budgetTicks = prepared.BudgetTicks,
        isOverCap,
        forecast = prepared.Forecast,
    };
}
