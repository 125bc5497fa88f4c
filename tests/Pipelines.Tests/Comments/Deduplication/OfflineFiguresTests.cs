using FunctionsPipeline.Pipelines.Comments.Deduplication;
using FunctionsPipeline.Pipelines.Comments.Deduplication.Evaluation;

namespace FunctionsPipeline.Pipelines.Tests.Comments.Deduplication;

/// <summary>What the documentation promises of the offline embedder, measured on pairs that nothing was chosen on.</summary>
public sealed class OfflineFiguresTests
{
    [Fact]
    public async Task On_the_test_split_precision_and_recall_reach_what_is_promised_and_no_negation_is_merged()
    {
        var figures = (await LabelledSet.EvaluateOfflineAsync()).Figures(PairSplit.Test);

        figures.Precision.ShouldBeGreaterThanOrEqualTo(0.85);
        figures.Recall.ShouldBeGreaterThanOrEqualTo(0.85);
        figures.Negations.Merged.ShouldBe(0);
        figures.Negations.Pairs.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Vectors_alone_would_merge_negations_so_the_words_are_needed() =>
        (await LabelledSet.EvaluateOfflineAsync()).Figures(PairSplit.Test, isGuarded: false).Negations.Merged.ShouldBeGreaterThan(10);

    [Fact]
    public async Task The_shipped_thresholds_are_what_a_new_fit_gives()
    {
        var evaluation = await LabelledSet.EvaluateOfflineAsync();
        var file = Path.Combine(RepositoryRoot.Path, "src", "Pipelines", "Comments", "Deduplication", "thresholds.json");

        (await File.ReadAllTextAsync(file)).ShouldBe(
            DeduplicationThresholds.BuiltIn.With(evaluation.Fitted).ToJson(), "The set, the embedder or the rules changed: put this text into " + file);
    }

    [Fact]
    public async Task The_documentation_shows_the_figures_of_this_build()
    {
        var table = DeduplicationReport.Table([await LabelledSet.EvaluateOfflineAsync()]);
        var file = Path.Combine(RepositoryRoot.Path, "docs", "pipelines", "comments-deduplication.md");

        (await File.ReadAllTextAsync(file)).ShouldContain(table, Case.Sensitive, "Put this table into " + file);
    }
}
