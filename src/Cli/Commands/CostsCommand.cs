using System.CommandLine;
using System.Globalization;
using FunctionsPipeline.Cli.Output;
using FunctionsPipeline.State;
using FunctionsPipeline.State.Ledger;

namespace FunctionsPipeline.Cli.Commands;

/// <summary><c>costs --project P --since D --by day</c>: what was spent, added up from the ledger.</summary>
internal static class CostsCommand
{
    public static Command Create()
    {
        var project = new Option<string>("--project") { Description = "Which project.", DefaultValueFactory = _ => "default", HelpName = "NAME" };
        var since = new Option<string?>("--since") { Description = "Only calls of that UTC day and later, such as 2026-11-01.", HelpName = "DAY" };
        var by = new Option<string>("--by") { Description = $"Add up by {Names}.", DefaultValueFactory = _ => "day", HelpName = "WHAT" };
        var command = new Command("costs", "Shows what was spent, by day, run, item, provider, model or step.") { project, since, by };
        return command.Runs((environment, cancellationToken) => ShowAsync(
            environment,
            environment.Arguments.GetRequiredValue(project),
            ParseDay(environment.Arguments.GetValue(since)),
            ParseGrouping(environment.Arguments.GetRequiredValue(by)),
            cancellationToken));
    }

    private static string Names => string.Join(", ", Enum.GetNames<CostGrouping>().Select(name => name.ToLowerInvariant()));

    private static async Task<int> ShowAsync(
        CommandEnvironment environment, string project, DateOnly? since, CostGrouping grouping, CancellationToken cancellationToken)
    {
        await using var home = HomeReader.Open(environment);
        var groups = await CostReport.SumAsync(home.Stores.Ledger.ListAsync(project, null, null, cancellationToken), grouping, since, cancellationToken);
        var total = new CostGroup("total", groups.Sum(group => group.Calls), groups.Sum(group => group.SpentTicks), groups.Sum(group => group.HeldTicks));
        if (environment.Terminal.IsJson)
        {
            environment.Terminal.Json(new { project, since, by = grouping.ToString().ToLowerInvariant(), groups, total });
            return ExitCodes.Ok;
        }

        foreach (var group in groups.Append(total))
        {
            var held = group.HeldTicks == 0 ? "" : $", {UsdTicks.Format(group.HeldTicks)} held";
            environment.Terminal.Line(string.Create(CultureInfo.InvariantCulture, $"{UsdTicks.Format(group.SpentTicks),16}  {group.Calls,6} calls  {UsdTicks.Format(group.MeanTicks),14} each  {group.Name}{held}"));
        }

        return ExitCodes.Ok;
    }

    private static DateOnly? ParseDay(string? text)
    {
        if (text is null) return null;
        return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : throw new CommandException("invalid_option", $"--since is '{text}'; allowed is a day such as 2026-11-01.");
    }

    private static CostGrouping ParseGrouping(string text) =>
        Enum.TryParse<CostGrouping>(text, ignoreCase: true, out var grouping) && !int.TryParse(text, out _)
            ? grouping
            : throw new CommandException("invalid_option", $"--by is '{text}'; allowed are {Names}.");
}
