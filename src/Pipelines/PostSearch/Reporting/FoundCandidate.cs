using System.Runtime.CompilerServices;
using System.Text.Json;
using FunctionsPipeline.Durable;
using FunctionsPipeline.Pipelines.Input;
using FunctionsPipeline.Pipelines.Steps;
using FunctionsPipeline.Providers;
using FunctionsPipeline.State.Blobs;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.PostSearch.Reporting;

/// <summary>A line of <c>candidates.jsonl</c>: a post as the pipeline <c>comments</c> reads it, with its field names.</summary>
public sealed record FoundCandidate
{
    /// <summary>The provider's id of the post.</summary>
    public required string Id { get; init; }

    /// <summary>What it says.</summary>
    public required string Text { get; init; }

    /// <summary>Handle of its author; null when not said.</summary>
    public string? Author { get; init; }

    /// <summary>Followers of the author; null when not said.</summary>
    public long? Followers { get; init; }

    /// <summary>When it was posted; null when not said.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Where it can be read; null when not said.</summary>
    public string? Url { get; init; }

    /// <summary>Likes; null when not said.</summary>
    public long? Likes { get; init; }

    /// <summary>Reposts; null when not said.</summary>
    public long? Reposts { get; init; }

    /// <summary>Replies; null when not said.</summary>
    public long? Replies { get; init; }

    /// <summary>Two-letter code; null when not said.</summary>
    public string? Language { get; init; }
}

/// <summary>Reads the posts that a run found.</summary>
/// <param name="runs">Items and their results.</param>
/// <param name="blobs">The kept pages.</param>
internal sealed class FoundCandidates(RunStore runs, IBlobStore blobs)
{
    /// <summary>
    /// Query by query, page by page, newest first; a post that several queries or pages hold comes once, where it was first. Memory grows
    /// by an id a post. What says nothing, or has an id that a file cannot name, is left out: it could not be answered.
    /// </summary>
    public async IAsyncEnumerable<FoundCandidate> ReadAsync(RunRecord run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var ids = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        await foreach (var item in runs.ListItemsAsync(run.RunId, null, cancellationToken))
        {
            if (item.ResultJson is null) continue;
            var result = JsonSerializer.Deserialize<PostSearchResult>(item.ResultJson, DurableJson.Options)!;
            foreach (var path in result.Pages)
            {
                var page = await new AnswerFile<PostsAnswer>(blobs, path).ReadAsync(cancellationToken)
                    ?? throw new FileNotFoundException($"The page of posts {path} is gone from the run's folder.", path);
                foreach (var candidate in page.Reply.Posts.Select(Of).OfType<FoundCandidate>())
                {
                    if (ids.Add(candidate.Id)) yield return candidate;
                }
            }
        }
    }

    private static FoundCandidate? Of(FoundPost post)
    {
        var text = Clean(post.Text);
        if (text.Length == 0 || !InputNames.Form().IsMatch(post.Id)) return null;
        return new FoundCandidate
        {
            Id = post.Id,
            Text = text,
            Author = Clean(post.Author) is { Length: > 0 } author ? author : null,
            Followers = post.Followers,
            CreatedAt = post.CreatedAt,
            Url = post.Url,
            Likes = post.Likes,
            Reposts = post.Reposts,
            Replies = post.Replies,
            Language = post.Language,
        };
    }

    /// <summary>Strangers write posts: a control character would make the whole file one that is refused.</summary>
    private static string Clean(string text) =>
        new string([.. text.Where(character => !char.IsControl(character) || character is '\n' or '\r' or '\t')]).Trim();
}
