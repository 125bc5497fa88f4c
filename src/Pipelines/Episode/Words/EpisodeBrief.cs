using FunctionsPipeline.Pipelines.Episode.Script;

namespace FunctionsPipeline.Pipelines.Episode.Words;

/// <summary>What an episode is to be made of. What a person has set here is held against every answer of a model.</summary>
/// <param name="Title">Title of the raw story.</param>
/// <param name="Text">The raw story.</param>
public sealed record EpisodeBrief(string Title, string Text)
{
    /// <summary>Length that is wished for, s, <see cref="WordLimits.SecondsMin"/> to <see cref="WordLimits.SecondsMax"/>.</summary>
    /// <value>45.</value>
    public int Seconds { get; init; } = 45;

    /// <summary>What it shall be about; null leaves it to the story.</summary>
    public string? Topic { get; init; }

    /// <summary>How it shall be told and look, for example <c>noir</c>; null leaves it to the model.</summary>
    public string? Style { get; init; }

    /// <summary>How it shall be cut; null leaves it to the model.</summary>
    public EditPattern? Pattern { get; init; }

    /// <summary>What no text of an episode may contain.</summary>
    public Blocklist Blocklist { get; init; } = Blocklist.None;

    /// <summary>Characters of earlier episodes of the project: one of them that appears again is taken as it was.</summary>
    public IReadOnlyList<Character> Known { get; init; } = [];

    /// <summary>Seed of the answers; null leaves them to chance.</summary>
    public long? Seed { get; init; }
}
