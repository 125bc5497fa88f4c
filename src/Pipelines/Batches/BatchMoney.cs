using FunctionsPipeline.Pipelines.PaidCalls;
using FunctionsPipeline.State;
using FunctionsPipeline.State.Ledger;

namespace FunctionsPipeline.Pipelines.Batches;

/// <summary>The caps of a batch.</summary>
internal static class BatchMoney
{
    /// <summary>An amount in ticks of 1e-10 USD, rounded up; null stays null.</summary>
    public static long? Ticks(decimal? usd) => usd is { } amount ? UsdTicks.FromUsdRoundedUp(amount) : null;

    /// <summary>The caps that apply besides the run's own.</summary>
    /// <param name="request">What a person and the host ask for.</param>
    /// <param name="providers">Providers that the run may call; the cap a provider counts for each of them.</param>
    public static IReadOnlyList<BudgetCap> Caps(RunRequest request, IEnumerable<string> providers) =>
        Caps(request.ProjectBudgetUsd, request.ProviderBudgetUsd, request.DayBudgetUsd, providers);

    /// <summary>The same of amounts, US dollars; null is no cap.</summary>
    public static IReadOnlyList<BudgetCap> Caps(decimal? project, decimal? eachProvider, decimal? day, IEnumerable<string> providers) =>
    [
        new BudgetCap(BudgetScopes.Project, Ticks(project)),
        .. providers.Distinct(StringComparer.Ordinal).Select(provider => new BudgetCap(BudgetScopes.Provider(provider), Ticks(eachProvider))),
        new BudgetCap(BudgetScopes.Day, Ticks(day)),
    ];
}
