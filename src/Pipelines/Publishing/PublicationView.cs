using FunctionsPipeline.State.Publishing;

namespace FunctionsPipeline.Pipelines.Publishing;

/// <summary>A publication as a person sees it: what will go out, and how far it came.</summary>
/// <param name="ItemId">Item.</param>
/// <param name="Target">Where to.</param>
/// <param name="State">How far it came: <c>awaiting_approval</c>, <c>approved</c>, <c>denied</c>, <c>off</c>, <c>ordered</c>, or the state of its row, from <c>planned</c> to <c>done</c>.</param>
/// <param name="Text">Exactly what will be, or was, shown.</param>
/// <param name="ContentPath">Path of the video.</param>
public sealed record PublicationView(string ItemId, string Target, string State, string Text, string ContentPath)
{
    /// <summary>The text that an approval is of: of a post, without its label.</summary>
    public string? ApprovedText { get; init; }

    /// <summary>Who sees it: <c>private</c>, <c>unlisted</c>, <c>public</c>; null for a post, which everybody sees.</summary>
    public string? Visibility { get; init; }

    /// <summary>When it becomes public by itself; null for never, or when that is not known yet.</summary>
    public DateTimeOffset? PublishAt { get; init; }

    /// <summary>The last word of a person on it; null when nobody said anything.</summary>
    public PublishDecision? Decision { get; init; }

    /// <summary>The provider's id.</summary>
    public string? RemoteId { get; init; }

    /// <summary>Where people find it.</summary>
    public string? Url { get; init; }

    /// <summary>Stable code of why it stands where it stands.</summary>
    public string? Code { get; init; }

    /// <summary>The same in words.</summary>
    public string? Message { get; init; }

    /// <summary>What did not work although it was published.</summary>
    public IReadOnlyList<PublicationProblem> Problems { get; init; } = [];

    /// <summary>State of a post that waits for a person.</summary>
    public const string AwaitingApproval = "awaiting_approval";

    /// <summary>True when a person may still say yes or no: nothing is out yet.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsOpen { get; init; }

    /// <summary>True when nothing more happens by itself.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool HasEnded { get; init; }

    internal static PublicationView Of(StoredOrder order, PublicationRecord? record, PublishDecision? decision)
    {
        var key = order.Order.Key;
        var post = order.Post;
        return new PublicationView(key.ItemId, key.Target, StateOf(post, record, decision), TextOf(order), order.Order.ContentPath)
        {
            ApprovedText = post?.Post.Text,
            Visibility = order.Video?.Video.Visibility.ToString().ToLowerInvariant(),
            PublishAt = record?.PublishAt ?? order.Video?.Video.PublishAt,
            Decision = decision,
            RemoteId = record?.RemoteId,
            Url = record?.Url,
            Code = record?.Code,
            Message = record?.Message,
            Problems = record?.Problems ?? [],
            IsOpen = post is not null && record is null or { State: < PublicationState.Scheduled, HasEnded: false },
            HasEnded = record?.HasEnded ?? false,
        };
    }

    private static string StateOf(PostOrder? post, PublicationRecord? record, PublishDecision? decision)
    {
        if (record is not null) return record.State.ToString().ToLowerInvariant();
        if (post is null) return "ordered";
        if (!post.IsEnabled) return "off";
        if (decision is null || decision.Text != post.Post.Text) return AwaitingApproval;
        return decision.IsApproved ? "approved" : "denied";
    }

    private static string TextOf(StoredOrder order)
    {
        if (order.Post is { } post) return (post.Post with { RunTag = post.Key.RunTag }).LabelledText;
        var video = order.Video!.Video;
        var tags = string.Join(", ", video.Tags.Append(order.Video.Key.RunTag));
        return video.Description.Length == 0 ? $"{video.Title}\n\nTags: {tags}" : $"{video.Title}\n\n{video.Description}\n\nTags: {tags}";
    }
}
