using System.Globalization;
using System.Text.Json.Nodes;
using FunctionsPipeline.Cli.Hosting;
using FunctionsPipeline.Cli.Output;
using FunctionsPipeline.Pipelines;
using FunctionsPipeline.Pipelines.Input;
using FunctionsPipeline.Pipelines.PostSearch;
using FunctionsPipeline.Pipelines.PostSearch.Reporting;
using FunctionsPipeline.State;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Cli.Commands;

/// <summary>
/// A search for posts and then a run on what it found: two runs in one home, over one connection. What the second one would refuse is
/// refused before the first one pays.
/// </summary>
/// <param name="environment">Arguments, terminal, settings, clock.</param>
/// <param name="search">The search.</param>
/// <param name="pipeline">The pipeline that goes on with the posts.</param>
/// <param name="wantedOf">The run on given inputs: a path, or the inputs themselves.</param>
internal sealed class SearchedRun(CommandEnvironment environment, WantedRun search, string pipeline, Func<JsonNode, WantedRun> wantedOf)
{
    private const string BudgetField = "budgetUsd";

    /// <summary>Plans the search. What it will find nobody knows before it is paid for.</summary>
    public async Task<int> PlanAsync(CancellationToken cancellationToken)
    {
        var code = await PlanCommand.PlanAsync(environment, search, cancellationToken);
        environment.Terminal.Message($"This is the plan of the search alone: a plan pays nothing, so it cannot know the posts that {pipeline} goes on with.");
        return code;
    }

    /// <summary>Searches, then runs; the same command again takes up what it left unfinished.</summary>
    public async Task<int> RunAsync(RunEnd end, CancellationToken cancellationToken)
    {
        var header = await SpecHeader.ReadAsync(search.Spec, cancellationToken);
        using var loggers = environment.OpenLog(HomeFolder.OpenForWriting(environment.Home));
        var view = environment.ForHosting(loggers);
        await using var connection = await ProviderConnection.OpenForAsync(header.Provider, view, null, search.Seed ?? header.Seed, environment.Terminal, cancellationToken);
        var (code, found) = await SearchAsync(view, connection, end, cancellationToken);
        if (found is null) return code;

        // An engine is started for one run: the next run has its own, in the same home.
        await using var host = await EmbeddedHost.OpenAsync(view, connection.Lend(), cancellationToken);
        var wanted = await OnPostsOfAsync(host, found, cancellationToken);
        return (await RunCommand.RunInAsync(environment, host, pipeline, wanted, end with { SearchRunId = found.RunId.Value }, cancellationToken)).ExitCode;
    }

    /// <summary>The search whose posts are to be gone on with; null, and why by the exit code, when there is none.</summary>
    private async Task<(int ExitCode, RunRecord? Found)> SearchAsync(
        CommandEnvironmentView view, ProviderConnection connection, RunEnd end, CancellationToken cancellationToken)
    {
        await using var host = await EmbeddedHost.OpenAsync(view, connection.Lend(), cancellationToken);
        using (await host.Catalog[pipeline].PrepareAsync(Request(host, wantedOf(Probe()) with { Items = null }), cancellationToken))
        {
            // Flags, models and prices are in order: posts will not be paid for in vain.
        }

        if (!search.IsNew && await FindTakenUpAsync(host, cancellationToken) is { } earlier)
        {
            environment.Terminal.Message($"Going on with the posts of run {earlier.RunId}; nothing is searched again.");
            return (ExitCodes.Ok, earlier);
        }

        var prelude = new RunEnd(end.Terminal, [], null) { IsPrelude = true };
        var (code, runId) = await RunCommand.RunInAsync(environment, host, PostSearchNames.Pipeline, search, prelude, cancellationToken);
        var run = await host.Services.Runs.GetAsync(runId, cancellationToken);
        if (run is not { Status: RunStatus.Succeeded or RunStatus.Degraded })
        {
            environment.Terminal.Message($"The search did not succeed, so {pipeline} was not started. What it found is in {PathOf(host, runId)}");
            return (code, null);
        }

        var totals = await host.Services.Ledger.GetTotalsAsync(run.Project, runId, cancellationToken);
        environment.Terminal.Message($"Searched for {UsdTicks.Format(totals.SpentTicks)}; the posts are in {PathOf(host, runId)}");
        return (code, run);
    }

    /// <summary>The last search of this kind, when the run on its posts was begun and is not finished.</summary>
    private async Task<RunRecord?> FindTakenUpAsync(EmbeddedHost host, CancellationToken cancellationToken)
    {
        using var prepared = await host.Catalog[PostSearchNames.Pipeline].PrepareAsync(Request(host, search), cancellationToken);
        await foreach (var run in host.Services.Runs.ListAsync(cancellationToken))
        {
            if (run.SpecFingerprint != prepared.SpecFingerprint || run.UsesSimulator != prepared.UsesSimulator) continue;
            if (!run.IsEnded || !File.Exists(PathOf(host, run.RunId))) return null;

            try
            {
                using var next = await host.Catalog[pipeline].PrepareAsync(Request(host, await OnPostsOfAsync(host, run, cancellationToken)), cancellationToken);
                return await RunCommand.FindUnfinishedAsync(host.Services.Runs, next, cancellationToken) is null ? null : run;
            }
            catch (InputException)
            {
                // Nothing was found then, or nothing of it is wanted any more: there is nothing to take up.
                return null;
            }
        }

        return null;
    }

    /// <summary>The run on the posts of a search. A cap holds for both together.</summary>
    private async Task<WantedRun> OnPostsOfAsync(EmbeddedHost host, RunRecord found, CancellationToken cancellationToken)
    {
        var wanted = wantedOf(PathOf(host, found.RunId));
        if (!wanted.Overrides.TryGetValue(BudgetField, out var text) || !decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var cap)) return wanted;

        var totals = await host.Services.Ledger.GetTotalsAsync(found.Project, found.RunId, cancellationToken);
        var left = Math.Max(0, cap - UsdTicks.ToUsd(totals.SpentTicks + totals.HeldTicks));
        return wanted with { Overrides = new Dictionary<string, string>(wanted.Overrides) { [BudgetField] = left.ToString(CultureInfo.InvariantCulture) } };
    }

    private RunRequest Request(EmbeddedHost host, WantedRun wanted) => environment.Request(wanted.Spec, wanted.Overrides, wanted.Items, host.Provider);

    private static string PathOf(EmbeddedHost host, RunId runId) => Path.Combine(host.Services.RunFolder(runId), PostSearchFiles.Candidates);

    /// <summary>A post that no filter leaves out. It is checked and never sent.</summary>
    private JsonArray Probe() =>
    [
        new JsonObject
        {
            ["id"] = "probe",
            ["text"] = "A post.",
            ["followers"] = int.MaxValue,
            ["createdAt"] = environment.Clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        },
    ];
}
