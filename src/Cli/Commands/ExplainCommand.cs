using System.CommandLine;
using FunctionsPipeline.Cli.Output;
using FunctionsPipeline.Pipelines.Steps;
using FunctionsPipeline.State;
using FunctionsPipeline.State.Runs;
using FunctionsPipeline.State.Steps;

namespace FunctionsPipeline.Cli.Commands;

/// <summary><c>explain ITEM [STEP] --run RUN</c>: what a step depended on, which of it differs from the run that was forked, and what it cost.</summary>
internal static class ExplainCommand
{
    public static Command Create()
    {
        var item = new Argument<string>("item-id") { Description = "Which item." };
        var step = new Argument<string?>("step") { Description = "Which step; all when left out.", Arity = ArgumentArity.ZeroOrOne };
        var run = new Option<string?>("--run") { Description = "Which run; the latest when left out.", HelpName = "RUN" };
        var command = new Command("explain", "Shows what the steps of an item depended on, and which inputs differ from the run that this one is a fork of.") { item, step, run };
        return command.Runs((environment, cancellationToken) => ExplainAsync(
            environment, environment.Arguments.GetValue(run), environment.Arguments.GetRequiredValue(item), environment.Arguments.GetValue(step), cancellationToken));
    }

    private static async Task<int> ExplainAsync(CommandEnvironment environment, string? runId, string itemId, string? step, CancellationToken cancellationToken)
    {
        await using var home = HomeReader.Open(environment);
        var run = await home.FindRunAsync(runId, cancellationToken);
        var item = await FindAsync(home, run, itemId, cancellationToken);
        var steps = await new StepExplanations(new StepStore(home.Stores.Tables), home.Stores.Ledger).ExplainAsync(run, item, step, cancellationToken);
        if (steps.Count == 0)
        {
            throw new CommandException("no_such_step", $"Item '{itemId}' of run {run.RunId} has no step {(step is null ? "" : $"'{step}' ")}that gave a result.", $"pipeline status {run.RunId} --json shows where it ended.");
        }

        if (environment.Terminal.IsJson) environment.Terminal.Json(new { runId = run.RunId, itemId = item.ItemId, forkedFrom = run.ForkedFrom, steps });
        else Print(environment.Terminal, run, steps);
        return ExitCodes.Ok;
    }

    private static async Task<ItemRecord> FindAsync(HomeReader home, RunRecord run, string itemId, CancellationToken cancellationToken)
    {
        await foreach (var item in home.Stores.Runs.ListItemsAsync(run.RunId, null, cancellationToken))
        {
            if (string.Equals(item.ItemId, itemId, StringComparison.OrdinalIgnoreCase)) return item;
        }

        throw new CommandException("no_such_item", $"Run {run.RunId} has no item '{itemId}'.", $"pipeline status {run.RunId} --json lists them.");
    }

    private static void Print(Terminal terminal, RunRecord run, IReadOnlyList<StepExplanation> steps)
    {
        foreach (var step in steps)
        {
            var why = step.TakenFrom is { } source ? $"taken over from run {source}" : $"paid {UsdTicks.Format(step.ChargedTicks)}";
            terminal.Line($"{step.Step} {step.Repeat}: {why}");
            foreach (var input in step.Inputs)
            {
                var change = input.Change is { } word ? $"{word,-8}" : "";
                terminal.Line($"  {change}{input.Name}: {input.Shown}");
                if (input.ShownBefore is { } before) terminal.Line($"          before: {before}");
            }
        }

        if (run.ForkedFrom is { } forked) terminal.Line($"Held against run {forked}.");
    }
}
