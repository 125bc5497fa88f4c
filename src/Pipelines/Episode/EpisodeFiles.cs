using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.Episode.Script;
using FunctionsPipeline.Pipelines.RunFolder;
using FunctionsPipeline.State.Blobs;

namespace FunctionsPipeline.Pipelines.Episode;

/// <summary>A story as an episode begins with it.</summary>
/// <param name="Title">Title.</param>
/// <param name="Text">Text; empty when a script says everything.</param>
/// <param name="Known">Characters that the project knew then.</param>
public sealed record EpisodeStory(string Title, string Text, IReadOnlyList<Character> Known)
{
    /// <summary>Where the story was found; null when it was given.</summary>
    public StoryOrigin? Origin { get; init; }

    /// <summary>Words that the episode may not hold.</summary>
    public IReadOnlyList<string> BlockedWords { get; init; } = [];
}

/// <summary>Where a story was found.</summary>
/// <param name="Key">By which the project knows it again, for example <c>hackernews:48000003</c>.</param>
/// <param name="Url">What it links to, or where it stands; null when there is neither.</param>
/// <param name="Author">Who wrote it; empty when not said.</param>
/// <param name="Owner">Who keeps it from being told twice: the run and the episode that took it; null for a preview, which takes nothing.</param>
public sealed record StoryOrigin(string Key, Uri? Url, string Author, string? Owner);

/// <summary>Where the files of an episode lie in the run's folder.</summary>
internal sealed class EpisodeFiles(PipelineServices services)
{
    /// <summary>As a person writes a script: the names of patterns and beats are those of specifications.</summary>
    private static readonly JsonSerializerOptions ScriptJson = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    private readonly RunFolderFiles _files = new(services.Blobs, services.ScratchFolder);

    /// <summary>Path of a file of an episode.</summary>
    /// <param name="item">The episode.</param>
    /// <param name="folder">A folder of the run, for example <c>broll</c>.</param>
    /// <param name="name">Name of the file.</param>
    public static string PathOf(ItemInput<EpisodeSettings> item, string folder, string name) => $"runs/{item.RunId}/{folder}/{item.Item.ItemId}/{name}";

    /// <summary>Path of the video.</summary>
    public static string VideoPath(ItemInput<EpisodeSettings> item) => $"runs/{item.RunId}/videos/{item.Item.ItemId}.mp4";

    /// <summary>Path of the captions.</summary>
    public static string CaptionsPath(ItemInput<EpisodeSettings> item) => $"runs/{item.RunId}/videos/{item.Item.ItemId}.srt";

    /// <summary>Path of the timeline that the video was rendered from.</summary>
    public static string TimelinePath(ItemInput<EpisodeSettings> item) => $"runs/{item.RunId}/videos/{item.Item.ItemId}.timeline.json";

    /// <summary>Path of the thumbnail.</summary>
    public static string ThumbnailPath(ItemInput<EpisodeSettings> item) => $"runs/{item.RunId}/thumbnails/{item.Item.ItemId}.jpg";

    /// <summary>Path of what the review measured.</summary>
    public static string ReviewPath(ItemInput<EpisodeSettings> item) => ReviewPath(item.RunId, item.Item.ItemId);

    /// <summary>Path of what the review of an episode measured.</summary>
    public static string ReviewPath(string runId, string itemId) => $"runs/{runId}/storage/reviews/{itemId}.json";

    /// <summary>Path of the list of assets.</summary>
    public static string LayoutPath(ItemInput<EpisodeSettings> item) => $"runs/{item.RunId}/storage/assets/{item.Item.ItemId}.json";

    /// <summary>Path of what is known of an episode as a whole.</summary>
    public static string DocumentPath(string runId, string itemId) => $"runs/{runId}/storage/episodes/{itemId}.json";

    /// <summary>A place counted from 1, as file names have it.</summary>
    public static string Number(int place) => (place + 1).ToString(CultureInfo.InvariantCulture);

