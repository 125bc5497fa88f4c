using FunctionsPipeline.State.Governor;
using FunctionsPipeline.State.Publishing;

namespace FunctionsPipeline.Pipelines.Publishing;

/// <summary>How far a publication came, and what it waits for.</summary>
/// <param name="Outcome">What to do next.</param>
public sealed record PublishAnswer(PublishOutcome Outcome)
{
    /// <summary>How far it came; null when it was refused before it was written down.</summary>
    public PublicationState? State { get; init; }

    /// <summary>How long to wait before asking again, for <see cref="PublishOutcome.Wait"/>.</summary>
    public double WaitSeconds { get; init; }

    /// <summary>When that is over, for people.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Place in the queue for a time slot: to be handed in again.</summary>
    public SlotGrant? Place { get; init; }

    /// <summary>The provider's id, as soon as it is known.</summary>
    public string? RemoteId { get; init; }

    /// <summary>Where people find it.</summary>
    public string? Url { get; init; }

    /// <summary>When it becomes public by itself; null for never.</summary>
    public DateTimeOffset? PublishAt { get; init; }

    /// <summary>What did not work although it was published.</summary>
    public IReadOnlyList<PublicationProblem> Problems { get; init; } = [];

    /// <summary>Stable code of why it stands where it stands, for example <c>quota</c>.</summary>
    public string? Code { get; init; }

    /// <summary>The same in words, with what to do next.</summary>
    public string? Message { get; init; }
}

/// <summary>What to do next about a publication.</summary>
public enum PublishOutcome
{
    /// <summary>Ask again after the wait.</summary>
    Wait,

    /// <summary>All is done.</summary>
    Done,

    /// <summary>It was published, and something about it did not work.</summary>
    Partial,

    /// <summary>A person has to look whether it exists.</summary>
    Unknown,

    /// <summary>It was not published.</summary>
    Failed,

    /// <summary>It may not be published as it is. Nothing was sent and nothing written down.</summary>
    Refused,
}
