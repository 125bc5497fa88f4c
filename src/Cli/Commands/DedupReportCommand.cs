using System.CommandLine;
using System.Globalization;
using FunctionsPipeline.Cli.Configuration;
using FunctionsPipeline.Cli.Hosting;
using FunctionsPipeline.Cli.Output;
using FunctionsPipeline.Pipelines.Comments;
using FunctionsPipeline.Pipelines.Comments.Deduplication;
using FunctionsPipeline.Pipelines.Comments.Deduplication.Evaluation;
using FunctionsPipeline.Providers.Offline;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Cli.Commands;

/// <summary><c>dedup-report</c>: precision and recall of an embedder on the labelled pairs, with a threshold that is fitted anew.</summary>
internal static class DedupReportCommand
{
    private const int TextsMax = 256;

    // A threshold above 1 is one at which nothing is merged: the fit found none that tells denials apart.
    private const double ThresholdMax = 1;

    public static Command Create()
    {
        var pairs = new Option<string?>("--pairs") { Description = "Labelled pairs; those that come with the program when left out.", HelpName = "FILE" };
        var embedder = new Option<string?>("--embedder") { Description = "Whose vectors to buy for it, such as openai/text-embedding-3-small. Default: the offline one, which costs nothing.", HelpName = "PROVIDER/MODEL" };
        var project = new Option<string>("--project") { Description = "Who pays, and keeps the vectors. Default: default.", DefaultValueFactory = _ => "default", HelpName = "NAME" };
        var budget = new Option<decimal>("--budget-usd") { Description = "Most that it may cost. Default: 0.10.", DefaultValueFactory = _ => 0.10m, HelpName = "USD" };
        var command = new Command("dedup-report", "Shows how well replies that say the same are told from those that do not, and fits the threshold anew.") { pairs, embedder, project, budget };
        return command.Runs(async (environment, cancellationToken) =>
        {
            var arguments = environment.Arguments;
            var path = arguments.GetValue(pairs) ?? DemoCommand.SamplePath(Path.Combine("comments", "dedup-pairs.jsonl"));
            var labelled = await LabelledPairs.ReadAsync(path, cancellationToken);
            var offline = await DeduplicationEvaluation.RunAsync(EmbedderId.Offline, labelled, EmbedAsync, TextsMax, cancellationToken);
            if (arguments.GetValue(embedder) is not { } wanted) return Show(environment.Terminal, [offline]);

            var settings = environment.Settings;
            var terms = new EmbedderFitTerms(arguments.GetRequiredValue(project), arguments.GetValue(budget))
            {
                ProjectBudgetUsd = settings.Usd(SettingDefinitions.ProjectBudget),
                ProviderBudgetUsd = settings.Usd(SettingDefinitions.ProviderBudget),
                DayBudgetUsd = settings.Usd(SettingDefinitions.DayBudget),
            };
            return await FitAsync(environment, wanted, labelled, terms, offline, cancellationToken);
        });
    }

    private static async Task<int> FitAsync(
        CommandEnvironment environment, string embedder, LabelledPairs pairs, EmbedderFitTerms terms, DeduplicationEvaluation offline, CancellationToken cancellationToken)
    {
        var home = HomeFolder.OpenForWriting(environment.Home);
        using var loggers = environment.OpenLog(home);
        var view = environment.ForHosting(loggers);
        await using var connection = await ProviderConnection.OpenAllAsync(view, null, seed: 1, environment.Terminal, cancellationToken);
        await using var stores = HomeStores.OpenForRunning(view.Home, environment.Clock, loggers);
        using var clients = await PipelineClients.CreateAsync(view, stores, connection, cancellationToken);
        var fit = await new EmbedderFit(clients.Services).RunAsync(embedder, pairs, terms, cancellationToken);
        if (fit.Evaluation is not { } fitted)
        {
            throw new CommandException(
                fit.Error!.Code, fit.Error.Message, $"Its calls: pipeline costs --project {terms.Project} --by provider. What was bought is kept; the same command goes on. {fit.Error.Hint}", ExitCodeOf(fit.Status));
        }

        if (connection.IsOwnSimulator) environment.Terminal.Message("These are vectors of the simulator: the figures say nothing of the real model.");
        return Show(environment.Terminal, [offline, fitted]);
    }

    private static int ExitCodeOf(ItemStatus status) => status == ItemStatus.Skipped ? ExitCodes.BudgetStopped : ExitCodes.ItemsFailed;

    private static int Show(Terminal terminal, IReadOnlyList<DeduplicationEvaluation> evaluations)
    {
        var newest = evaluations[^1];
        var test = newest.Figures(PairSplit.Test);
        if (terminal.IsJson)
        {
            terminal.Json(new { embedder = newest.Embedder.ToString(), newest.Fitted.Threshold, test.Precision, test.Recall, negationsMerged = test.Negations.Merged });
            return ExitCodes.Ok;
        }

        terminal.Line(DeduplicationReport.Table(evaluations));
        if (newest.Fitted.Threshold > ThresholdMax) terminal.Line($"No threshold of {newest.Embedder} keeps every denial apart: it is of no use here.");
        else if (newest.Embedder != EmbedderId.Offline) terminal.Line(string.Create(CultureInfo.InvariantCulture, $"For a specification:\nembedders: [{newest.Embedder}]\ndedupThreshold: {newest.Fitted.Threshold}"));
        return ExitCodes.Ok;
    }

    private static Task<IReadOnlyList<ReadOnlyMemory<float>>> EmbedAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ReadOnlyMemory<float>>>([.. texts.Select(text => (ReadOnlyMemory<float>)OfflineEmbeddingModel.Embed(text))]);
}
