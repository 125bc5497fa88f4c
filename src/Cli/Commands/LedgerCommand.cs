using System.CommandLine;
using FunctionsPipeline.Cli.Hosting;
using FunctionsPipeline.Cli.Output;
using FunctionsPipeline.State;
using FunctionsPipeline.State.Ledger;
using Microsoft.Extensions.Logging.Abstractions;

namespace FunctionsPipeline.Cli.Commands;

/// <summary><c>ledger list</c> and <c>ledger resolve</c>: every paid call, and a person's word on those that are unknown.</summary>
internal static class LedgerCommand
{
    public static Command Create() => new("ledger", "Shows paid calls and settles unknown ones.") { CreateList(), CreateResolve() };

    private static Command CreateList()
    {
        var id = CommonOptions.RunId();
        var state = new Option<string?>("--state") { Description = "Only calls in this state: " + StateNames + ".", HelpName = "STATE" };
        var command = new Command("list", "Lists the paid calls of a run.") { id, state };
        return command.Runs((environment, cancellationToken) => ListAsync(
            environment, environment.Arguments.GetValue(id), ParseState(environment.Arguments.GetValue(state)), cancellationToken));
    }

    private static Command CreateResolve()
    {
        var call = new Argument<string>("call-id") { Description = "Id of the ledger row, as 'ledger list --state unknown' shows it." };
        var charged = new Option<long?>("--charged-ticks") { Description = "It was charged: ticks of 1e-10 USD, as xAI bills them.", HelpName = "TICKS" };
        var usd = new Option<decimal?>("--charged-usd") { Description = "It was charged: dollars.", HelpName = "USD" };
        var request = new Option<string?>("--request-id") { Description = "The provider's id, when the bill shows it: a retry then fetches the clip instead of buying it again.", HelpName = "ID" };
        var not = new Option<bool>("--not-charged") { Description = "It was not charged." };
        var command = new Command("resolve", "Says what became of an unknown call; its money is booked or released.") { call, charged, usd, request, not };
        return command.Runs(async (environment, cancellationToken) =>
        {
            var arguments = environment.Arguments;
            var ticks = arguments.GetValue(charged) ?? ResumeCommand.Ticks(arguments.GetValue(usd));
            if (ticks is null != arguments.GetValue(not) || ticks < 0)
            {
                throw new CommandException("invalid_option", "Say exactly one of --charged-ticks TICKS, --charged-usd USD and --not-charged; an amount is 0 or more.");
            }

            LedgerResolution resolution = ticks is { } amount ? new LedgerResolution.Charged(amount, arguments.GetValue(request)) : new LedgerResolution.NotCharged();
            return await ResolveAsync(environment, arguments.GetRequiredValue(call), resolution, cancellationToken);
        });
    }

    private static string StateNames => string.Join(", ", Enum.GetNames<PaidCallState>().Select(name => name.ToLowerInvariant()));

    private static PaidCallState[]? ParseState(string? name)
    {
        if (name is null) return null;
        return Enum.TryParse<PaidCallState>(name, ignoreCase: true, out var state) && !int.TryParse(name, out _)
            ? [state]
            : throw new CommandException("invalid_option", $"--state is '{name}'; allowed are {StateNames}.");
    }

    private static async Task<int> ListAsync(CommandEnvironment environment, string? id, PaidCallState[]? states, CancellationToken cancellationToken)
    {
        await using var home = HomeReader.Open(environment);
        var run = await home.FindRunAsync(id, cancellationToken);
        var calls = new List<LedgerEntry>();
        await foreach (var call in home.Stores.Ledger.ListAsync(run.Project, run.RunId, states, cancellationToken))
        {
            calls.Add(call);
            environment.Terminal.Line(
                $"{call.CallId}  {call.State.ToString().ToLowerInvariant(),-10} {UsdTicks.Format(call.ChargedTicks ?? call.WorstTicks),10}{(call.ChargedTicks is null ? " held" : "     ")}  {call.RequestId ?? "-"}  {call.Code}");
        }

        if (environment.Terminal.IsJson) environment.Terminal.Json(new { runId = run.RunId.Value, calls });
        else if (calls.Count == 0) environment.Terminal.Line("No such calls.");
        return ExitCodes.Ok;
    }

    private static async Task<int> ResolveAsync(
        CommandEnvironment environment, string callId, LedgerResolution resolution, CancellationToken cancellationToken)
    {
        var home = HomeFolder.OpenForReading(environment.Home);
        await using var stores = HomeStores.OpenForRunning(home, environment.Clock, NullLoggerFactory.Instance);
        LedgerEntry entry;
        try
        {
            entry = await stores.Ledger.ResolveAsync(callId, resolution, cancellationToken);
        }
        catch (Exception exception) when (exception is LedgerStateException or FormatException or ArgumentException)
        {
            // The name of a parameter means nothing to a person at a terminal.
            var message = exception.Message.Split(" (Parameter ")[0];
            throw new CommandException("cannot_resolve", message, "pipeline ledger list --state unknown shows what can be resolved.", inner: exception);
        }

        if (environment.Terminal.IsJson) environment.Terminal.Json(entry);
        environment.Terminal.Line($"{entry.CallId} is {entry.State.ToString().ToLowerInvariant()}: {UsdTicks.Format(entry.ChargedTicks ?? 0)} charged.");
        return ExitCodes.Ok;
    }
}
