namespace FunctionsPipeline.Simulator.Calls;

/// <summary>What is settled when a call is accepted. Immutable; a line of the journal holds exactly this.</summary>
internal sealed record CallFacts
{
    /// <summary>Whom it was sent to, for example <c>xai</c>.</summary>
    public required string Provider { get; init; }

    /// <summary><c>video</c>, <c>image</c>, <c>chat</c>, <c>embedding</c>, <c>search</c>, <c>speech</c> or <c>talking-head</c>.</summary>
    public required string Operation { get; init; }

    /// <summary>The id that the client gets, unless its reply is lost.</summary>
    public required string RequestId { get; init; }

    /// <summary>Stands for the API key; does not reveal it.</summary>
    public required string KeyId { get; init; }

    /// <summary>Model as ordered.</summary>
    public required string Model { get; init; }

    /// <summary>SHA-256 of the UTF-8 prompt, lowercase hex.</summary>
    public required string PromptHash { get; init; }

    /// <summary>Traps recognised in the prompt.</summary>
    public IReadOnlyList<string> Traps { get; init; } = [];

    /// <summary>Kinds of the defects drawn into the clip.</summary>
    public IReadOnlyList<string> Defects { get; init; } = [];

    /// <summary>Seed of all that is left to chance about this call.</summary>
    public required ulong Seed { get; init; }

    /// <summary>When it was accepted.</summary>
    public required DateTimeOffset AcceptedAt { get; init; }

    /// <summary>How long the work takes, real time.</summary>
    public TimeSpan Work { get; init; }

    /// <summary>How it will end: done, refused, failed or expired.</summary>
    public CallState Ending { get; init; } = CallState.Done;

    /// <summary>The fault that made it end so, or null.</summary>
    public string? EndingFault { get; init; }

    /// <summary>What it costs if it ends in a way that is charged, ticks of 1e-10 USD.</summary>
    public long PriceTicks { get; init; }

    /// <summary>True when the simulator kept its reply to the submit back.</summary>
    public bool ReplyLost { get; init; }

    /// <summary>Ordered length of a video, s.</summary>
    public int DurationSeconds { get; init; }

    /// <summary>Ordered resolution, or null.</summary>
    public string? Resolution { get; init; }

    /// <summary>Ordered shape, or null.</summary>
    public string? AspectRatio { get; init; }

    /// <summary>Number of images, or 0.</summary>
    public int ImageCount { get; init; }

    /// <summary>The prompt, for images: they are painted when they are fetched. Null for other calls, whose prompts are not kept.</summary>
    public string? Prompt { get; init; }

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

    /// <summary>What is answered as JSON, where it is settled with the call; null where it follows from the rest.</summary>
    public string? Answer { get; init; }

    /// <summary>What the provider's list of requests shows of it besides the rest, in that provider's own form; null when it shows nothing.</summary>
    public string? Listing { get; init; }

    /// <summary>Why the model will refuse its input, or null.</summary>
    public InputProblem? Problem { get; init; }
}

/// <summary>An input that a model does not take, found when the model reads it and not when the queue accepts it.</summary>
/// <param name="Field">Name of the field.</param>
/// <param name="Message">What is wrong with it.</param>
/// <param name="Type">The model server's word for that kind of problem.</param>
internal sealed record InputProblem(string Field, string Message, string Type);
