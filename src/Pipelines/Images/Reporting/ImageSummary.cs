using FunctionsPipeline.Pipelines.Images.Iteration;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.Images.Reporting;

/// <summary>What came of a prompt: <c>results/{id}/summary.json</c>. Its scores give every decision again, and its files are beside it.</summary>
public sealed record ImageSummary
{
    /// <summary>Run.</summary>
    public required string RunId { get; init; }

    /// <summary>Id of the prompt.</summary>
    public required string Id { get; init; }

    /// <summary>How it ended.</summary>
    public required ItemStatus Status { get; init; }

    /// <summary>The prompt as it was given.</summary>
    public required string Prompt { get; init; }

    /// <summary>What must not be seen.</summary>
    public string? NegativePrompt { get; init; }

    /// <summary>Number of the image that is the result.</summary>
    public required int? Chosen { get; init; }

    /// <summary>Its file, in the folder of this one.</summary>
    public string? ChosenFile { get; init; }

    /// <summary>Why no further image was made; null when something went wrong.</summary>
    public IterationStop? Stop { get; init; }

    /// <summary>What was gained over the first image, and for how much.</summary>
    public required IterationGain Gain { get; init; }

    /// <summary>Cost of its images, scores and improvements, ticks of 1e-10 USD; what was taken over from another run counts as it cost there.</summary>
    public required long SpentTicks { get; init; }

    /// <summary>The images in their order.</summary>
    public required IReadOnlyList<ImageResult> Images { get; init; }

    /// <summary>Settings, scores and decisions: enough to decide everything again.</summary>
    public required IterationSummary Iteration { get; init; }

    /// <summary>Recorded fallbacks.</summary>
    public required IReadOnlyList<Degradation> Degradations { get; init; }

    /// <summary>Why it did not succeed.</summary>
    public ItemError? Error { get; init; }
}

/// <summary>An image: <c>iteration_N_results.json</c> and <c>.yaml</c>.</summary>
public sealed record ImageResult
{
    /// <summary>Id of the prompt.</summary>
    public required string Id { get; init; }

    /// <summary>Its number, from 1.</summary>
    public required int Iteration { get; init; }

    /// <summary>The prompt that it was made from.</summary>
    public required string Prompt { get; init; }

    /// <summary>Number of the image whose prompt was improved; null for the prompt as it was given.</summary>
    public int? ImprovedFrom { get; init; }

    /// <summary>What the improvement was to mend.</summary>
    public IReadOnlyList<string> Mends { get; init; } = [];

    /// <summary>What the provider made of the prompt, when it says.</summary>
    public string? RevisedPrompt { get; init; }

    /// <summary><c>provider/model</c> that made it.</summary>
    public required string Model { get; init; }

    /// <summary>Seed; null when the model takes none.</summary>
    public long? Seed { get; init; }

    /// <summary>Its file, in the folder of this one.</summary>
    public required string File { get; init; }

    /// <summary>Length of the file.</summary>
    public required long Bytes { get; init; }

    /// <summary>SHA-256 of the file, lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Mean of the judge's scores, 0 to 1.</summary>
    public required double? MeanScore { get; init; }

    /// <summary>How often the judge scored it.</summary>
    public required int Scores { get; init; }

    /// <summary>Score of the local checks, 0 to 1; null when they could not measure.</summary>
    public double? LocalScore { get; init; }

    /// <summary>Scores of the local checks by name.</summary>
    public IReadOnlyDictionary<string, double?> LocalChecks { get; init; } = new Dictionary<string, double?>();

    /// <summary>Why the local checks were not made.</summary>
    public string? NotChecked { get; init; }

    /// <summary>Cost of the image with its improvement and with tries that were of no use, ticks of 1e-10 USD.</summary>
    public required long ImageTicks { get; init; }

    /// <summary>Cost of its scores.</summary>
    public required long ScoreTicks { get; init; }

    /// <summary>Row of the ledger that paid for the image.</summary>
    public required string CallId { get; init; }

    /// <summary>The run that paid for it, when it was taken over.</summary>
    public string? TakenFrom { get; init; }
}

/// <summary>What the judge said of an image: <c>iteration_N_evaluation.json</c>.</summary>
/// <param name="Id">Id of the prompt.</param>
/// <param name="Iteration">Number of the image.</param>
/// <param name="MeanScore">Mean of all scores.</param>
/// <param name="Evaluations">Every look at it; the first says what is to be mended, the others tell the judge's noise.</param>
public sealed record ImageEvaluation(string Id, int Iteration, double? MeanScore, IReadOnlyList<ImageLook> Evaluations);

/// <summary>One look of a judge.</summary>
/// <param name="Model"><c>provider/model</c>.</param>
/// <param name="Score">Overall, 0 to 1.</param>
/// <param name="Checks">The checklist.</param>
/// <param name="Ticks">What it cost, ticks of 1e-10 USD.</param>
/// <param name="CallId">Row of the ledger that paid for it.</param>
/// <param name="TakenFrom">The run that paid for it, when it was taken over.</param>
public sealed record ImageLook(string Model, double Score, IReadOnlyList<ImageCheck> Checks, long Ticks, string CallId, string? TakenFrom);

/// <summary>One check of a look.</summary>
public sealed record ImageCheck(string Name, double Score, bool Passed, string Comment);
