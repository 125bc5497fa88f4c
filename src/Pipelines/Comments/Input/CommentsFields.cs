using System.Globalization;
using System.Text.Json.Nodes;
using FunctionsPipeline.Pipelines.Input;

namespace FunctionsPipeline.Pipelines.Comments.Input;

/// <summary>Every field of a specification for suggestions.</summary>
internal static class CommentsFields
{
    public static readonly ChoiceField<string> Pipeline = new("pipeline", "The pipeline that runs this file.", (CommentsNames.Pipeline, CommentsNames.Pipeline));

    public static readonly StructuredField Candidates = new(
        "candidates",
        "A file of posts, its path relative to this file, or the posts themselves.",
        $"a path that ends in {EntryReader.Endings}, or a list of posts",
        () => new JsonObject
        {
            ["oneOf"] = new JsonArray(
                new JsonObject { ["type"] = "string" },
                new JsonObject { ["type"] = "array", ["minItems"] = 1, ["items"] = InputSchema.Object(CandidateFields.All) }),
        });

    public static readonly TextField Project = new(
        "project", "Project whose caps, ledger and earlier suggestions apply. Default: default.", InputNames.Form(), InputNames.Allowed);

    public static readonly ModelListField Models = new("models", "Language models, the preferred one first; a later one stands in. Default: the first that this host has access to.");

    public static readonly ModelListField Embedders = new("embedders", "Makers of vectors, the preferred one first. Default: the first that this host has access to, then the offline one.");

    public static readonly ShareField DedupThreshold = new(
        "dedupThreshold", "The least cosine of two suggestions that say the same, for the first of embedders; `pipeline dedup-report --embedder` fits it. Default: the fitted one.");

    public static readonly IntegerField Suggestions = new("suggestions", "Suggestions for a post. Default: 3.", 1, 10);

    public static readonly FlagField UseGate = new("useGate", "Whether posts are scored first, and only those worth it are answered. Default: true.");

    public static readonly ShareField GateThreshold = new("gateThreshold", "Least score of a post that is answered. Default: 0.5.");

    public static readonly FlagField SkipLowScores = new("skipLowScores", "Whether suggestions below the threshold are left out. Default: true.");

    public static readonly ShareField QualityThreshold = new("qualityThreshold", "Least score of a suggestion that is kept. Default: 0.5.");

    public static readonly IntegerField MinFollowers = new("minFollowers", "Only posts of authors with at least so many followers. Default: 0.", 0, int.MaxValue);

    public static readonly IntegerField HoursBack = new("hoursBack", "Only posts of the last so many hours. Default: all.", 1, 24 * 365);

    public static readonly IntegerField MaxCandidates = new("maxCandidates", "At most so many posts, the first of the file. Default: all.", 1, InputLimits.ItemsMax);

    public static readonly PlainTextField Voice = new("voice", "How the suggestions shall sound. Default: friendly, plain, brief.", 500);

    public static readonly IntegerField BatchSize = new("batchSize", "Posts under way at once. Default: 5.", 1, 100);

    public static readonly IntegerField RequestsPerMinute = new("requestsPerMinute", "Calls allowed in any minute, at each provider and kind of call. Default: 15.", 1, 100_000);

    public static readonly UsdField BudgetUsd = new("budgetUsd", "Cap of the run, US dollars. Default: none.", 1_000_000);

    public static readonly IntegerField Seed = new("seed", "Seed of every draw. Default: 1.", 0, int.MaxValue);

    /// <summary>Every field, in the order of the documentation.</summary>
    public static readonly IReadOnlyList<InputField> All =
    [
        Pipeline, Candidates, Project, Models, Embedders, DedupThreshold, Suggestions, UseGate, GateThreshold, SkipLowScores, QualityThreshold, MinFollowers,
        HoursBack, MaxCandidates, Voice, BatchSize, RequestsPerMinute, BudgetUsd, Seed,
    ];

    /// <summary>The text of <c>docs/schemas/comments.schema.json</c>.</summary>
    public static string SchemaText() => InputSchema.Document("FunctionsPipeline comments", All, Pipeline, Candidates);
}
