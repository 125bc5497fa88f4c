using System.CommandLine;
using System.CommandLine.Parsing;
using FunctionsPipeline.Cli.Output;
using FunctionsPipeline.Pipelines;

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

    public Option<ItemRange?> FilterRange { get; } = RangeOption();

    public Option<bool> ExternalWorker { get; } = new("--external-worker")
    {
        Description = "Leave the analysis to 'pipeline worker' in a process of its own.",
    };

    public Option<string?> Fork { get; } = ForkOption();

    public Option<string?> From { get; } = FromOption();

    /// <summary>A part of the plan.</summary>
    public static Option<ItemRange?> RangeOption() => new("--filter-range")
    {
        Description = "Only items A (included, from 0) to B (excluded) of the plan; either may be left out.", HelpName = "A:B", CustomParser = ParseRange,
    };

    /// <summary>The run that a new one takes steps over from.</summary>
    public static Option<string?> ForkOption() => new("--fork")
    {
        Description = "Take over from this run every step whose inputs are the same; only what changed is paid.", HelpName = "RUN",
    };

    /// <summary>The step that a fork begins anew with.</summary>
    public static Option<string?> FromOption() => new("--from") { Description = "With --fork: do this step and all that follow anew.", HelpName = "STEP" };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { BudgetUsd, Concurrency, Delay, Repeat, Seed, Items, FilterRange, ExternalWorker, Fork, From }) command.Options.Add(option);
        command.Validators.Add(RefuseTwoRanges);
    }

    /// <summary>The part of the plan that is asked for; null for all of it.</summary>
    /// <exception cref="CommandException">It is not a number of items.</exception>
    public ItemRange? Range(ParseResult arguments) => arguments.GetValue(Items) switch
    {
        null => arguments.GetValue(FilterRange),
        <= 0 => throw new CommandException("invalid_option", "--items takes a whole number from 1."),
        { } items => ItemRange.FirstItems(items),
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

    private static ItemRange? ParseRange(ArgumentResult argument)
    {
        var text = argument.Tokens[0].Value;
        if (ItemRange.TryParse(text, out var range)) return range;

        argument.AddError($"--filter-range is '{text}'; allowed is A:B with A below B, counted from 0, or one end alone, such as :10 or 5:.");
        return null;
    }

    private void RefuseTwoRanges(CommandResult command)
    {
        if (command.GetResult(Items) is null || command.GetResult(FilterRange) is null) return;
        command.AddError("--items and --filter-range both choose items; give one of them. --items N is --filter-range :N.");
    }
}
