using System.Text.Json;
using FunctionsPipeline.Pipelines.Episode.Script;
using FunctionsPipeline.Providers;

namespace FunctionsPipeline.Pipelines.Episode.Words;

/// <summary>The forms of the answers. Bounds that depend on the story, as who may speak, are in them where a schema can say so.</summary>
internal static class WordSchemas
{
    private const string Emotion = """{"type":"string","description":"one lower-case word, for example dread"}""";

    /// <summary>Of a retelling.</summary>
    public static JsonAnswerSchema Rewrite { get; } = Schema("retelling", $$$$"""
        {"type":"object","properties":{
          "title":{"type":"string","maxLength":{{{{WordLimits.TitleCharactersMax}}}}},
          "logline":{"type":"string","maxLength":{{{{WordLimits.LoglineCharactersMax}}}},"description":"the story in one sentence, without its end"},
          "beats":{"type":"array","minItems":5,"maxItems":5,"items":{"type":"object","properties":{
            "kind":{"type":"string","enum":{{{{Names(ScriptNames.Beats)}}}}},
            "narration":{"type":"string","description":"what the narrator says; no quotations"},
            "emotion":{{{{Emotion}}}}},
           "required":["kind","narration","emotion"],"additionalProperties":false}}},
         "required":["title","logline","beats"],"additionalProperties":false}
        """);

    /// <summary>Of a cast.</summary>
    public static JsonAnswerSchema Cast { get; } = Schema("cast", $$$$"""
        {"type":"object","properties":{
          "characters":{"type":"array","minItems":1,"maxItems":{{{{WordLimits.CharactersMax}}}},"items":{"type":"object","properties":{
            "id":{"type":"string","description":"lower case with hyphens, made from the name, for example old-miller"},
            "name":{"type":"string","maxLength":{{{{WordLimits.NameCharactersMax}}}}},
            "appearance":{"type":"string","maxLength":{{{{WordLimits.PromptCharactersMax}}}},"description":"what a portrait shows: face, hair, clothes"},
            "voice":{"type":"object","properties":{
              "gender":{"type":"string","enum":{{{{Names(ScriptNames.Genders)}}}}},
              "age":{"type":"string","enum":{{{{Names(ScriptNames.Ages)}}}}},
              "tone":{"type":"string","maxLength":{{{{WordLimits.TraitCharactersMax}}}},"description":"two or three words"}},
             "required":["gender","age","tone"],"additionalProperties":false},
            "depth":{"type":"object","properties":{
              "want":{"type":"string","maxLength":{{{{WordLimits.TraitCharactersMax}}}}},
              "fear":{"type":"string","maxLength":{{{{WordLimits.TraitCharactersMax}}}}},
              "secret":{"type":"string","maxLength":{{{{WordLimits.TraitCharactersMax}}}}}},
             "required":["want","fear","secret"],"additionalProperties":false}},
           "required":["id","name","appearance","voice","depth"],"additionalProperties":false}}},
         "required":["characters"],"additionalProperties":false}
        """);

    /// <summary>Of a plan.</summary>
    /// <param name="cast">Who may speak.</param>
    /// <param name="pattern">The pattern that a person has set; null leaves the choice.</param>
    public static JsonAnswerSchema Plan(Cast cast, EditPattern? pattern) => Schema("plan", $$$$"""
        {"type":"object","properties":{
          "edit_pattern":{"type":"string","enum":{{{{Names(pattern is { } set ? [ScriptNames.Of(set)] : ScriptNames.Patterns)}}}}},
          "description":{"type":"string","maxLength":{{{{WordLimits.DescriptionCharactersMax}}}},"description":"for people who look for the video; two sentences"},
          "tags":{"type":"array","minItems":{{{{WordLimits.TagsMin}}}},"maxItems":{{{{WordLimits.TagsMax}}}},"items":{"type":"string","maxLength":{{{{WordLimits.TagCharactersMax}}}}}},
          "thumbnail_text":{"type":"string","maxLength":{{{{WordLimits.ThumbnailCharactersMax}}}},"description":"two to five words"},
          "lines":{"type":"array","minItems":{{{{WordLimits.LinesMin}}}},"maxItems":{{{{WordLimits.LinesMax}}}},"items":{"type":"object","properties":{
            "character_id":{"type":"string","enum":{{{{Names([.. cast.Characters.Select(character => character.Id)])}}}}},
            "beat":{"type":"string","enum":{{{{Names(ScriptNames.Beats)}}}}},
            "text":{"type":"string","description":"what the character says, without quotation marks"},
            "emotion":{{{{Emotion}}}}},
           "required":["character_id","beat","text","emotion"],"additionalProperties":false}},
          "broll":{"type":"array","minItems":{{{{WordLimits.ScenesMin}}}},"maxItems":{{{{WordLimits.ScenesMax}}}},"items":{"type":"object","properties":{
            "beat":{"type":"string","enum":{{{{Names(ScriptNames.Beats)}}}}},
            "prompt":{"type":"string","maxLength":{{{{WordLimits.PromptCharactersMax}}}},"description":"what a photograph shows: place, things, light; no text in it"},
            "emotion":{{{{Emotion}}}}},
           "required":["beat","prompt","emotion"],"additionalProperties":false}}},
         "required":["edit_pattern","description","tags","thumbnail_text","lines","broll"],"additionalProperties":false}
        """);

    private static string Names(IReadOnlyList<string> names) => JsonSerializer.Serialize(names);

    private static JsonAnswerSchema Schema(string name, string json) => new(name, JsonDocument.Parse(json).RootElement.Clone());
}
