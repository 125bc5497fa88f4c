using FunctionsPipeline.Simulator.Faults;
using FunctionsPipeline.Simulator.Language;

namespace FunctionsPipeline.Simulator.Calls;

/// <summary>A checked request that is about to be accepted.</summary>
/// <param name="Provider">Whom it was sent to, for example <c>xai</c>.</param>
/// <param name="Operation">What is ordered.</param>
/// <param name="KeyId">Stands for the API key.</param>
/// <param name="Model">Model as ordered.</param>
/// <param name="Prompt">The prompt as received.</param>
internal sealed record CallOrder(string Provider, FaultOperation Operation, string KeyId, string Model, string Prompt)
{
    /// <summary>What it costs if it ends in a way that is charged, ticks of 1e-10 USD.</summary>
    public required long PriceTicks { get; init; }

    /// <summary>What a refusal costs; null when as much as a result.</summary>
    public long? RefusalPriceTicks { get; init; }

    /// <summary>Statuses of errors for which the provider charges nothing, even when it had accepted.</summary>
    public IReadOnlyList<int> StatusesNotCharged { get; init; } = [];

    /// <summary>False where nobody looks at what is asked for: vectors, a search, servers of one's own.</summary>
    public bool IsModerated { get; init; } = true;

    /// <summary>How long the work takes, simulated seconds, from the call's own chance.</summary>
    public required Func<Draw, double> WorkSeconds { get; init; }

    /// <summary>Ordered length of a video, s.</summary>
    public int DurationSeconds { get; init; }

    /// <summary>Ordered resolution, or null.</summary>
    public string? Resolution { get; init; }

    /// <summary>Ordered shape, or null.</summary>
    public string? AspectRatio { get; init; }

    /// <summary>Number of images, or 0.</summary>
    public int ImageCount { get; init; }

    /// <summary>Seed of the images, when the client chose one.</summary>
    public ulong? PictureSeed { get; init; }

    /// <summary>Whether the images are JPEG and not PNG.</summary>
    public bool IsJpeg { get; init; }

    /// <summary>The uploaded picture of a talking head, or null.</summary>
    public string? PortraitFile { get; init; }

    /// <summary>The uploaded sound of a talking head, or null.</summary>
    public string? SoundFile { get; init; }

    /// <summary>Length of that sound, s.</summary>
    public double SoundSeconds { get; init; }

    /// <summary>
    /// Writes the answer of a chat call from the call's own chance, once it is settled what the model does wrong: the same question asked twice
    /// has two answers, and one that is not written out costs less. Null where <see cref="Answer"/> and the price are settled beforehand.
    /// </summary>
    public Func<Draw, LanguageFault, WrittenAnswer>? Write { get; init; }

    /// <summary>Stands for what came beside the prompt, such as pictures, so that chance tells requests with equal texts apart.</summary>
    public string Beside { get; init; } = "";

    /// <summary>What will be answered, where it is settled with the order; null where it follows from the rest.</summary>
    public string? Answer { get; init; }

    /// <summary>What the provider's list of requests shows of it besides the rest; null when it shows nothing.</summary>
    public string? Listing { get; init; }

    /// <summary>What the model will find wrong with its input, or null.</summary>
    public InputProblem? Problem { get; init; }
}

/// <summary>An answer as the provider writes it.</summary>
/// <param name="Json">The body.</param>
/// <param name="PriceTicks">What it costs, ticks of 1e-10 USD.</param>
internal sealed record WrittenAnswer(string Json, long PriceTicks);
