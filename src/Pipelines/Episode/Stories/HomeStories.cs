using System.Text;
using FunctionsPipeline.Providers;
using FunctionsPipeline.State.Blobs;

namespace FunctionsPipeline.Pipelines.Episode.Stories;

/// <summary>
/// The stories that lie with a host's own artifacts, below <see cref="Prefix"/>: a folder of the home, or of the container on Azure. So a
/// schedule that came over HTTP, where no path of the host may be named, has a place to draw on too.
/// </summary>
internal sealed class HomeStories(IBlobStore blobs) : IStorySource
{
    /// <summary>Name of the source.</summary>
    public const string Id = "home";

    /// <summary>Where they lie.</summary>
    public const string Prefix = "assets/stories/";

    /// <inheritdoc/>
    public string ProviderId => Id;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Story>> ListAsync(StoryQuery query, CancellationToken cancellationToken)
    {
        var stories = new List<Story>();
        await foreach (var blob in blobs.ListAsync(Prefix, cancellationToken))
        {
            if (stories.Count == StoryLimits.FilesMax) break;
            if (!StoryFiles.IsStory(blob.Path) || blob.LengthBytes > StoryLimits.FileBytesMax) continue;
            if (await ReadAsync(blob.Path, cancellationToken) is { Text.Length: > 0 } story) stories.Add(new Story(Path.GetFileNameWithoutExtension(blob.Path), story.Title, story.Text, null));
        }

        return stories;
    }

    private async Task<StoryText?> ReadAsync(string path, CancellationToken cancellationToken)
    {
        await using var blob = await blobs.OpenReadAsync(path, cancellationToken);
        if (blob is null) return null;
        using var reader = new StreamReader(blob.Content, new UTF8Encoding(false, throwOnInvalidBytes: true));
        try
        {
            return StoryText.Read(await reader.ReadToEndAsync(cancellationToken));
        }
        catch (DecoderFallbackException)
        {
            // One that nobody can read is no story; the others are.
            return null;
        }
    }
}
