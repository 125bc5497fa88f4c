using System.Text.Json.Nodes;

namespace FunctionsPipeline.Pipelines.Tests.Episode.Runs;

/// <summary>A story of a few seconds whose script is written already, and specifications that make an episode of it.</summary>
internal static class ShortStory
{
    /// <summary>Its words in the order in which they are spoken.</summary>
    public const string Spoken = "A mill turned at night. Mara came home. Who is there? The stones went round. It was her father. Only me, child. Then it was silent.";

    /// <summary>Specification, with fields that are put in place of the usual ones.</summary>
    /// <param name="pattern">How it is cut.</param>
    /// <param name="fields">Fields beside the usual ones, such as <c>"grade":"warm"</c>.</param>
    /// <param name="change">Changes the script.</param>
    public static string Spec(string pattern = "mixed_rapid", string fields = "", Action<JsonObject>? change = null)
    {
        var script = Script(pattern);
        change?.Invoke(script);
        var spec = new JsonObject
        {
            ["pipeline"] = "episode",
            ["size"] = "144x256",
            ["requestsPerMinute"] = 100_000,

            // One at a time, so that the rules of faults count calls in the order of the script.
            ["callsInFlight"] = 1,
            ["upload"] = false,
            ["stories"] = new JsonArray(new JsonObject { ["id"] = "tale", ["title"] = "The mill", ["script"] = script }),
        };
        foreach (var (name, value) in JsonNode.Parse($"{{{fields}}}")!.AsObject()) spec[name] = value?.DeepClone();
        return spec.ToJsonString();
    }

    private static JsonObject Script(string pattern) => new()
    {
        ["title"] = "The mill",
        ["description"] = "A mill turns at night.",
        ["tags"] = new JsonArray("mill", "night"),
        ["thumbnailText"] = "It turned",
        ["pattern"] = pattern,
        ["characters"] = new JsonArray(Character("mara", "Mara", "female", "young"), Character("miller", "The miller", "male", "old")),
        ["beats"] = new JsonArray(
            Beat("hook", "A mill turned at night.", "dread"), Beat("setup", "Mara came home.", "calm"), Beat("conflict", "The stones went round.", "tension"),
            Beat("twist", "It was her father.", "shock"), Beat("resolution", "Then it was silent.", "peace")),
        ["lines"] = new JsonArray(Line("mara", "setup", "Who is there?", "fear"), Line("miller", "twist", "Only me, child.", "calm")),
        ["broll"] = new JsonArray(Scene("hook", "An old mill by a river at night"), Scene("conflict", "Two great round stones of a mill"), Scene("twist", "A lantern on a table"), Scene("resolution", "A field in the morning")),
    };

    private static JsonObject Character(string id, string name, string gender, string age) => new()
    {
        ["id"] = id,
        ["name"] = name,
        ["appearance"] = $"a {age} person with brown hair in a grey coat",
        ["voice"] = new JsonObject { ["gender"] = gender, ["age"] = age, ["tone"] = "warm" },
        ["depth"] = new JsonObject { ["want"] = "the mill", ["fear"] = "the dark", ["secret"] = "none" },
    };

    private static JsonObject Beat(string kind, string narration, string emotion) => new() { ["kind"] = kind, ["narration"] = narration, ["emotion"] = emotion };

    private static JsonObject Line(string id, string beat, string text, string emotion) => new() { ["characterId"] = id, ["beat"] = beat, ["text"] = text, ["emotion"] = emotion };

    private static JsonObject Scene(string beat, string prompt) => new() { ["beat"] = beat, ["prompt"] = prompt, ["emotion"] = "wonder" };
}
