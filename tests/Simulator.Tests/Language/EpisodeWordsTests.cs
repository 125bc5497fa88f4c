using System.Text.Json;
using FunctionsPipeline.Simulator.Language;

namespace FunctionsPipeline.Simulator.Tests.Language;

/// <summary>What the one language model makes of a story, asked as a real one is asked: by words and a schema.</summary>
public sealed class EpisodeWordsTests
{
    private const string Story = """
        It had not rained for three months, and the stream behind the farm was dust. A crow, half dead from thirst, found an old pitcher in the yard. There was a little water at the bottom, but the neck was narrow.
        She pushed the pitcher with all her strength. It did not move.
        "If I break it, the water is gone too," said the crow.
        "Give up," said the hen. "Nobody drinks from that pitcher."
        Then the crow saw a pebble. She dropped it into the pitcher, and then another, and then another. By noon the water stood at the very brim.
        "It was never about strength," said the crow.
        """;

    private static readonly string[] s_kinds = ["HOOK", "SETUP", "CONFLICT", "TWIST", "RESOLUTION"];

    [Theory]
    [InlineData(40, 60)]
    [InlineData(65, 92)]
    public void A_retelling_has_five_beats_in_the_words_that_were_asked_for(int least, int most)
    {
        var beats = Answer($"The five narrations have {least} to {most} words together.", """{"beats":{"type":"array","minItems":5,"maxItems":5,"items":{"type":"object","properties":{"kind":{"type":"string","enum":["HOOK","SETUP","CONFLICT","TWIST","RESOLUTION"]},"narration":{"type":"string"},"emotion":{"type":"string"}}}}}""")
            .GetProperty("beats").EnumerateArray().ToList();

        beats.Select(beat => beat.GetProperty("kind").GetString()).ShouldBe(s_kinds);
        beats.ShouldAllBe(beat => beat.GetProperty("emotion").GetString()!.Length > 2);
        var narration = string.Join(' ', beats.Select(beat => beat.GetProperty("narration").GetString()));
        narration.Split(' ').Length.ShouldBeInRange(least, most);
        narration.ShouldNotContain("\"");
        narration.ShouldContain("pitcher");
    }

    [Fact]
    public void Those_who_speak_are_the_cast_and_look_like_what_they_are()
    {
        var cast = Answer("Name the characters.", """{"characters":{"type":"array","items":{"type":"object","properties":{"id":{"type":"string"},"name":{"type":"string"},"appearance":{"type":"string"},"voice":{"type":"object","properties":{"gender":{"type":"string","enum":["female","male","neutral"]}}}}}}}""")
            .GetProperty("characters").EnumerateArray().ToList();

        cast.Select(character => character.GetProperty("id").GetString()).ShouldBe(["crow", "hen"]);
        cast[0].GetProperty("name").GetString().ShouldBe("The Crow");
        cast[0].GetProperty("appearance").GetString()!.ShouldContain("black feathers");
        cast[0].GetProperty("voice").GetProperty("gender").GetString().ShouldBe("female");
    }

    [Fact]
    public void Lines_are_what_characters_say_in_the_story()
    {
        var plan = Plan("words each and 10 to 30 words together.");

        var lines = plan.GetProperty("lines").EnumerateArray().ToList();
        lines.Count.ShouldBeInRange(2, 4);
        lines.ShouldAllBe(line => line.GetProperty("text").GetString()!.Split('.', StringSplitOptions.RemoveEmptyEntries).All(sentence => Story.Contains(sentence.Trim(), StringComparison.Ordinal)));
        lines.Single(line => line.GetProperty("text").GetString()!.Contains("break", StringComparison.Ordinal)).GetProperty("character_id").GetString().ShouldBe("crow");
        plan.GetProperty("broll").EnumerateArray().Select(scene => scene.GetProperty("beat").GetString()).Distinct().ShouldBe(s_kinds);
        plan.GetProperty("broll")[0].GetProperty("prompt").GetString()!.ShouldContain("vertical 9:16");
    }

    [Fact]
    public void An_unfit_answer_keeps_its_form_and_loses_what_makes_it_fit()
    {
        var answers = Enumerable.Range(0, 12).Select(seed => Plan("words each and 10 to 30 words together.", LanguageFault.Unfit, seed)).ToList();

        answers.ShouldAllBe(plan => plan.GetProperty("lines").ValueKind == JsonValueKind.Array && plan.GetProperty("broll").ValueKind == JsonValueKind.Array);
        answers.ShouldAllBe(plan => !IsFit(plan));
    }

    private static bool IsFit(JsonElement plan) =>
        plan.GetProperty("lines").GetArrayLength() >= 2 && plan.GetProperty("broll").GetArrayLength() >= 4
        && plan.GetProperty("lines").EnumerateArray().All(line => line.GetProperty("character_id").GetString() is "crow" or "hen" && line.GetProperty("emotion").GetString()!.Length > 0)
        && plan.GetProperty("broll").EnumerateArray().All(scene => scene.GetProperty("emotion").GetString()!.Length > 0);

    private static JsonElement Plan(string words, LanguageFault fault = LanguageFault.None, int seed = 1) => Answer(
        $"{words}\n<retelling>\nT\nL\nHOOK (calm): The stream behind the farm was dust.\nSETUP (dread): The crow found an old pitcher in the yard.\nCONFLICT (tension): It did not move.\nTWIST (surprise): The crow saw a pebble.\nRESOLUTION (joy): The water stood at the brim.\n</retelling>",
        """{"lines":{"type":"array","items":{"type":"object","properties":{"character_id":{"type":"string","enum":["crow","hen"]},"beat":{"type":"string"},"text":{"type":"string"},"emotion":{"type":"string"}}}},"broll":{"type":"array","items":{"type":"object","properties":{"beat":{"type":"string"},"prompt":{"type":"string"},"emotion":{"type":"string"}}}}}""",
        fault,
        seed);

    private static JsonElement Answer(string wish, string properties, LanguageFault fault = LanguageFault.None, int seed = 1)
    {
        var message = new LanguageMessage("user", $"{wish}\n<title>\nThe Crow\n</title>\n<story>\n{Story}\n</story>", []);
        var request = new LanguageRequest("model", [message]) { Schema = JsonElement.Parse($$"""{"type":"object","properties":{{properties}}}""") };
        return JsonElement.Parse(LanguageModel.Answer(request, Draw.FromSeed(seed), fault).Text);
    }
}
