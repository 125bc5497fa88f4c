using System.Text.Json.Nodes;
using FunctionsPipeline.Pipelines.Episode.Script;
using FunctionsPipeline.Pipelines.Input;

namespace FunctionsPipeline.Pipelines.Episode.Input;

/// <summary>Every field of a script in a file.</summary>
internal static class ScriptFields
{
    public static readonly PlainTextField Title = new("title", "Title of the episode.", 100);
    public static readonly PlainTextField Description = new("description", "What it is about.", 2000);
    public static readonly PlainTextsField Tags = new("tags", "Words that people search for.", 30, 12);
    public static readonly PlainTextField ThumbnailText = new("thumbnailText", "Two to five words for the thumbnail.", 60);
    public static readonly ChoiceField<EditPattern> Pattern = new("pattern", "How it is cut.", EpisodeFields.Patterns);

    public static readonly TextField CharacterId = new("id", "Known by it within a project.", InputNames.Form(), InputNames.Allowed);
    public static readonly PlainTextField Name = new("name", "Name as people say it.", 60);
    public static readonly PlainTextField Appearance = new("appearance", "What a picture shows.", 600);
    public static readonly ChoiceField<string> Gender = new("gender", "How it sounds.", ("female", "female"), ("male", "male"), ("neutral", "neutral"));
    public static readonly ChoiceField<string> Age = new("age", "How old it sounds.", ("child", "child"), ("young", "young"), ("middle", "middle"), ("old", "old"));
    public static readonly PlainTextField Tone = new("tone", "In a few words.", 100);
    public static readonly PlainTextField Want = new("want", "What it is after.", 200);
    public static readonly PlainTextField Fear = new("fear", "What it is afraid of.", 200);
    public static readonly PlainTextField Secret = new("secret", "What it does not say.", 200);
    public static readonly IReadOnlyList<InputField> VoiceAll = [Gender, Age, Tone];
    public static readonly IReadOnlyList<InputField> DepthAll = [Want, Fear, Secret];
    public static readonly StructuredField Voice = new("voice", "How it sounds.", "a map of gender, age and tone", () => InputSchema.Object(VoiceAll));
    public static readonly StructuredField Depth = new("depth", "What moves it.", "a map of want, fear and secret", () => InputSchema.Object(DepthAll));
    public static readonly IReadOnlyList<InputField> CharacterAll = [CharacterId, Name, Appearance, Voice, Depth];

    public static readonly ChoiceField<BeatKind> Kind = new(
        "kind", "Which beat.", ("hook", BeatKind.Hook), ("setup", BeatKind.Setup), ("conflict", BeatKind.Conflict), ("twist", BeatKind.Twist), ("resolution", BeatKind.Resolution));
    public static readonly ChoiceField<BeatKind> Beat = new(
        "beat", "Where.", ("hook", BeatKind.Hook), ("setup", BeatKind.Setup), ("conflict", BeatKind.Conflict), ("twist", BeatKind.Twist), ("resolution", BeatKind.Resolution));
    public static readonly PlainTextField Narration = new("narration", "What the narrator says.", 1000);
    public static readonly PlainTextField Emotion = new("emotion", "One word.", 30);
    public static readonly TextField Speaker = new("characterId", "Who says it.", InputNames.Form(), InputNames.Allowed);
    public static readonly PlainTextField LineText = new("text", "What it says.", 400);
    public static readonly PlainTextField Prompt = new("prompt", "What it shows.", 1500);
    public static readonly IReadOnlyList<InputField> BeatAll = [Kind, Narration, Emotion];
    public static readonly IReadOnlyList<InputField> LineAll = [Speaker, Beat, LineText, Emotion];
    public static readonly IReadOnlyList<InputField> SceneAll = [Beat, Prompt, Emotion];

    public static readonly StructuredField Characters = List("characters", "Who appears, 1 to 4.", 1, 4, CharacterAll);
    public static readonly StructuredField Beats = List("beats", "One of each kind, in order.", 5, 5, BeatAll);
    public static readonly StructuredField Lines = List("lines", "What characters say, 2 to 4.", 2, 4, LineAll);
    public static readonly StructuredField Broll = List("broll", "Moving pictures, 4 to 6.", 4, 6, SceneAll);

    public static readonly IReadOnlyList<InputField> All = [Title, Description, Tags, ThumbnailText, Pattern, Characters, Beats, Lines, Broll];

    public static JsonObject Schema() => InputSchema.Object(All);

    private static StructuredField List(string name, string description, int min, int max, IReadOnlyList<InputField> fields) => new(
        name,
        description,
        $"a list of {min} to {max} maps",
        () => new JsonObject { ["type"] = "array", ["minItems"] = min, ["maxItems"] = max, ["items"] = InputSchema.Object(fields) });
}

/// <summary>A list of short texts.</summary>
internal sealed class PlainTextsField(string name, string description, int charactersMax, int countMax) : InputField<IReadOnlyList<string>>(name, description)
{
    public override string Allowed => $"a list of at most {countMax} texts of 1 to {charactersMax} characters";

    public override JsonObject Schema => new()
    {
        ["type"] = "array",
        ["maxItems"] = countMax,
        ["items"] = new JsonObject { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = charactersMax },
    };

    public override bool TryRead(DocumentNode node, out IReadOnlyList<string> value)
    {
        value = [.. node.Items.Select(item => item.Value.Trim())];
        return node.Kind == DocumentKind.List && value.Count <= countMax
            && node.Items.All(item => item.Kind is DocumentKind.Text or DocumentKind.Number) && value.All(text => text.Length > 0 && text.Length <= charactersMax);
    }
}
