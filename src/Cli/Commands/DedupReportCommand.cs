using System.CommandLine;
using FunctionsPipeline.Cli.Output;
using FunctionsPipeline.Pipelines.Comments.Deduplication;
using FunctionsPipeline.Pipelines.Comments.Deduplication.Evaluation;
using FunctionsPipeline.Providers.Offline;

namespace FunctionsPipeline.Cli.Commands;

/// <summary><c>dedup-report</c>: precision and recall of the offline embedder on the labelled pairs, with a threshold that is fitted anew.</summary>
internal static class DedupReportCommand
{
    private const int TextsMax = 256;

    public static Command Create()
    {
        var pairs = new Option<string?>("--pairs") { Description = "Labelled pairs; those that come with the program when left out.", HelpName = "FILE" };
        var command = new Command("dedup-report", "Shows how well replies that say the same are told from those that do not, and fits the threshold anew.") { pairs };
        return command.Runs(async (environment, cancellationToken) =>
        {
            var path = environment.Arguments.GetValue(pairs) ?? DemoCommand.SamplePath(Path.Combine("comments", "dedup-pairs.jsonl"));
            var labelled = await LabelledPairs.ReadAsync(path, cancellationToken);
            var evaluation = await DeduplicationEvaluation.RunAsync(EmbedderId.Offline, labelled, EmbedAsync, TextsMax, cancellationToken);
            var test = evaluation.Figures(PairSplit.Test);
            if (environment.Terminal.IsJson) environment.Terminal.Json(new { embedder = evaluation.Embedder.ToString(), evaluation.Fitted.Threshold, test.Precision, test.Recall, negationsMerged = test.Negations.Merged });
            else environment.Terminal.Line(DeduplicationReport.Table([evaluation]));
            return ExitCodes.Ok;
        });
    }

    private static Task<IReadOnlyList<ReadOnlyMemory<float>>> EmbedAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ReadOnlyMemory<float>>>([.. texts.Select(text => (ReadOnlyMemory<float>)OfflineEmbeddingModel.Embed(text))]);
}
