using FunctionsPipeline.Pipelines.Comments.Deduplication;
using FunctionsPipeline.Pipelines.Comments.Deduplication.Meaning;
using FunctionsPipeline.Providers.Offline;

namespace FunctionsPipeline.Pipelines.Tests.Comments.Deduplication;

public sealed class NearDuplicateIndexTests
{
    [Fact]
    public void An_empty_index_holds_no_duplicate() =>
        Index(0.7).Find("Great kettle", OfflineEmbeddingModel.Embed("Great kettle")).ShouldBe(new NearDuplicateVerdict(false, null, 0, null));

    [Fact]
    public void A_text_that_says_the_same_is_found_with_its_id()
    {
        var verdict = Find(Index(0.7, "The soup was cold", "What a lovely kettle!", "I met Anna"), "Awesome kettle 😍");

        verdict.IsDuplicate.ShouldBeTrue();
        verdict.NearestId.ShouldBe("1");
        verdict.Cosine.ShouldBeGreaterThan(0.7);
    }

    [Fact]
    public void A_text_that_says_the_opposite_is_no_duplicate_and_the_verdict_says_why()
    {
        var verdict = Find(Index(0.7, "Always wipe the table"), "Never wipe the table");

        verdict.IsDuplicate.ShouldBeFalse();
        verdict.NearestId.ShouldBe("0");
        verdict.Conflict!.Kind.ShouldBe(ConflictKind.Negation);
    }

    [Fact]
    public void A_duplicate_farther_away_counts_although_an_opposite_is_nearer()
    {
        var verdict = Find(Index(0.5, "Never lock the door", "Lock that door at night, always"), "Always lock the door");

        verdict.IsDuplicate.ShouldBeTrue();
        verdict.NearestId.ShouldBe("1");
    }

    [Fact]
    public void The_nearest_of_many_is_the_one_that_a_plain_search_finds()
    {
        var random = new Random(20261126);
        var vectors = Enumerable.Range(0, 500).Select(_ => Unit(random, 67)).ToList();
        var index = new NearDuplicateIndex(-1);
        for (var at = 0; at < vectors.Count; at++) index.Add(at.ToString(), "text", vectors[at]);
        var wanted = Unit(random, 67);

        var verdict = index.Find("text", wanted);

        var (cosine, place) = vectors.Select((vector, at) => (vector.Zip(wanted, (left, right) => (double)left * right).Sum(), at)).Max();
        verdict.NearestId.ShouldBe(place.ToString());
        verdict.Cosine.ShouldBe(cosine, 1e-6);
    }

    [Fact]
    public void A_vector_of_another_embedder_is_refused()
    {
        var index = Index(0.7, "Great kettle");

        Should.Throw<ArgumentException>(() => index.Find("x", new float[] { 1 })).Message.ShouldContain("1 dimensions");
        Should.Throw<ArgumentException>(() => index.Add("x", "x", new float[] { 1 }));
    }

    private static NearDuplicateIndex Index(double threshold, params string[] texts)
    {
        var index = new NearDuplicateIndex(threshold);
        for (var at = 0; at < texts.Length; at++) index.Add(at.ToString(), texts[at], OfflineEmbeddingModel.Embed(texts[at]));
        return index;
    }

    private static NearDuplicateVerdict Find(NearDuplicateIndex index, string text) => index.Find(text, OfflineEmbeddingModel.Embed(text));

    private static float[] Unit(Random random, int dimensions)
    {
        var vector = Enumerable.Range(0, dimensions).Select(_ => random.NextDouble() - 0.5).ToArray();
        var length = Math.Sqrt(vector.Sum(value => value * value));
        return Array.ConvertAll(vector, value => (float)(value / length));
    }
}
