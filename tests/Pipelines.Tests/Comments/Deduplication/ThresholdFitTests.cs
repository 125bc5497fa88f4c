using FunctionsPipeline.Pipelines.Comments.Deduplication;
using FunctionsPipeline.Pipelines.Comments.Deduplication.Evaluation;
using FunctionsPipeline.Pipelines.Comments.Deduplication.Meaning;

namespace FunctionsPipeline.Pipelines.Tests.Comments.Deduplication;

public sealed class ThresholdFitTests
{
    [Fact]
    public void It_lies_in_the_middle_of_the_gap_between_paraphrases_and_near_misses() =>
        ThresholdFit.Of([Score(PairLabel.Paraphrase, 0.9), Score(PairLabel.Paraphrase, 0.8), Score(PairLabel.NearMiss, 0.4)]).ShouldBe(0.6);

    [Fact]
    public void It_rises_above_every_negation_that_the_words_do_not_see_whatever_recall_that_costs() =>
        ThresholdFit.Of([Score(PairLabel.Paraphrase, 0.9), Score(PairLabel.Paraphrase, 0.5), Score(PairLabel.Negation, 0.7)]).ShouldBe(0.8);

    [Fact]
    public void A_negation_that_the_words_keep_apart_does_not_move_it() =>
        ThresholdFit.Of(
        [
            Score(PairLabel.Paraphrase, 0.9), Score(PairLabel.Paraphrase, 0.5), Score(PairLabel.Unrelated, 0.1),
            Score(PairLabel.Negation, 0.99, new MeaningConflict(ConflictKind.Negation, "not", "")),
        ]).ShouldBe(0.3);

    [Fact]
    public void When_a_negation_is_as_near_as_anything_can_be_nothing_is_merged()
    {
        PairScore[] scores = [Score(PairLabel.Paraphrase, 0.9), Score(PairLabel.Negation, 1)];

        DeduplicationFigures.Of(scores, ThresholdFit.Of(scores)).ShouldSatisfyAllConditions(
            figures => figures.Negations.Merged.ShouldBe(0),
            figures => figures.Recall.ShouldBe(0));
    }

    [Fact]
    public void Pairs_of_the_test_split_are_refused() =>
        Should.Throw<ArgumentException>(() => ThresholdFit.Of([Score(PairLabel.Paraphrase, 0.9, split: PairSplit.Test)]));

    [Fact]
    public void Figures_count_near_misses_and_unrelated_texts_against_precision()
    {
        var figures = DeduplicationFigures.Of(
            [
                Score(PairLabel.Paraphrase, 0.9), Score(PairLabel.Paraphrase, 0.9), Score(PairLabel.Paraphrase, 0.9), Score(PairLabel.Paraphrase, 0.2),
                Score(PairLabel.NearMiss, 0.8), Score(PairLabel.NearMiss, 0.3), Score(PairLabel.Unrelated, 0.7), Score(PairLabel.Negation, 0.95),
            ],
            threshold: 0.7);

        figures.Precision.ShouldBe(3 / 5.0);
        figures.Recall.ShouldBe(3 / 4.0);
        figures.F1.ShouldBe(2 / ((5 / 3.0) + (4 / 3.0)), 1e-12);
        figures.Negations.ShouldBe(new MergeCount(1, 1));
    }

    [Fact]
    public void An_embedder_without_a_fitted_threshold_has_none_and_the_error_says_which_have()
    {
        var unknown = new EmbedderId("openai", "text-embedding-3-small");

        DeduplicationThresholds.BuiltIn.Find(unknown).ShouldBeNull();
        Should.Throw<KeyNotFoundException>(() => DeduplicationThresholds.BuiltIn.Of(unknown)).Message.ShouldContain(EmbedderId.Offline.ToString());
    }

    [Fact]
    public void A_new_fit_replaces_the_old_one_of_its_embedder_and_no_other()
    {
        var other = new FittedThreshold("openai", "small", 0.5, "h");
        var both = DeduplicationThresholds.BuiltIn.With(other).With(other with { Threshold = 0.6 });

        both.Of(new EmbedderId("openai", "small")).ShouldBe(0.6);
        both.Of(EmbedderId.Offline).ShouldBe(DeduplicationThresholds.BuiltIn.Of(EmbedderId.Offline));
        DeduplicationThresholds.Parse(both.ToJson()).Fitted.ShouldBe(both.Fitted);
    }

    private static PairScore Score(PairLabel label, double cosine, MeaningConflict? conflict = null, PairSplit split = PairSplit.Fit) =>
        new(new LabelledPair("a", "b", label, split), cosine, conflict);
}
