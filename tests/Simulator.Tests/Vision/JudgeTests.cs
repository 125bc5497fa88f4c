using System.Text.Json;
using FunctionsPipeline.Simulator.Images;
using FunctionsPipeline.Simulator.Language;
using FunctionsPipeline.Simulator.Vision;

namespace FunctionsPipeline.Simulator.Tests.Vision;

public sealed class JudgeTests
{
    private const string Checks = """
        {"type":"object","properties":{"checks":{"type":"array","items":{"type":"object","properties":{"name":{"type":"string"},
         "score":{"type":"number","minimum":0,"maximum":1},"passed":{"type":"boolean"},"comment":{"type":"string"}}}},"overall_score":{"type":"number"}}}
        """;

    private static readonly StillOrder Order = new("a red boat", "16:9", 4);
    private static readonly byte[] Good = Painted();
    private static readonly byte[] Blurred = Painted((Aspect.Sharpness, 1));

    [Fact]
    public void A_blurred_picture_fails_its_sharpness_and_the_comment_says_so()
    {
        var checks = ChecksOf(Ask("Judge it by:\n- sharpness: edges in focus\n- noise: no grain\nPrompt: a red boat", Checks, 1, Blurred));
        checks.Keys.ShouldBe(["sharpness", "noise"]);
        checks["sharpness"].GetProperty("score").GetDouble().ShouldBeLessThan(0.5);
        checks["sharpness"].Flag("passed").ShouldBeFalse();
        checks["sharpness"].Text("comment").ShouldContain("blurred");
        checks["noise"].Flag("passed").ShouldBeTrue();
    }

    [Fact]
    public void Scores_verdicts_and_the_whole_agree()
    {
        var answer = Ask("Judge it. Prompt: a red boat", Checks, 2, Painted((Aspect.Noise, 0.4), (Aspect.Colour, 0.9)));
        var checks = ChecksOf(answer);
        checks.Keys.ShouldBe(Aspect.All.Select(aspect => aspect.Name));
        foreach (var check in checks.Values) check.Flag("passed").ShouldBe(check.GetProperty("score").GetDouble() >= 0.65);
        var whole = Aspect.All.Sum(aspect => aspect.Weight * checks[aspect.Name].GetProperty("score").GetDouble());
        answer.GetProperty("overall_score").GetDouble().ShouldBe(whole, 0.01);
    }

    [Fact]
    public void Judging_twice_differs_a_little_and_no_more()
    {
        var scores = Enumerable.Range(0, 60).Select(seed => ChecksOf(Ask("Judge it.", Checks, seed, Painted((Aspect.Sharpness, 0.5))))["sharpness"].GetProperty("score").GetDouble()).ToArray();
        var mean = scores.Average();
        Math.Sqrt(scores.Average(score => (score - mean) * (score - mean))).ShouldBeInRange(0.018, 0.045);
    }

    [Theory]
    [InlineData("""{"type":"object","properties":{"sharpness":{"type":"integer","minimum":0,"maximum":100},"noise":{"type":"integer","minimum":0,"maximum":100}}}""", 100)]
    [InlineData("""{"type":"object","properties":{"sharpness":{"type":"number","description":"0 to 10"},"noise":{"type":"number","description":"0 to 10"}}}""", 10)]
    public void Marks_may_be_properties_of_their_own(string schema, int full)
    {
        var answer = Ask("Judge it.", schema, 1, Blurred);
        answer.GetProperty("sharpness").GetDouble().ShouldBeLessThan(full * 0.5);
        answer.GetProperty("noise").GetDouble().ShouldBeInRange(full * 0.8, full);
    }

    [Fact]
    public void Marks_may_lie_in_objects_of_their_own_and_failed_checks_in_a_list()
    {
        const string Schema = """
            {"type":"object","properties":{"sharpness":{"type":"object","properties":{"score":{"type":"number","minimum":0,"maximum":1},"passed":{"type":"boolean"}}},
             "failed_checks":{"type":"array","items":{"enum":["sharpness","noise"]}},"verdict":{"enum":["pass","fail"]},"improved_prompt":{"type":"string"}}}
            """;
        var answer = Ask("Judge it. The prompt was \"a red boat at sea\".", Schema, 1, Blurred);
        answer.GetProperty("sharpness").Flag("passed").ShouldBeFalse();
        answer.Texts("failed_checks").ShouldBe(["sharpness"]);
        answer.Text("improved_prompt").ShouldStartWith("a red boat at sea, in sharp focus");
        Ask("Judge it.", Schema, 1, Good).Texts("failed_checks").ShouldBeEmpty();
        Ask("Judge it. Prompt: a red boat", Schema, 1, Good).Text("verdict").ShouldBe("pass");
    }

    [Fact]
    public void What_the_picture_shows_is_held_against_the_prompt()
    {
        double Match(string prompt) => ChecksOf(Ask($"Judge it.\nPrompt: {prompt}", Checks, 1, Good))["prompt match"].GetProperty("score").GetDouble();
        Match("a red boat, at dawn").ShouldBeGreaterThan(0.8);
        Match("a green train").ShouldBeLessThan(0.5);
    }

    [Fact]
    public void What_is_no_picture_gets_nothing()
    {
        var answer = Ask("Judge it.", Checks, 1, [1, 2, 3, 4]);
        answer.GetProperty("overall_score").GetDouble().ShouldBe(0);
        foreach (var check in ChecksOf(answer).Values) check.Flag("passed").ShouldBeFalse();
    }

    private static byte[] Painted(params (Aspect, double)[] flaws) => PngFile.Write(StillPainter.Paint(Order, StillFlaws.Only(flaws)));

    private static JsonElement Ask(string text, string schema, int seed, byte[] picture)
    {
        var request = new LanguageRequest("m", [new LanguageMessage("user", text, [picture])]) { Schema = JsonElement.Parse(schema) };
        return JsonElement.Parse(LanguageModel.Answer(request, Draw.FromSeed(seed)).Text);
    }

    private static Dictionary<string, JsonElement> ChecksOf(JsonElement answer) => answer.GetProperty("checks").EnumerateArray().ToDictionary(check => check.Text("name"));
}
