using FunctionsPipeline.State;
using FunctionsPipeline.State.Governor;
using FunctionsPipeline.State.Publishing;

namespace FunctionsPipeline.Pipelines.Publishing;

/// <summary>Input of a publication. What is published lies in its order: see <see cref="PublishOrderFiles"/>.</summary>
/// <param name="Project">Project.</param>
/// <param name="RunId">Run.</param>
/// <param name="ItemId">Item.</param>
/// <param name="Target">Where to: <c>youtube</c> or <c>x</c>.</param>
public sealed record PublishInput(string Project, string RunId, string ItemId, string Target)
{
    /// <summary>How long a person is waited for who has to say yes; 0 ends at once, to be approved and gone on with later.</summary>
    public int ApprovalHours { get; init; }

    /// <summary>Until when a person is waited for, once that has begun.</summary>
    public DateTime? ApprovalUntil { get; init; }

    /// <summary>Place in the queue for a time slot that the last answer gave.</summary>
    public SlotGrant? Place { get; init; }

    /// <summary>The publication.</summary>
    internal PublicationKey Key => new(Project, State.RunId.Parse(RunId), ItemId, Target);
}

/// <summary>What a publication came to.</summary>
/// <param name="Target">Where to.</param>
/// <param name="State">How it ended.</param>
public sealed record PublishEnd(string Target, PublishEndState State)
{
    /// <summary>The provider's id, when it is there.</summary>
    public string? RemoteId { get; init; }

    /// <summary>Where people find it.</summary>
    public string? Url { get; init; }

    /// <summary>When it becomes public by itself; null for never.</summary>
    public DateTimeOffset? PublishAt { get; init; }

    /// <summary>What did not work although it was published.</summary>
    public IReadOnlyList<PublicationProblem> Problems { get; init; } = [];

    /// <summary>Stable code of why it stands where it stands; null when all is well.</summary>
    public string? Code { get; init; }

    /// <summary>The same in words, with what to do next.</summary>
    public string? Message { get; init; }

    /// <summary>True when it is there for good.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsPublished => State is PublishEndState.Done or PublishEndState.Partial;

    internal static PublishEnd Of(string target, PublishAnswer answer) => new(target, StateOf(answer))
    {
        RemoteId = answer.RemoteId,
        Url = answer.Url,
        PublishAt = answer.PublishAt,
        Problems = answer.Problems,
        Code = answer.Code,
        Message = answer.Message,
    };

    private static PublishEndState StateOf(PublishAnswer answer) => answer.Outcome switch
    {
        PublishOutcome.Done => PublishEndState.Done,
        PublishOutcome.Partial => PublishEndState.Partial,
        PublishOutcome.Unknown => PublishEndState.Unknown,
        PublishOutcome.Failed => PublishEndState.Failed,
        PublishOutcome.Refused when answer.Code == PostPublishing.NotApproved => PublishEndState.AwaitingApproval,
        PublishOutcome.Refused when answer.State is null => PublishEndState.Refused,
        _ => PublishEndState.Stopped,
    };
}

/// <summary>How a publication ended. An end is for this time: a person may go on with all but the first two.</summary>
public enum PublishEndState
{
    /// <summary>All is done.</summary>
    Done,

    /// <summary>It is published, and something about it did not work.</summary>
    Partial,

    /// <summary>A person has to look whether it exists.</summary>
    Unknown,

    /// <summary>It does not exist and will not by itself.</summary>
    Failed,

    /// <summary>It may not be published as it is. Nothing was sent.</summary>
    Refused,

    /// <summary>Nobody has said yes to its text in time.</summary>
    AwaitingApproval,

    /// <summary>It was begun and stands still: something here was in the way. Going on with it doubles nothing.</summary>
    Stopped,
}
