using FunctionsPipeline.Providers;
using FunctionsPipeline.State.Publishing;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.Publishing;

/// <summary>What is to be published, whatever the target.</summary>
public abstract record PublishOrder
{
    /// <summary>What goes where: there is one publication of it.</summary>
    public required PublicationKey Key { get; init; }

    /// <summary>Path of the blob that holds the video.</summary>
    public required string ContentPath { get; init; }

    /// <summary>What fell back to something lesser on the way to this video.</summary>
    public IReadOnlyList<Degradation> Degradations { get; init; } = [];

    /// <summary>Kinds of degradation that may be published all the same.</summary>
    /// <value>None: what is less than it was to be is not published by itself.</value>
    public IReadOnlyList<string> AllowedDegradations { get; init; } = [];
}

/// <summary>A video for a channel.</summary>
public sealed record VideoOrder : PublishOrder
{
    /// <summary>Title and the like. Its run tag is replaced by the key's.</summary>
    public required VideoPublication Video { get; init; }

    /// <summary>Path of the blob that holds the thumbnail, a JPEG or PNG; null for the provider's own choice.</summary>
    public string? ThumbnailPath { get; init; }

    /// <summary>True when whoever advances it can give it another time, should the one that it has pass before YouTube is told of it.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool HasMoreTimes { get; init; }
}

/// <summary>A post with a video.</summary>
public sealed record PostOrder : PublishOrder
{
    /// <summary>What the post says. Its run tag is replaced by the key's.</summary>
    public required PostPublication Post { get; init; }

    /// <summary>Posting is an outward act: somebody switched it on.</summary>
    /// <value>False.</value>
    public bool IsEnabled { get; init; }

    /// <summary>Who said yes to this very text; null when nobody did.</summary>
    public PostApproval? Approval { get; init; }
}

/// <summary>A person's yes to a post.</summary>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
/// <param name="Text">The text that was read. Another text needs another yes.</param>
public sealed record PostApproval(string By, DateTimeOffset At, string Text);
