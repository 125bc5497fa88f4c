using FunctionsPipeline.Durable;
using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.Steps;

namespace FunctionsPipeline.Pipelines.Images;

/// <summary>The names under which the pipeline's parts run, and of its steps. Histories hold them: a name is for ever.</summary>
public static class ImagesNames
{
    /// <summary>Id of the pipeline in specs and commands.</summary>
    public const string Pipeline = "images";

    /// <summary>Writes a better prompt.</summary>
    public const string ImproveStep = "improve";

    /// <summary>Makes an image.</summary>
    public const string ImageStep = "image";

    /// <summary>Asks the judge about an image.</summary>
    public const string EvaluateStep = "evaluate";

    /// <summary>The steps of an image, in the order in which they follow from each other; the next image follows from the last of them.</summary>
    public static readonly IReadOnlyList<string> Steps = [ImageStep, EvaluateStep, ImproveStep];

    /// <summary>The run, its chunks and items, and what they share with every batch.</summary>
    public static readonly BatchNames<ImagesSettings> Batch = new("Images");

    /// <summary>Takes <see cref="ImproveStep"/>.</summary>
    public static readonly ActivityReference<StepCall<ImagesSettings>, StepAnswer<ImproveVerdict>> Improve = new("Images.Improve");

    /// <summary>Takes <see cref="ImageStep"/>.</summary>
    public static readonly ActivityReference<StepCall<ImagesSettings>, StepAnswer<ImageVerdict>> MakeImage = new("Images.MakeImage");

    /// <summary>Takes <see cref="EvaluateStep"/>.</summary>
    public static readonly ActivityReference<StepCall<ImagesSettings>, StepAnswer<EvaluateVerdict>> Evaluate = new("Images.Evaluate");

    /// <summary>Writes the prompt's end.</summary>
    public static readonly ActivityReference<ImagesEnding, ItemOutcome> CompleteItem = new("Images.CompleteItem");
}
