using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FunctionsPipeline.Pipelines.Episode.Script;
using FunctionsPipeline.Pipelines.Episode.Words;
using FunctionsPipeline.Pipelines.Input;
using FunctionsPipeline.Pipelines.Publishing.Input;

namespace FunctionsPipeline.Pipelines.Episode.Input;

/// <summary>Every field of a specification for episodes.</summary>
internal static partial class EpisodeFields
{
    public static readonly (string Name, EditPattern Value)[] Patterns =
        [("talking_head_heavy", EditPattern.TalkingHeadHeavy), ("broll_cinematic", EditPattern.BrollCinematic), ("mixed_rapid", EditPattern.MixedRapid)];

    public static readonly ChoiceField<string> Pipeline = new("pipeline", "The pipeline that runs this file.", (EpisodeNames.Pipeline, EpisodeNames.Pipeline));

    public static readonly StructuredField Stories = new(
        "stories",
        "A file with one story (.txt, .md) or several (.jsonl, .json, .yaml, .csv), its path relative to this file, or the stories themselves.",
        "a path that ends in .txt, .md, .jsonl, .json, .yaml or .csv, or a list of stories",
        () => new JsonObject
        {
            ["oneOf"] = new JsonArray(
                new JsonObject { ["type"] = "string" },
                new JsonObject { ["type"] = "array", ["minItems"] = 1, ["items"] = InputSchema.Object(StoryFields.All) }),
        });

    public static readonly StorySourcesField Sources = new(
        "sources", "Where stories are looked for, instead of stories: the best one that the project has not told yet is taken.");

    public static readonly IntegerField BatchCount = new(
        "batchCount", "Episodes of the run: so many stories are found, or so many of those given are told. Default: one with sources, all with stories.", 1, EpisodeLimits.StoriesMax);

    public static readonly StructuredField Blocklist = new(
        "blocklist",
        "What the project wants nothing to do with: words that neither a story nor the episode may hold, sites and authors of stories. Default: nothing.",
        "a map of words, sites and authors",
        () => InputSchema.Object(BlocklistFields.All));

    public static readonly TextField Project = new("project", "Project whose caps, ledger and characters apply. Default: default.", InputNames.Form(), InputNames.Allowed);

    public static readonly ModelListField Writers = new("writers", "Language models that write, the preferred one first; a later one stands in. Default: the first that this host has access to.");

    public static readonly ModelListField Images = new("images", "Image models, the preferred one first. Default: the first that this host has access to.");

    public static readonly ModelListField Voices = new("voices", "Speech models, the preferred one first. Default: the first that this host has access to.");

    public static readonly ModelListField Heads = new("heads", "Makers of talking heads, the preferred one first. Default: the first that this host has access to.");

    public static readonly FlagField LipSync = new("lipSync", "Whether faces speak; false moves the portraits slowly instead. Default: true.");

    public static readonly ChoiceField<EditPattern> Pattern = new("pattern", "How episodes are cut. Default: as the plan says.", Patterns);

    public static readonly IntegerField Duration = new("duration", "Length that is aimed at, seconds. Default: 40.", WordLimits.SecondsMin, WordLimits.SecondsMax);

    public static readonly PlainTextField Topic = new("topic", "What stories are to be about. Default: anything.", 200);

    public static readonly PlainTextField Style = new("style", "How they are told and shown, for example: noir, quiet. Default: the writer's choice.", 200);

    public static readonly ChoiceField<string> Grade = new("grade", "Grade of pictures and talking heads. Default: cinematic.", ("cinematic", "cinematic"), ("warm", "warm"), ("neutral", "neutral"));

    public static readonly TextField Size = new("size", "Pixels of the video, width x height, both even. Default: 1080x1920.", SizeForm(), "WIDTHxHEIGHT, both even, 128 to 2160, for example 1080x1920");

    public static readonly ShareField ValidationThreshold = new("validationThreshold", "Least score of the checks that a picture has to pass, 0 takes every one. Default: 0.65.");

    public static readonly IntegerField TriesMax = new("triesMax", "Pictures that may fail the checks before the next model is asked. Default: 3.", 1, 10);

    public static readonly FlagField Music = new("music", "Whether soft music lies below the voices. Default: true.");

    public static readonly ChoiceField<string> Thumbnail = new(
        "thumbnail", "Thumbnail: a frame of the video, a picture made for it, that picture or else a frame, or none. Default: hybrid.", ("frame", "frame"), ("generated", "generated"), ("hybrid", "hybrid"), ("off", "off"));

    public static readonly FlagField ThumbnailText = new("thumbnailText", "Whether words are written on the thumbnail. Default: true.");

    public static readonly FlagField Preview = new("preview", "Buys nothing: placeholders show what the episode would be. Default: false.");

    public static readonly FlagField Upload = new("upload", "Whether the video is uploaded to YouTube. Default: where this host has an account; private, unless publish says otherwise.");

    public static readonly ChoiceField<EpisodeStage> StopAt = new(
        "stopAt",
        "Where to stop. Default: at the end.",
        ("story_generated", EpisodeStage.StoryGenerated),
        ("video_plan_created", EpisodeStage.VideoPlanCreated),
        ("assets_generated", EpisodeStage.AssetsGenerated),
        ("video_rendered", EpisodeStage.VideoRendered));

    public static readonly IntegerField BatchSize = new("batchSize", "Episodes under way at once. Default: 3.", 1, 20);

    public static readonly IntegerField CallsInFlight = new("callsInFlight", "Calls of one episode under way at once. Default: 5.", 1, 20);

    public static readonly IntegerField RequestsPerMinute = new(
        "requestsPerMinute", "Calls allowed in any minute, at each provider and kind of call. Default: the provider's own limit.", 1, 100_000);

    public static readonly IntegerField Seed = new("seed", "Seed of every draw. Default: 1.", 0, int.MaxValue);

    public static readonly UsdField BudgetUsd = new("budgetUsd", "Cap of the run, US dollars. Default: none.", 1_000_000);

    /// <summary>Every field, in the order of the documentation.</summary>
    public static readonly IReadOnlyList<InputField> All =
    [
        Pipeline, Stories, Sources, BatchCount, Blocklist, Project, Writers, Images, Voices, Heads, LipSync, Pattern, Duration, Topic, Style, Grade, Size, ValidationThreshold, TriesMax, Music,
        Thumbnail, ThumbnailText, Preview, Upload, VideoUploadFields.Publish, StopAt, BatchSize, CallsInFlight, RequestsPerMinute, Seed, BudgetUsd,
    ];

    /// <summary>The text of <c>docs/schemas/episode.schema.json</c>.</summary>
    public static string SchemaText() => InputSchema.Document("FunctionsPipeline episode", All, Pipeline);

    /// <summary>Width and height of a size that the field allows.</summary>
    public static (int WidthPx, int HeightPx) SizeOf(string text)
    {
        var sides = text.Split('x');
        return (int.Parse(sides[0], System.Globalization.CultureInfo.InvariantCulture), int.Parse(sides[1], System.Globalization.CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"\A[1-9][0-9]{2,3}x[1-9][0-9]{2,3}\z")]
    private static partial Regex SizeForm();
}
