using FunctionsPipeline.Pipelines.Input;
using FunctionsPipeline.Pipelines.Publishing.Input;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace FunctionsPipeline.Pipelines.VideoBatch.Input;

/// <summary>
/// Every field of a video batch's specification: the one place that the reader, its messages and the JSON schema are made from.
/// </summary>
internal static partial class VideoBatchFields
{
    public static readonly ChoiceField<string> Pipeline = new(
        "pipeline", "The pipeline that runs this file.", (VideoBatchNames.Pipeline, VideoBatchNames.Pipeline));

    public static readonly StructuredField Prompts = new(
        "prompts",
        "A prompt file, its path relative to this file, or the prompts themselves.",
        $"a path that ends in {PromptSource.Endings}, or a list of prompts",
        () => new JsonObject
        {
            ["oneOf"] = new JsonArray(
                new JsonObject { ["type"] = "string" },
                new JsonObject
                {
                    ["type"] = "array",
                    ["minItems"] = 1,
                    ["items"] = new JsonObject
                    {
                        ["oneOf"] = new JsonArray(new JsonObject { ["type"] = "string" }, InputSchema.Object(PromptFields.All)),
                    },
                }),
        });

    public static readonly ChoiceField<string> Provider = new(
        "provider", "Who makes the clips. Default: xai.", ("xai", "xai"), ("fal", "fal"));

    public static readonly TextField Model = new(
        "model",
        "The provider's model. Default: the provider's own.",
        ModelForm(),
        "a model id of up to 128 letters, digits and . _ / : -");

    public static readonly TextListField Traps = new(
        "traps",
        "Variants by the traps they are made of. Default: each of the six traps.",
        entry => VariantRecipe.Parse(entry) is not null,
        $"a list, each entry once, of {string.Join(", ", TrapCatalog.Names)}, or traps joined by +",
        new JsonObject
        {
            ["anyOf"] = new JsonArray(
                new JsonObject { ["enum"] = new JsonArray([.. TrapCatalog.Names.Select(name => (JsonNode)name)]) },
                new JsonObject { ["type"] = "string", ["pattern"] = @"^[a-z-]+(\+[a-z-]+)+$" }),
        });

    public static readonly ChoiceField<VariantDesign> Variants = new(
        "variants",
        "Which variants a prompt is given: one for each entry of traps (each), the known combinations of listed traps as well (combinations), or the runs of a factorial design over 1 to 6 single traps, which tells the effect of each trap with the fewest clips (factorial). Default: each.",
        ("each", VariantDesign.Each),
        ("combinations", VariantDesign.Combinations),
        ("factorial", VariantDesign.Factorial));

    public static readonly FlagField IncludePlain = new(
        "includePlain", "Whether every prompt also runs unchanged, as a control. Default: true.");

    public static readonly IntegerField Repeat = new("repeat", "Clips of every variant, each generated and paid. Default: 1.", 1, 1000);

    public static readonly IntegerField DurationSeconds = new(
        "durationSeconds", "Length of a clip, seconds. Default: the model's own.", 1, 60);

    public static readonly TextField Resolution = new(
        "resolution", "For example 480p. Default: the model's own.", ResolutionForm(), "a height such as 480p, 720p or 1080p, or 2k or 4k");

    public static readonly TextField AspectRatio = new(
        "aspectRatio", "For example 16:9. Default: the model's own.", AspectRatioForm(), "two numbers such as 16:9, 9:16 or 1:1");

    public static readonly UsdField BudgetUsd = new("budgetUsd", "Cap of the run, US dollars. Default: none.", 1_000_000);

    public static readonly IntegerField Concurrency = new("concurrency", "Items under way at once. Default: 50.", 1, 1000);

    public static readonly JitterField Jitter = new("jitter", "Drawn delay before each item. Default: 1s..5s.");

    public static readonly TextField Project = new(
        "project", "Project whose caps and ledger apply. Default: default.", InputNames.Form(), InputNames.Allowed);

    public static readonly ChoiceField<ItemPriority> Priority = new(
        "priority", "Priority of prompts that name none. Default: normal.", PromptChoices.Priorities);

    public static readonly IntegerField TimeoutSeconds = new(
        "timeoutSeconds", "How long an accepted generation may take, seconds. Default: 300.", 1, 86_400);

    public static readonly IntegerField Attempts = new(
        "attempts", "Paid attempts when the provider fails after accepting. Default: 3.", 1, 10);

    public static readonly IntegerField SubmitAttempts = new(
        "submitAttempts", "Sends of one paid attempt that may be turned away. Default: 8.", 1, 100);

    public static readonly IReadOnlyList<InputField> RetryFields = [Attempts, SubmitAttempts];

    public static readonly StructuredField Retries = new(
        "retries", "How often an item may be tried.", "a map with attempts and submitAttempts", () => InputSchema.Object(RetryFields));

    public static readonly IntegerField RequestsPerMinute = new(
        "requestsPerMinute", "Submits allowed in a minute. Default: the provider's data file.", 1, 100_000);

    public static readonly IntegerField Seed = new("seed", "Seed of phrasings and of every draw. Default: 1.", 0, int.MaxValue);

    public static readonly TextListField Expects = PromptChoices.ExpectsField(
        "What prompts that say nothing expect to see. Default: nothing.");

    /// <summary>Every field, in the order of the documentation.</summary>
    public static readonly IReadOnlyList<InputField> All =
    [
        Pipeline, Prompts, Provider, Model, Traps, Variants, IncludePlain, Repeat, DurationSeconds, Resolution, AspectRatio, BudgetUsd,
        Concurrency, Jitter, Project, Priority, TimeoutSeconds, Retries, RequestsPerMinute, Seed, Expects, PostFields.Post,
    ];

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._/:-]{0,127}\z")]
    private static partial Regex ModelForm();

    [GeneratedRegex(@"\A([1-9]\d{2,3}p|[24]k)\z")]
    private static partial Regex ResolutionForm();

    [GeneratedRegex(@"\A[1-9]\d?(\.\d)?:[1-9]\d?(\.\d)?\z")]
    private static partial Regex AspectRatioForm();
}
