using FunctionsPipeline.Contracts;
using FunctionsPipeline.State.Ledger;
using FunctionsPipeline.State.Tables;
using Microsoft.Extensions.Logging.Abstractions;

namespace FunctionsPipeline.State.Tests.Ledger;

/// <summary>A ledger and a door over one store, as one process has them.</summary>
public sealed class LedgerFixture
{
    public const string Project = "default";
    public static readonly RunId Run = RunId.Parse("20261101-120000-000001");

    public LedgerFixture(ITableStore tables, TimeProvider clock, string owner = "me", bool ownerIsAlone = true)
    {
        Ledger = new State.Ledger.Ledger(tables, clock, NullLogger<State.Ledger.Ledger>.Instance);
        var options = new PaidCallDoorOptions
        {
            Owner = owner,
            OwnerIsAlone = ownerIsAlone,
            LeaseDuration = TimeSpan.FromSeconds(60),
            LookUpDelay = TimeSpan.FromSeconds(10),
        };
        Door = new PaidCallDoor(Ledger, options, clock, NullLogger<PaidCallDoor>.Instance);
    }

    public State.Ledger.Ledger Ledger { get; }

    public PaidCallDoor Door { get; }

    public static PaidCallIntent Intent(
        string item = "item-1", ProviderClass providerClass = ProviderClass.N, long? worstTicks = 100, long? limitTicks = null, string input = "input") => new()
    {
        Project = Project,
        RunId = Run,
        ItemId = item,
        Step = "generate",
        InputHash = input,
        PromptHash = "prompt",
        Provider = "test",
        Class = providerClass,
        WorstTicks = worstTicks,
        Caps = limitTicks is null ? [] : [new BudgetCap("project", limitTicks)],
    };

    /// <summary>Every cap of the project equals the sum of the rows that it counts.</summary>
    public static async Task CapsShouldEqualTheirRowsAsync(ITableStore tables, string because)
    {
        var held = new Dictionary<string, (long Held, long Spent, int Unknown)>();
        await foreach (var row in tables.QueryAsync("ledger", Project, RowKeyRange.Prefix("call!"), default))
        {
            var state = Enum.Parse<PaidCallState>((string)row.Properties["State"]);
            var hasEnded = state is PaidCallState.Settled or PaidCallState.Failed;
            foreach (var scope in ((string)row.Properties["Scopes"]).Split('\n'))
            {
                var sum = held.GetValueOrDefault(scope);
                held[scope] = (
                    sum.Held + (hasEnded ? 0 : (long)row.Properties["WorstTicks"]),
                    sum.Spent + (hasEnded ? (long)row.Properties["ChargedTicks"] : 0),
                    sum.Unknown + (state == PaidCallState.Unknown ? 1 : 0));
            }
        }

        await foreach (var row in tables.QueryAsync("ledger", Project, RowKeyRange.Prefix("cap!"), default))
        {
            var sum = held.GetValueOrDefault((string)row.Properties["Scope"]);
            ((long)row.Properties["HeldTicks"], (long)row.Properties["SpentTicks"], (int)row.Properties["UnknownCount"]).ShouldBe(sum, because);
        }
    }
}
