using System.Globalization;
using System.Text.Json.Nodes;
using FunctionsPipeline.Pipelines.Episode.Stories;
using FunctionsPipeline.Pipelines.Input;

namespace FunctionsPipeline.Pipelines.Episode.Input;

/// <summary>A place where stories are looked for, or a list of places. What each of them is, <see cref="StoryPlaces"/> tells.</summary>
internal sealed class StorySourcesField(string name, string description) : InputField<IReadOnlyList<string>>(name, description)
{
    public override string Allowed => $"a place or a list of 1 to {StoryLimits.PlacesMax} places, each once: {StoryPlaces.Allowed}";

    public override JsonObject Schema => new()
    {
        ["oneOf"] = new JsonArray(Entry, new JsonObject { ["type"] = "array", ["items"] = Entry, ["minItems"] = 1, ["maxItems"] = StoryLimits.PlacesMax, ["uniqueItems"] = true }),
    };

    private static JsonObject Entry => new() { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = StoryLimits.PlaceCharactersMax };

    /// <summary>The places one by one, each with where it stands.</summary>
    public static IReadOnlyList<DocumentNode> EntriesOf(DocumentNode node) => node.Kind == DocumentKind.List ? node.Items : [node];

    public override bool TryRead(DocumentNode node, out IReadOnlyList<string> value)
    {
        var entries = EntriesOf(node);
        value = [.. entries.Select(entry => entry.Value)];
        return value.Count is > 0 and <= StoryLimits.PlacesMax && value.Distinct(StringComparer.Ordinal).Count() == value.Count
            && entries.All(entry => entry.Kind == DocumentKind.Text && entry.Value.Length is > 0 and <= StoryLimits.PlaceCharactersMax);
    }
}

/// <summary>Reads the places of a specification, and looks whether there is anything.</summary>
internal static class StoryPlaces
{
    /// <summary>What a place may be, in words.</summary>
    public const string Allowed = "hackernews, hackernews/LIST (top, new, best, ask, show), the https address of an Atom or RSS feed, home (assets/stories of the home), or the path of a folder or file of .md and .txt stories";

    private const string HackerNews = "hackernews";
    private static readonly string[] Lists = ["top", "new", "best", "ask", "show"];

    /// <summary>Reads the field; a problem for every place that is none.</summary>
    public static async Task<IReadOnlyList<StoryPlace>> ReadAsync(FieldReader fields, SpecDocument document, CancellationToken cancellationToken)
    {
        var places = new List<StoryPlace>();
        if (fields.Read(EpisodeFields.Sources, []).Count == 0) return places;
        foreach (var entry in StorySourcesField.EntriesOf(fields.Find(EpisodeFields.Sources)!))
        {
            if (await PlaceOfAsync(entry, document, cancellationToken) is { } place) places.Add(place);
        }

        return places;
    }

    private static async Task<StoryPlace?> PlaceOfAsync(DocumentNode entry, SpecDocument document, CancellationToken cancellationToken)
    {
        var text = entry.Value.Trim();
        if (text == HomeStories.Id) return new StoryPlace(HomeStories.Id, "");
        if (text == HackerNews) return new StoryPlace(HackerNews, "");
        if (text.StartsWith(HackerNews + "/", StringComparison.Ordinal))
        {
            var list = text[(HackerNews.Length + 1)..];
            return Lists.Contains(list, StringComparer.Ordinal) ? new StoryPlace(HackerNews, list) : Refuse(entry, document, "there is no such list", string.Join(", ", Lists.Select(known => $"{HackerNews}/{known}")));
        }

        if (text.Contains("://", StringComparison.Ordinal)) return FeedOf(text) is { } feed ? new StoryPlace("feeds", feed) : Refuse(entry, document, "this is no address of a feed", "https://HOST/PATH without a user; http on this machine only");
        return document.Folder is { } folder
            ? await FilesOfAsync(entry, folder, document, cancellationToken)
            : Refuse(entry, document, "a path is not taken here", Allowed[..Allowed.IndexOf(", or the path", StringComparison.Ordinal)]);
    }

    // Loopback is a server of one's own, such as the simulator; whether it may be asked the provider decides.
    private static string? FeedOf(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.UserInfo.Length == 0 && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
            ? url.AbsoluteUri
            : null;

    private static async Task<StoryPlace?> FilesOfAsync(DocumentNode entry, string folder, SpecDocument document, CancellationToken cancellationToken)
    {
        // A NUL cannot be part of a path and makes the path functions throw.
        var path = Path.GetFullPath(entry.Value.Replace('\0', '?'), folder);
        if (!Directory.Exists(path) && !File.Exists(path)) return Refuse(entry, document, $"there is no such file or folder (looked at {path})", Allowed);
        var (_, problems) = await StoryFiles.ReadAsync(path, cancellationToken);
        foreach (var problem in problems) document.Problems.Add(entry.Line, entry.Column, EpisodeFields.Sources.Name, problem.ToString());
        return new StoryPlace(StoryPlace.Files, path);
    }

    private static StoryPlace? Refuse(DocumentNode entry, SpecDocument document, string message, string allowed)
    {
        document.Problems.Add(entry.Line, entry.Column, EpisodeFields.Sources.Name, message, string.Create(CultureInfo.InvariantCulture, $"'{DocumentNode.Shorten(entry.Value)}'"), allowed);
        return null;
    }
}
