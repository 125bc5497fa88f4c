using System.Text.Json;
using FunctionsPipeline.Simulator.Language;

namespace FunctionsPipeline.Simulator.Tests.Language;

public sealed class LanguageModelTests
{
    private const string Post = "Our sourdough starter survived the winter, and the bakery finally opened its second oven.";

    private const string Suggestions = """
        {"type":"object","properties":{"suggestions":{"type":"array","minItems":5,"maxItems":5,"items":{"type":"object",
         "properties":{"text":{"type":"string","maxLength":90},"tone":{"enum":["kind","curious"]}}}}}}
        """;

    private const string Gate = """
        {"type":"object","properties":{"relevance":{"type":"number","minimum":0,"maximum":1},"quality":{"type":"integer","minimum":0,"maximum":100},"reason":{"type":"string"}}}
        """;

    [Fact]
    public void Suggestions_are_short_differ_and_speak_of_the_post()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var texts = TextsOf(Ask($"Suggest replies.\nPost: {Post}", Suggestions, seed));
            texts.Length.ShouldBe(5);
            texts.Distinct().Count().ShouldBe(5, $"seed {seed}: {string.Join(" | ", texts)}");
            texts.ShouldAllBe(text => text.Length <= 90);
            var words = TextWords.Of(Post);
            texts.ShouldAllBe(text => words.Any(word => text.Contains(word, StringComparison.OrdinalIgnoreCase)));
        }
    }

    [Fact]
    public void Some_suggestions_nearly_repeat_one_another_and_most_do_not()
    {
        var near = 0;
        for (var seed = 0; seed < 100; seed++)
        {
            var vectors = TextsOf(Ask($"Suggest replies.\nPost: {Post}", Suggestions, seed)).Select(text => TextVectors.Of(text, 512)).ToArray();
            if (vectors.SelectMany((one, index) => vectors.Skip(index + 1).Select(other => Cosine(one, other))).Any(likeness => likeness > 0.9)) near++;
        }

        near.ShouldBeInRange(30, 90);
    }

    [Fact]
    public void As_many_are_written_as_the_request_says_when_the_schema_does_not()
    {
        const string Schema = """{"type":"object","properties":{"replies":{"type":"array","items":{"type":"string"}}}}""";
        Ask($"Write 4 short replies.\nPost: {Post}", Schema, 1).GetProperty("replies").GetArrayLength().ShouldBe(4);
        Ask($"Write six polite replies.\nPost: {Post}", Schema, 1).GetProperty("replies").GetArrayLength().ShouldBe(6);
    }

    [Fact]
    public void The_same_text_gets_the_same_mark_up_to_noise_and_texts_differ()
    {
        var marks = new List<double>();
        for (var post = 0; post < 60; post++)
        {
            var first = Ask($"Rate it.\nPost: {Post} Number {post}.", Gate, 1).GetProperty("relevance").GetDouble();
            var again = Ask($"Rate it.\nPost: {Post} Number {post}.", Gate, 2).GetProperty("relevance").GetDouble();
            again.ShouldBe(first, 0.15);
            first.ShouldBeInRange(0, 1);
            marks.Add(first);
        }

        // A gate in the middle lets some through and stops some.
        marks.Count(mark => mark >= 0.5).ShouldBeInRange(15, 50);
    }

    [Fact]
    public void Marks_lie_in_the_range_that_the_schema_or_its_description_names()
    {
        const string Described = """{"type":"object","properties":{"score":{"type":"integer","description":"How good it is, from 1 to 5."}}}""";
        const string Capitals = """{"type":"OBJECT","properties":{"score":{"type":"INTEGER","minimum":3,"maximum":4}}}""";
        for (var seed = 0; seed < 50; seed++)
        {
            Ask($"Post: {seed} {Post}", Gate, seed).GetProperty("quality").GetInt32().ShouldBeInRange(0, 100);
            Ask($"Post: {seed} {Post}", Described, seed).GetProperty("score").GetInt32().ShouldBeInRange(1, 5);
            Ask($"Post: {seed} {Post}", Capitals, seed).GetProperty("score").GetInt32().ShouldBeInRange(3, 4);
        }
    }

    [Fact]
    public void Each_listed_thing_gets_its_own_mark_under_its_own_id()
    {
        const string Schema = """
            {"type":"object","properties":{"scores":{"type":"array","items":{"type":"object","properties":{"id":{"type":"string"},"score":{"type":"number","minimum":0,"maximum":1}}}}}}
            """;
        const string Posts = """[{"id":"a7","text":"Bread rises slowly."},{"id":"b2","text":"Trains are late."},{"id":"c9","text":"Snow fell in May."}]""";
        var scores = Ask($"Rate each post.\n{Posts}", Schema, 1).GetProperty("scores").EnumerateArray().ToArray();
        scores.Select(score => score.Text("id")).ShouldBe(["a7", "b2", "c9"]);
        scores.Select(score => score.GetProperty("score").GetDouble()).Distinct().Count().ShouldBe(3);

        var numbered = Ask("Rate each post.\n1. Bread rises slowly.\n2. Trains are late.", Schema, 1).GetProperty("scores").EnumerateArray().ToArray();
        numbered.Select(score => score.Text("id")).ShouldBe(["1", "2"]);
        numbered[0].GetProperty("score").GetDouble().ShouldBe(scores[0].GetProperty("score").GetDouble(), 0.15);
    }

    [Fact]
    public void References_and_alternatives_of_a_schema_are_followed()
    {
        const string Schema = """
            {"type":"object","properties":{"first":{"$ref":"#/$defs/line"},"second":{"anyOf":[{"type":"null"},{"type":"string"}]},"flag":{"type":["boolean","null"]}},
             "$defs":{"line":{"type":"object","properties":{"text":{"type":"string","minLength":5,"maxLength":20}}}}}
            """;
        var answer = Ask(Post, Schema, 3);
        answer.GetProperty("first").Text("text").Length.ShouldBeInRange(5, 20);
        answer.Text("second").ShouldNotBeEmpty();
        answer.GetProperty("flag").ValueKind.ShouldBeOneOf(JsonValueKind.True, JsonValueKind.False);
    }

    [Fact]
    public void The_same_request_and_chance_give_the_same_answer_and_a_seed_makes_calls_alike()
    {
        var request = Request($"Suggest replies.\nPost: {Post}", Suggestions);
        LanguageModel.Answer(request, new Draw(1)).ShouldBe(LanguageModel.Answer(request, new Draw(1)));
        LanguageModel.Answer(request, new Draw(1)).Text.ShouldNotBe(LanguageModel.Answer(request, new Draw(2)).Text);
        var seeded = request with { Seed = 5 };
        LanguageModel.Answer(seeded, new Draw(1)).ShouldBe(LanguageModel.Answer(seeded, new Draw(2)));
    }

    [Fact]
    public void An_answer_without_a_schema_is_sentences_on_the_subject_and_is_cut_at_its_bound()
    {
        var request = Request(Post, schema: null);
        var answer = LanguageModel.Answer(request, new Draw(4));
        answer.Text.ShouldEndWith(".");
        TextWords.Of(Post).Any(word => answer.Text.Contains(word, StringComparison.OrdinalIgnoreCase)).ShouldBeTrue();
        var cut = LanguageModel.Answer(request with { OutputTokensMax = 2 }, new Draw(4));
        cut.IsTruncated.ShouldBeTrue();
        cut.OutputTokens.ShouldBe(2);
        answer.Text.ShouldStartWith(cut.Text);
    }

    private static LanguageRequest Request(string text, string? schema) =>
        new("m", [new LanguageMessage("system", "Be brief.", []), new LanguageMessage("user", text, [])])
        {
            Schema = schema is null ? null : JsonElement.Parse(schema),
        };

    private static JsonElement Ask(string text, string schema, int seed) =>
        JsonElement.Parse(LanguageModel.Answer(Request(text, schema), Draw.FromSeed(seed)).Text);

    private static string[] TextsOf(JsonElement answer) => [.. answer.GetProperty("suggestions").EnumerateArray().Select(suggestion => suggestion.Text("text"))];

    private static double Cosine(float[] one, float[] other) => one.Zip(other, (a, b) => a * b).Sum();
}