    /// <summary>Keeps the story, unless it is kept. A retry may have had to look for another one: that takes its place.</summary>
    public async Task KeepStoryAsync(ItemInput<EpisodeSettings> item, EpisodeStory story, CancellationToken cancellationToken)
    {
        if (await FindStoryAsync(item.RunId, item.Item.ItemId, cancellationToken) is { } kept && kept.Origin?.Key == story.Origin?.Key) return;
        await _files.PutJsonAsync(StoryPath(item.RunId, item.Item.ItemId), story, cancellationToken);
    }

    /// <summary>The story.</summary>
    public async Task<EpisodeStory> StoryAsync(ItemInput<EpisodeSettings> item, CancellationToken cancellationToken) =>
        await FindStoryAsync(item.RunId, item.Item.ItemId, cancellationToken) ?? throw RunFolderFiles.Gone(StoryPath(item.RunId, item.Item.ItemId));

    /// <summary>The story of an episode, or null.</summary>
    public Task<EpisodeStory?> FindStoryAsync(string runId, string itemId, CancellationToken cancellationToken) =>
        ReadAsync<EpisodeStory>(StoryPath(runId, itemId), cancellationToken);

    /// <summary>Keeps the script in the form in which a person can change it and give it back.</summary>
    public Task KeepScriptAsync(ItemInput<EpisodeSettings> item, string? title, EpisodeScript script, CancellationToken cancellationToken) =>
        _files.PutTextAsync(ScriptPath(item.RunId, item.Item.ItemId), JsonSerializer.Serialize(new[] { new ScriptEntry(item.Item.ItemId, title ?? script.Title, script) }, ScriptJson), cancellationToken);

    /// <summary>The script.</summary>
    public async Task<EpisodeScript> ScriptAsync(ItemInput<EpisodeSettings> item, CancellationToken cancellationToken) =>
        await FindScriptAsync(item.RunId, item.Item.ItemId, cancellationToken) ?? throw RunFolderFiles.Gone(ScriptPath(item.RunId, item.Item.ItemId));

    /// <summary>The script of an episode, or null while there is none.</summary>
    public async Task<EpisodeScript?> FindScriptAsync(string runId, string itemId, CancellationToken cancellationToken) =>
        (await ReadAsync<ScriptEntry[]>(ScriptPath(runId, itemId), ScriptJson, cancellationToken))?[0].Script;

    /// <summary>The list of assets.</summary>
    public async Task<AssetLayout> LayoutAsync(ItemInput<EpisodeSettings> item, CancellationToken cancellationToken) =>
        await ReadAsync<AssetLayout>(LayoutPath(item), cancellationToken) ?? throw RunFolderFiles.Gone(LayoutPath(item));

    /// <summary>Writes a JSON file.</summary>
    public Task PutJsonAsync<T>(string path, T value, CancellationToken cancellationToken) => _files.PutJsonAsync(path, value, cancellationToken);

    /// <summary>Reads a JSON file, or null.</summary>
    public Task<T?> ReadAsync<T>(string path, CancellationToken cancellationToken)
        where T : class => ReadAsync<T>(path, RunFolderJson.Pretty, cancellationToken);

    /// <inheritdoc cref="RunFolderFiles.CopyAsync"/>
    public Task CopyAsync(string from, string to, CancellationToken cancellationToken) => _files.CopyAsync(from, to, cancellationToken);

    private static string StoryPath(string runId, string itemId) => $"runs/{runId}/storage/stories/{itemId}.json";

    private static string ScriptPath(string runId, string itemId) => $"runs/{runId}/scripts/{itemId}.json";

    private async Task<T?> ReadAsync<T>(string path, JsonSerializerOptions options, CancellationToken cancellationToken)
        where T : class
    {
        await using var blob = await services.Blobs.OpenReadAsync(path, cancellationToken);
        return blob is null ? null : await JsonSerializer.DeserializeAsync<T>(blob.Content, options, cancellationToken);
    }

    private sealed record ScriptEntry(string Id, string Title, EpisodeScript Script);
}
