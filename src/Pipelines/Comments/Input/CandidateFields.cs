using System.Globalization;
using System.Text.Json.Nodes;
using FunctionsPipeline.Pipelines.Input;

namespace FunctionsPipeline.Pipelines.Comments.Input;

/// <summary>Every field of a candidate in a file.</summary>
internal static class CandidateFields
{
    public static readonly PlainTextField Text = new("text", "What the post says.", InputLimits.PromptCharactersMax);

    public static readonly TextField Id = new("id", "The post's id, unique ignoring case. Default: by position.", InputNames.Form(), InputNames.Allowed);

    public static readonly PlainTextField Author = new("author", "Handle of its author.", 200);

    public static readonly CountField Followers = new("followers", "Followers of the author.");

    public static readonly InstantField CreatedAt = new("createdAt", "When it was posted.");

    public static readonly PlainTextField Url = new("url", "Where it can be read.", 2000);

    public static readonly CountField Likes = new("likes", "Likes; kept for people, not used.");

    public static readonly CountField Reposts = new("reposts", "Reposts; kept for people, not used.");

    public static readonly CountField Replies = new("replies", "Replies; kept for people, not used.");

    public static readonly PlainTextField Language = new("language", "Two-letter code; kept for people, not used.", 20);

    public static readonly IReadOnlyList<InputField> All = [Text, Id, Author, Followers, CreatedAt, Url, Likes, Reposts, Replies, Language];

    public static readonly CsvColumns Columns = new(All, OneOf: [Text], Lists: []);
}

/// <summary>A moment with its offset from UTC.</summary>
internal sealed class InstantField(string name, string description) : InputField<DateTimeOffset>(name, description)
{
    public override string Allowed => "a time such as 2026-11-26T08:30:00Z";

    public override JsonObject Schema => new() { ["type"] = "string", ["format"] = "date-time" };

    public override bool TryRead(DocumentNode node, out DateTimeOffset value)
    {
        value = default;
        string[] forms = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK"];
        return node.Kind == DocumentKind.Text && (node.Value.EndsWith('Z') || node.Value.LastIndexOfAny(['+', '-']) > 10)
            && DateTimeOffset.TryParseExact(node.Value, forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out value);
    }
}
