using System.CommandLine;
using FunctionsPipeline.Cli.Output;

namespace FunctionsPipeline.Cli.Commands;

/// <summary>Options of commands that plan a run. Those that stand for a field of the spec are checked like the field.</summary>
internal sealed class RunOptions
{
    public Option<decimal?> BudgetUsd { get; } = new("--max-usd") { Description = "Cap of the run in dollars (field budgetUsd).", HelpName = "USD" };

    public Option<int?> Concurrency { get; } = new("--max-concurrency", "-j") { Description = "Items under way at once (field concurrency).", HelpName = "N" };

    public Option<string?> Delay { get; } = new("--delay") { Description = "Drawn delay before each item, such as 1s..5s (field jitter).", HelpName = "RANGE" };

    public Option<int?> Repeat { get; } = new("--repeat") { Description = "Clips of every variant (field repeat).", HelpName = "N" };

    public Option<int?> Seed { get; } = new("--seed") { Description = "Seed of the run's draws (field seed).", HelpName = "N" };

    public Option<int?> Items { get; } = new("--items") { Description = "Only the first N items of the plan.", HelpName = "N" };

    public Option<bool> ExternalWorker { get; } = new("--external-worker")
    {
        Description = "Leave the analysis to 'pipeline worker' in a process of its own.",
    };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { BudgetUsd, Concurrency, Delay, Repeat, Seed, Items, ExternalWorker }) command.Options.Add(option);
    }

    /// <exception cref="CommandException">It is not a number of items.</exception>
    public int? ItemsMax(ParseResult arguments) => arguments.GetValue(Items) switch
    {
        <= 0 => throw new CommandException("invalid_option", "--items takes a whole number from 1."),
        var items => items,
    };

    /// <summary>The fields given, by name.</summary>
    public IReadOnlyDictionary<string, string> Overrides(ParseResult arguments)
    {
        var overrides = new Dictionary<string, string>(StringComparer.Ordinal);
        Add("budgetUsd", arguments.GetValue(BudgetUsd));
        Add("concurrency", arguments.GetValue(Concurrency));
        Add("jitter", arguments.GetValue(Delay));
        Add("repeat", arguments.GetValue(Repeat));
        Add("seed", arguments.GetValue(Seed));
        return overrides;

        void Add(string name, object? value)
        {
            if (value is not null) overrides[name] = Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!;
        }
    }
}
