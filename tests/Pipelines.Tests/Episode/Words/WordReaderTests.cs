using System.Text.Json.Nodes;
using FunctionsPipeline.Pipelines.Episode.Script;
using FunctionsPipeline.Pipelines.Episode.Words;
using FunctionsPipeline.Providers;
using static FunctionsPipeline.Pipelines.Tests.Episode.Words.ScriptSamples;

namespace FunctionsPipeline.Pipelines.Tests.Episode.Words;

/// <summary>What is made of the answers: all that is wrong with them, by field.</summary>
public sealed class WordReaderTests
{
    [Fact]
    public void Answers_that_fit_make_a_script_in_the_order_of_the_beats()
    {
        var plan = PlanReader.Read(Answer(PlanJson()), Brief, Retold, Played);

        plan.Problems.ShouldBeEmpty();
        var script = EpisodeScripts.Assemble(Retold, Played, plan.Value!);
        script.Beats.Select(beat => beat.Kind).ShouldBe(Enum.GetValues<BeatKind>());
        script.Lines.Select(line => line.CharacterId).ShouldBe(["old-hen", "crow"]);
        script.Broll.Select(scene => scene.Beat).ShouldBe(Enum.GetValues<BeatKind>());
        script.Pattern.ShouldBe(EditPattern.MixedRapid);
        EpisodeScripts.SpokenSeconds(script).ShouldBeInRange(30, 34.5);
        plan.FirstRound().Verdict!.IsFit.ShouldBeTrue();
    }

    [Theory]
    [InlineData("title", "", "title: is empty")]
    [InlineData("beats[1].emotion", "", "beats[1].emotion: is empty")]
    [InlineData("beats[1].emotion", "deep fear", "beats[1].emotion: 'deep fear' must be one word of at most 24 letters")]
    [InlineData("beats[3].kind", "HOOK", "beats[3].kind: is HOOK; TWIST comes here")]
    [InlineData("beats[3].kind", "MIDDLE", "beats[3].kind: 'MIDDLE' is not one of: HOOK, SETUP, CONFLICT, TWIST, RESOLUTION")]
    [InlineData("beats[2].narration", "A Rindfleischetikettierungsgesetz came and went, and that was it.", "beats[2].narration: 'Rindfleischetikettierungsgesetz' has 31 characters; a caption holds words of at most 24")]
    public void A_retelling_that_does_not_fit_is_told_by_field(string field, string value, string problem) =>
        RetellingReader.Read(Answer(With(RetellingJson(), field, value)), Brief).Problems.Select(found => found.ToString()).ShouldContain(problem);

    [Fact]
    public void A_narration_of_the_wrong_length_says_how_long_it_may_be()
    {
        var read = RetellingReader.Read(Answer(RetellingJson()), Brief with { Seconds = 60 });

        read.Value.ShouldBeNull();
        read.Problems.ShouldHaveSingleItem().ToString().ShouldBe("beats: the narrations have 51 words together; an episode of 60 s has 83 to 124 (2.4 words a second, the rest is for spoken lines)");
    }

    [Fact]
    public void A_sentence_without_end_does_not_fit_a_caption()
    {
        var json = With(RetellingJson(), "beats[0].narration", string.Join(' ', Enumerable.Repeat("word", 33)));

        RetellingReader.Read(Answer(json), Brief with { Seconds = 45 }).Problems.ShouldContain(problem => problem.Field == "beats[0].narration" && problem.Message.StartsWith("a sentence has 33 words"));
    }

    [Theory]
    [InlineData("lines[0].character_id", "stranger", "lines[0].character_id: 'stranger' is no character; one of: crow, old-hen")]
    [InlineData("lines[0].beat", "END", "lines[0].beat: 'END' is not one of: HOOK, SETUP, CONFLICT, TWIST, RESOLUTION")]
    [InlineData("lines[1].text", " ", "lines[1].text: is empty")]
    [InlineData("edit_pattern", "slideshow", "edit_pattern: 'slideshow' is not one of: talking_head_heavy, broll_cinematic, mixed_rapid")]
    [InlineData("thumbnail_text", "Water", "thumbnail_text: has 1 words; 2 to 5 are allowed")]
    [InlineData("broll[2].prompt", "", "broll[2].prompt: is empty")]
    [InlineData("tags[1]", "a, b", "tags[1]: 'a, b' holds one of , < > \"")]
    public void A_plan_that_does_not_fit_is_told_by_field(string field, string value, string problem) =>
        PlanReader.Read(Answer(With(PlanJson(), field, value)), Brief, Retold, Played).Problems.Select(found => found.ToString()).ShouldContain(problem);

