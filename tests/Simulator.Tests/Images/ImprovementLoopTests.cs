using System.Text.Json;
using FunctionsPipeline.Simulator.Images;
using FunctionsPipeline.Simulator.Language;

namespace FunctionsPipeline.Simulator.Tests.Images;

/// <summary>Paint, judge, mend the prompt, paint again: what a pipeline does that looks for a better picture.</summary>
public sealed class ImprovementLoopTests
{
    private const int Rounds = 6;

    private const string Verdict = """
        {"type":"object","properties":{"checks":{"type":"array","items":{"type":"object","properties":{
          "name":{"enum":["sharpness","exposure","contrast","noise","composition","colour","prompt match"]},
          "score":{"type":"number","minimum":0,"maximum":1},"passed":{"type":"boolean"},"comment":{"type":"string"}}}},
         "overall":{"type":"number","minimum":0,"maximum":1}}}
        """;

    private const string Better = """{"type":"object","properties":{"improved_prompt":{"type":"string"}}}""";

    private static readonly Lazy<double[][]> Runs = new(() => [.. Enumerable.Range(0, 50).AsParallel().AsOrdered().Select(seed => Run(seed, isSeedKept: false))]);

    [Fact]
    public void Pictures_get_clearly_better_for_some_rounds_and_then_hardly()
    {
        var means = MeansOf(Runs.Value);
        var told = string.Join(", ", means.Select(mean => mean.ToString("0.000")));
        means[0].ShouldBeInRange(0.45, 0.75, told);
        (means[3] - means[0]).ShouldBeGreaterThan(0.12, told);
        (means[5] - means[4]).ShouldBeLessThan(0.03, told);
        means[5].ShouldBeLessThan(0.95, told);
    }

    [Fact]
    public void Not_every_round_is_better_than_the_one_before()
    {
        Runs.Value.Count(run => run.Zip(run.Skip(1)).Any(pair => pair.Second < pair.First)).ShouldBeInRange(10, 50);
    }

    [Fact]
    public void With_a_seed_of_ones_own_the_same_picture_gets_better()
    {
        var means = MeansOf([.. Enumerable.Range(0, 20).Select(seed => Run(seed, isSeedKept: true))]);
        (means[3] - means[0]).ShouldBeGreaterThan(0.12, string.Join(", ", means));
    }

    [Fact]
    public void Without_words_of_quality_some_pictures_are_good_and_some_are_not()
    {
        var first = Runs.Value.Select(run => run[0]).ToArray();
        first.Count(score => score >= 0.75).ShouldBeGreaterThan(3);
        first.Count(score => score < 0.6).ShouldBeGreaterThan(8);
    }

    private static double[] MeansOf(double[][] runs) => [.. Enumerable.Range(0, Rounds).Select(round => runs.Average(run => run[round]))];

    private static double[] Run(int seed, bool isSeedKept)
    {
        var chance = Draw.FromSeed(seed);
        var prompt = $"A wooden boat on a lake near village {seed}";
        var scores = new double[Rounds];
        for (var round = 0; round < Rounds; round++)
        {
            var file = StillPainter.PaintPng(new StillOrder(prompt, "16:9", isSeedKept ? chance.State : chance.For(round).State));
            var verdict = Ask($"Judge the picture.\nPrompt: {prompt}", Verdict, chance.For("judge").For(round), file);
            scores[round] = verdict.GetProperty("overall").GetDouble();
            var failed = verdict.GetProperty("checks").EnumerateArray().Where(check => !check.Flag("passed")).Select(check => $"- {check.Text("name")}: {check.Text("comment")}");
            var request = $"Write a better prompt.\nPrompt: {prompt}\nFailed checks:\n{string.Join('\n', failed)}";
            if (failed.Any()) prompt = Ask(request, Better, chance.For("better").For(round)).Text("improved_prompt");
        }

        return scores;
    }

    private static JsonElement Ask(string text, string schema, Draw draw, params byte[][] pictures)
    {
        var request = new LanguageRequest("m", [new LanguageMessage("user", text, pictures)]) { Schema = JsonElement.Parse(schema) };
        return JsonElement.Parse(LanguageModel.Answer(request, draw).Text);
    }
}
