using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.Images.Iteration;
using FunctionsPipeline.Pipelines.Steps;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.Images;

/// <summary>What the orchestrators of a run of images have to know.</summary>
public sealed record ImagesSettings : BatchSettings
{
    /// <summary>Who makes images.</summary>
    public required IReadOnlyList<ModelChoice> Images { get; init; }

    /// <summary>Who judges them.</summary>
    public required IReadOnlyList<ModelChoice> Judges { get; init; }

    /// <summary>Who writes better prompts.</summary>
    public required IReadOnlyList<ModelChoice> Improvers { get; init; }

    /// <summary>One image after the other, or samples of one prompt.</summary>
    public required IterationPlan Plan { get; init; }

    /// <summary>When an image is good enough. Its least local score is also what an image needs to be judged at all.</summary>
    public required IterationSettings Iteration { get; init; }

    /// <summary>Images of one model that may be of no use before the next model is asked.</summary>
    public required int TriesMax { get; init; }

    /// <summary>Answers of one language model that may be of no use before the next is asked.</summary>
    public required int AnswersMax { get; init; }

    /// <summary>Shape of the images; null leaves it to the model. A prompt's own comes first.</summary>
    public string? AspectRatio { get; init; }

    /// <summary>Resolution of the images; null leaves it to the model.</summary>
    public string? Resolution { get; init; }

    /// <summary>Formats of an iteration's results: <c>json</c>, <c>yaml</c>.</summary>
    public required IReadOnlyList<string> Formats { get; init; }
}

/// <summary>A better prompt was written.</summary>
/// <param name="PromptSha256">Its hash.</param>
public sealed record ImproveVerdict(string PromptSha256);

/// <summary>An image was made and is fit to be judged.</summary>
/// <param name="PromptSha256">Hash of the prompt it was made from.</param>
/// <param name="LocalScore">Score of the checks that need no judge, 0 to 1; null when they could not measure.</param>
/// <param name="LocalFailed">Names of the local checks below the threshold, worst first.</param>
/// <param name="NotChecked">Why the local checks could not be made at all; null when they were.</param>
public sealed record ImageVerdict(string PromptSha256, double? LocalScore, IReadOnlyList<string> LocalFailed, string? NotChecked = null);

/// <summary>What the judge says of an image.</summary>
/// <param name="Score">0 to 1.</param>
/// <param name="FailedChecks">What is to be mended, worst first.</param>
public sealed record EvaluateVerdict(double Score, IReadOnlyList<string> FailedChecks);

/// <summary>How a prompt ended, to be written down.</summary>
/// <param name="Item">The prompt.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Stage">The step that it ended in.</param>
/// <param name="Answers">Answers that were bought or taken over.</param>
/// <param name="Degradations">What fell back to something lesser.</param>
/// <param name="Iterations">The judged images.</param>
/// <param name="Decisions">What was decided, in order.</param>
/// <param name="Error">Why it did not succeed; null when it did.</param>
/// <param name="StopReason">Why nothing else of the run may start; null when nothing is in the way.</param>
public sealed record ImagesEnding(
    ItemInput<ImagesSettings> Item,
    ItemStatus Status,
    string Stage,
    int Answers,
    IReadOnlyList<Degradation> Degradations,
    IReadOnlyList<IterationRecord> Iterations,
    IReadOnlyList<IterationDecision> Decisions,
    ItemError? Error,
    string? StopReason);
