using System.Globalization;
using FunctionsPipeline.State;
using FunctionsPipeline.State.Ledger;

namespace FunctionsPipeline.Pipelines.PaidCalls;

/// <summary>Names of the caps a paid call counts against.</summary>
internal static class BudgetScopes
{
    /// <summary>All of a project.</summary>
    public const string Project = "project";

    /// <summary>A UTC day; <see cref="At"/> fills in which, when the call is made.</summary>
    public const string Day = "day";

    public static string Run(RunId runId) => "run:" + runId;

    public static string Provider(string provider) => "provider:" + provider;

    /// <summary>The caps of a call that is made now: a run that lasts over midnight counts against both days.</summary>
    public static IReadOnlyList<BudgetCap> At(DateTimeOffset now, IReadOnlyList<BudgetCap> caps) =>
    [
        .. caps.Select(cap => cap.Scope == Day
            ? cap with { Scope = string.Create(CultureInfo.InvariantCulture, $"{Day}:{now.UtcDateTime:yyyy-MM-dd}") }
            : cap),
    ];
}
