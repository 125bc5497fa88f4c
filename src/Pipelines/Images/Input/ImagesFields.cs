using System.Text.Json.Nodes;
using FunctionsPipeline.Pipelines.Input;

namespace FunctionsPipeline.Pipelines.Images.Input;

/// <summary>Every field of a specification for images.</summary>
internal static class ImagesFields
{
    public static readonly ChoiceField<string> Pipeline = new("pipeline", "The pipeline that runs this file.", (ImagesNames.Pipeline, ImagesNames.Pipeline));

    public static readonly StructuredField Prompts = new(
        "prompts",
        "A file of prompts, its path relative to this file, or the prompts themselves.",
        $"a path that ends in {EntryReader.Endings}, or a list of prompts",
        () => new JsonObject
        {
            ["oneOf"] = new JsonArray(
                new JsonObject { ["type"] = "string" },
                new JsonObject
                {
                    ["type"] = "array",
                    ["minItems"] = 1,
                    ["items"] = new JsonObject { ["oneOf"] = new JsonArray(ImagePromptFields.Prompt.Schema, PromptMap()) },
                }),
        });

    public static readonly TextField Project = new("project", "Project whose caps and ledger apply. Default: default.", InputNames.Form(), InputNames.Allowed);

    public static readonly ModelListField Images = new("images", "Image models, the preferred one first; a later one stands in. Default: the first that this host has access to.");

    public static readonly ModelListField Judges = new("judges", "Vision models that judge, the preferred one first. Default: the first that this host has access to.");

    public static readonly ModelListField Improvers = new("improvers", "Language models that improve prompts, the preferred one first. Default: the judges.");

    public static readonly ShareField TargetScore = new("targetScore", "Score at which an image is good enough. Default: 0.85.");

    public static readonly IntegerField IterationsMax = new("iterationsMax", "Images of a prompt at most. Default: 4.", 1, ImagesLimits.IterationsMax);

    public static readonly IntegerField Patience = new("patience", "Images in a row that may bring nothing. Default: 2.", 1, ImagesLimits.IterationsMax);

    public static readonly IntegerField Rescores = new("rescores", "How often the judge may be asked about an image again, to know its noise. Default: 2.", 0, ImagesLimits.RescoresMax);

    public static readonly IntegerField TriesMax = new("triesMax", "Images that may fail the local checks before the next model is asked. Default: 3.", 1, 10);

    public static readonly ShareField ValidationThreshold = new("validationThreshold", "Least score of the local checks, 0 takes every image. Default: 0.65.");

    public static readonly TextField AspectRatio = new("aspectRatio", "Shape of the images, for example 16:9. Default: the model's own.", ImagePromptFields.RatioForm(), ImagePromptFields.AspectRatio.Allowed);

    public static readonly TextField Resolution = new("resolution", "Resolution of the images, for example 1k. Default: the model's own.", InputNames.Form(), "one that the model offers, for example 1k");

    public static readonly IntegerField Seed = new("seed", "Seed of every draw, also of seeds of images. Default: 1.", 0, int.MaxValue);

    public static readonly IntegerField BatchSize = new("batchSize", "Prompts under way at once. Default: 5.", 1, 100);

    public static readonly IntegerField RequestsPerMinute = new(
        "requestsPerMinute", "Calls allowed in any minute, at each provider and kind of call. Default: the provider's own limit.", 1, 100_000);

    public static readonly UsdField BudgetUsd = new("budgetUsd", "Cap of the run, US dollars; each prompt has an equal share of it to spend. Default: none.", 1_000_000);

    public static readonly IntegerField Baseline = new(
        "baseline", "Makes so many samples of each prompt and takes the best, instead of improving it: what improving has to beat.", 1, ImagesLimits.IterationsMax);

    public static readonly TextListField Formats = new(
        "formats",
        "Formats of the results of an iteration. Default: both.",
        format => format is "json" or "yaml",
        "a list of json and yaml, at least one",
        new JsonObject { ["type"] = "string", ["enum"] = new JsonArray("json", "yaml") });

    /// <summary>Every field, in the order of the documentation.</summary>
    public static readonly IReadOnlyList<InputField> All =
    [
        Pipeline, Prompts, Project, Images, Judges, Improvers, TargetScore, IterationsMax, Patience, Rescores, TriesMax, ValidationThreshold,
        AspectRatio, Resolution, Seed, BatchSize, RequestsPerMinute, BudgetUsd, Baseline, Formats,
    ];

    /// <summary>The text of <c>docs/schemas/images.schema.json</c>.</summary>
    public static string SchemaText() => InputSchema.Document("FunctionsPipeline images", All, Pipeline, Prompts);

    private static JsonObject PromptMap()
    {
        var map = InputSchema.Object(ImagePromptFields.All);
        map["required"] = new JsonArray(ImagePromptFields.Prompt.Name);
        return map;
    }
}
