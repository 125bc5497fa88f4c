using System.Text.RegularExpressions;
using FunctionsPipeline.Pipelines.Input;

namespace FunctionsPipeline.Pipelines.Images.Input;

/// <summary>Every field of a prompt in a file.</summary>
internal static partial class ImagePromptFields
{
    public static readonly PlainTextField Prompt = new("prompt", "What is to be seen.", ImagesLimits.PromptCharactersMax);

    public static readonly TextField Id = new("id", "The prompt's id, unique ignoring case; a folder of the results. Default: by position.", InputNames.Form(), InputNames.Allowed);

    public static readonly PlainTextField NegativePrompt = new("negativePrompt", "What must not be seen. A model that takes none gets it as a sentence of the prompt.", 1000);

    public static readonly TextField AspectRatio = new("aspectRatio", "Shape of the image, for example 16:9. Default: that of the run.", RatioForm(), "a ratio such as 1:1 or 16:9");

    public static readonly CountField Seed = new("seed", "Seed, for models that take one. Default: drawn from the run's seed and the id.", 2_000_000_000);

    public static readonly IReadOnlyList<InputField> All = [Prompt, Id, NegativePrompt, AspectRatio, Seed];

    public static readonly CsvColumns Columns = new(All, OneOf: [Prompt], Lists: []);

    [GeneratedRegex(@"\A[0-9]{1,2}(\.[0-9])?:[0-9]{1,2}(\.[0-9])?\z")]
    public static partial Regex RatioForm();
}
