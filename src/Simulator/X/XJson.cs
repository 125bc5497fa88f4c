using System.Text.Json.Serialization;

namespace FunctionsPipeline.Simulator.X;

internal sealed record XProblem(string Title, string Detail, string Type, int Status)
{
    public IReadOnlyList<XParameterError>? Errors { get; init; }
}

internal sealed record XParameterError(IReadOnlyDictionary<string, IReadOnlyList<string>> Parameters, string Message);

internal sealed record XPartialError(string Value, string Parameter, string ResourceType, string Title, string Detail, string Type);

internal sealed record XAnswer(XMeta Meta)
{
    public IReadOnlyList<XPost>? Data { get; init; }

    public XIncludes? Includes { get; init; }

    public IReadOnlyList<XPartialError>? Errors { get; init; }
}

internal sealed record XMeta(int ResultCount)
{
    public string? NewestId { get; init; }

    public string? OldestId { get; init; }

    public string? NextToken { get; init; }
}

internal sealed record XPost(string Id, string Text)
{
    public string? AuthorId { get; init; }

    public string? CreatedAt { get; init; }

    public string? Lang { get; init; }

    public XPostMetrics? PublicMetrics { get; init; }
}

internal sealed record XPostMetrics(int RetweetCount, int ReplyCount, int LikeCount, int QuoteCount, int BookmarkCount, int ImpressionCount);

internal sealed record XIncludes(IReadOnlyList<XUser> Users);

internal sealed record XUser(string Id, string Name, string Username)
{
    public XUserMetrics? PublicMetrics { get; init; }
}

internal sealed record XUserMetrics(int FollowersCount, int FollowingCount, int TweetCount);

/// <summary>X's wire format: snake_case; what is not there is left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(XProblem))]
[JsonSerializable(typeof(XAnswer))]
internal sealed partial class XJson : JsonSerializerContext;
