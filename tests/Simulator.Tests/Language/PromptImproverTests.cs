using System.Text.Json;
using FunctionsPipeline.Simulator.Language;

namespace FunctionsPipeline.Simulator.Tests.Language;

public sealed class PromptImproverTests
{
    private const string Schema = """{"type":"object","properties":{"improved_prompt":{"type":"string"},"reason":{"type":"string"}}}""";

    [Fact]
    public void Only_what_failed_is_asked_for_and_the_prompt_stays()
    {
        Improve("Improve the prompt.\nPrompt: A red boat on a lake, at dawn\nFailed checks:\n- sharpness: 0.41, is blurred\n- noise: 0.52\nPassed checks:\n- exposure: 0.91\n- contrast")
            .ShouldBe("A red boat on a lake, at dawn, in sharp focus, clean, free of noise");
    }

    [Fact]
    public void Marks_in_json_tell_what_failed()
    {
        const string Request = """
            {"prompt":"A red boat, at dawn","checks":[{"name":"composition","score":0.3,"passed":false},{"name":"colour","score":0.8,"passed":true},
             {"name":"prompt_match","score":0.5,"passed":false}]}
            """;
        Improve(Request).ShouldBe("A red boat, at dawn, subject centred, uncluttered background, clearly showing A red boat");
    }

    [Fact]
    public void What_was_asked_for_before_is_asked_for_in_other_words_and_then_no_more()
    {
        Improve("Prompt: A boat, rich contrast\nFailed: contrast 0.5").ShouldBe("A boat, rich contrast, full tonal range");
        Improve("Prompt: A boat, rich contrast, full tonal range\nFailed: contrast 0.5").ShouldBe("A boat, rich contrast, full tonal range");
    }

    [Theory]
    [InlineData("<prompt>A boat</prompt> failed: noise")]
    [InlineData("The prompt was \"A boat\". Failed: noise")]
    [InlineData("Current prompt:\nA boat\n\nFailed: noise")]
    [InlineData("{\"current_prompt\": \"A boat\", \"failed\": [\"noise\"]}")]
    public void The_prompt_is_found_however_it_is_given(string request)
    {
        Improve(request).ShouldStartWith("A boat");
    }

    [Fact]
    public void A_list_of_checks_without_results_names_them_all()
    {
        PromptImprover.Failed("sharpness, exposure").Select(aspect => aspect.Name).ShouldBe(["sharpness", "exposure"]);
        PromptImprover.Failed("nothing of the kind").ShouldBeEmpty();
    }

    private static string Improve(string text)
    {
        var request = new LanguageRequest("m", [new LanguageMessage("user", text, [])]) { Schema = JsonElement.Parse(Schema) };
        return JsonElement.Parse(LanguageModel.Answer(request, new Draw(1)).Text).Text("improved_prompt");
    }
}
