using System.Text.Json.Nodes;
using FunctionsPipeline.Pipelines.Episode.Script;
using FunctionsPipeline.Pipelines.Episode.Words;
using FunctionsPipeline.Pipelines.Steps.Chat;
using FunctionsPipeline.Providers;

namespace FunctionsPipeline.Pipelines.Tests.Episode.Words;

/// <summary>Answers that fit, to be spoilt one field at a time.</summary>
internal static class ScriptSamples
{
    public static EpisodeBrief Brief { get; } = new("The Crow", "A crow found a pitcher. \"Water,\" said the crow.") { Seconds = 30 };

    public static Retelling Retold => RetellingReader.Read(Answer(RetellingJson()), Brief).Value!;

    public static Cast Played => CastReader.Read(Answer(CastJson()), Brief).Value!;

    public static ChatAnswer Answer(JsonNode json) => new(json.ToJsonString(), ChatEnding.Complete, null, 1, 1);

    /// <summary>52 words of narration: 42 to 62 make an episode of 30 s.</summary>
    public static JsonObject RetellingJson() => new()
    {
        ["title"] = "The Crow",
        ["logline"] = "A thirsty crow cannot reach the water.",
        ["beats"] = new JsonArray([.. ScriptNames.Beats.Select(kind => new JsonObject
        {
            ["kind"] = kind, ["narration"] = kind == "HOOK" ? "Nobody believed that she would ever drink, and yet she did." : "A crow found a pitcher. The water was too low.", ["emotion"] = "hope",
        })]),
    };

    public static JsonObject CastJson() => new()
    {
        ["characters"] = new JsonArray(Character("crow", "The Crow"), Character("old-hen", "The Old Hen")),
    };

    public static JsonObject PlanJson() => new()
    {
        ["edit_pattern"] = "mixed_rapid",
        ["description"] = "A crow, a pitcher and a little water.",
        ["tags"] = new JsonArray("crow", "fable", "water"),
        ["thumbnail_text"] = "Too low",
        ["lines"] = new JsonArray(Line("crow", "CONFLICT", "If I break it then all the water is gone too."), Line("old-hen", "SETUP", "Stop now, for nobody can ever drink from that pitcher.")),
        ["broll"] = new JsonArray([.. ScriptNames.Beats.Reverse().Select(beat => new JsonObject { ["beat"] = beat, ["prompt"] = $"a pitcher, {beat}", ["emotion"] = "hope" })]),
    };

    public static JsonObject Line(string id, string beat, string text) => new() { ["character_id"] = id, ["beat"] = beat, ["text"] = text, ["emotion"] = "hope" };

    public static JsonObject Character(string id, string name) => new()
    {
        ["id"] = id,
        ["name"] = name,
        ["appearance"] = "black feathers",
        ["voice"] = new JsonObject { ["gender"] = "female", ["age"] = "old", ["tone"] = "dry" },
        ["depth"] = new JsonObject { ["want"] = "water", ["fear"] = "thirst", ["secret"] = "none" },
    };
}