    [Fact]
    public void Wrong_counts_are_told_together()
    {
        var json = PlanJson();
        json["lines"]!.AsArray().RemoveAt(0);
        while (json["broll"]!.AsArray().Count > 2) json["broll"]!.AsArray().RemoveAt(0);

        PlanReader.Read(Answer(json), Brief, Retold, Played).Problems.Select(problem => problem.ToString())
            .ShouldBe(["lines: has 1 entries; 2 to 4 are allowed", "broll: has 2 entries; 4 to 6 are allowed"]);
    }

    [Fact]
    public void Lines_that_are_too_few_words_for_the_length_say_how_many_there_may_be()
    {
        var json = With(With(PlanJson(), "lines[0].text", "Water."), "lines[1].text", "Never.");

        PlanReader.Read(Answer(json), Brief, Retold, Played).Problems.ShouldHaveSingleItem().ToString()
            .ShouldBe("lines: have 2 words together; beside 51 words of narration 21 to 31 make 30 s (2.4 words a second, 15 % off at most)");
    }

    [Fact]
    public void The_pattern_that_a_person_has_set_is_held()
    {
        var read = PlanReader.Read(Answer(PlanJson()), Brief with { Pattern = EditPattern.BrollCinematic }, Retold, Played);

        read.Problems.ShouldHaveSingleItem().ToString().ShouldBe("edit_pattern: is mixed_rapid; broll_cinematic is set");
    }

    [Fact]
    public void What_the_blocklist_forbids_is_found_whatever_its_case_and_marks()
    {
        var brief = Brief with { Blocklist = new Blocklist(["give up", "hen house"], [], []) };

        PlanReader.Read(Answer(PlanJson()), brief, Retold, Played).Problems.ShouldBeEmpty();
        var json = With(PlanJson(), "lines[0].text", "GIVE-UP on it, for nobody can drink from this at all.");
        PlanReader.Read(Answer(json), brief, Retold, Played).Problems.ShouldHaveSingleItem().ToString().ShouldBe("lines[0].text: contains 'give up', which the blocklist forbids");
    }

    [Theory]
    [InlineData("characters[0].id", "The Crow", "characters[0].id: 'The Crow' must be lower-case letters and digits with single hyphens between, beginning with a letter")]
    [InlineData("characters[1].id", "crow", "characters[1].id: 'crow' is there twice")]
    [InlineData("characters[0].appearance", "", "characters[0].appearance: is empty")]
    public void A_cast_that_does_not_fit_is_told_by_field(string field, string value, string problem) =>
        CastReader.Read(Answer(With(CastJson(), field, value)), Brief).Problems.Select(found => found.ToString()).ShouldContain(problem);

    [Fact]
    public void A_character_of_an_earlier_episode_looks_and_sounds_as_it_did()
    {
        var earlier = Played.Characters[0] with { Id = "the-crow", Appearance = "white feathers" };

        var cast = CastReader.Read(Answer(CastJson()), Brief with { Known = [earlier] }).Value!;

        cast.Characters.Select(character => character.Id).ShouldBe(["the-crow", "old-hen"]);
        cast.Characters[0].ShouldBe(earlier);
    }

    [Fact]
    public void The_first_round_asks_for_a_repair_and_the_last_one_fails()
    {
        var read = PlanReader.Read(Answer(With(PlanJson(), "lines[0].character_id", "stranger")), Brief, Retold, Played);

        read.FirstRound().Verdict!.Problems.ShouldBe(["lines[0].character_id: 'stranger' is no character; one of: crow, old-hen"]);
        var problem = read.LastRound().Problem!;
        (problem.Code, problem.IsRetryable).ShouldBe(("unfit_words", false));
        problem.Message.ShouldBe("Still unfit after one repair: lines[0].character_id: 'stranger' is no character; one of: crow, old-hen.");
    }

    [Fact]
    public void An_answer_that_is_no_json_is_no_matter_for_a_repair()
    {
        var read = PlanReader.Read(new("{", ChatEnding.Complete, null, 1, 1), Brief, Retold, Played);

        (read.FirstRound().Problem!.Code, read.FirstRound().Problem!.IsRetryable).ShouldBe(("malformed_answer", true));
    }

    /// <summary>Sets one field, by its path.</summary>
    private static JsonObject With(JsonObject json, string path, string value)
    {
        JsonNode node = json;
        var steps = path.Replace("[", ".", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal).Split('.');
        foreach (var step in steps[..^1]) node = int.TryParse(step, out var index) ? node[index]! : node[step]!;
        if (int.TryParse(steps[^1], out var last)) node[last] = value;
        else node[steps[^1]] = value;
        return json;
    }
}
