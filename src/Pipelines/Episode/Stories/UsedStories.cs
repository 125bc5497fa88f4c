using FunctionsPipeline.Providers;
using FunctionsPipeline.State;
using FunctionsPipeline.State.Tables;

namespace FunctionsPipeline.Pipelines.Episode.Stories;

/// <summary>A story that a project has used, or is using.</summary>
/// <param name="Key">By which it is known.</param>
/// <param name="Title">Title.</param>
/// <param name="Owner">Who took it: a run and its item.</param>
/// <param name="At">When.</param>
/// <param name="Fingerprint">Of its text.</param>
public sealed record UsedStory(string Key, string Title, string Owner, DateTimeOffset At, StoryFingerprint Fingerprint);

/// <summary>
/// The stories that a project has used. Taking one writes its key, its address and its text in one batch, all of which must be new: of two
/// runs that want the same story at once, one gets it. Safe for several threads and processes.
/// </summary>
public sealed class UsedStories(ITableStore tables, TimeProvider clock)
{
    private const string Table = "stories";
    private const string StoryPrefix = "story!";

    /// <summary>All of them, by key.</summary>
    public async Task<IReadOnlyList<UsedStory>> ListAsync(string project, CancellationToken cancellationToken)
    {
        var used = new List<UsedStory>();
        await foreach (var row in tables.QueryAsync(Table, TableKey.Part(project), RowKeyRange.Prefix(StoryPrefix), cancellationToken)) used.Add(Read(row));
        return used;
    }

    /// <summary>
    /// What an owner has taken, with its text as it was then: who asks again, in another process say, gets the same story although its source
    /// may have moved on. Null when it has taken nothing.
    /// </summary>
    public async Task<FoundStory?> FindAsync(string project, string owner, CancellationToken cancellationToken) =>
        await tables.GetAsync(Table, TableKey.Part(project), OwnerKey(owner), cancellationToken) is { } row ? Taken(row) : null;

    /// <summary>Takes a story for an owner. An owner takes one story at most.</summary>
    /// <returns>False when the story, its address or its text is taken already, or the owner has another.</returns>
    public async Task<bool> TryTakeAsync(string project, string owner, FoundStory found, CancellationToken cancellationToken)
    {
        var partition = TableKey.Part(project);
        var keys = KeysOf(found);
        var mine = new UsedStory(found.Key, found.Story.Title, owner, clock.GetUtcNow(), StoryFingerprint.Of(found.Story.Text));
        var operations = new List<TableOperation> { TableOperation.Insert(keys[0], Properties(mine, keys)), TableOperation.Insert(OwnerKey(owner), Taken(keys[0], found)) };
        operations.AddRange(keys.Skip(1).Select(key => TableOperation.Insert(key, Pointer(keys[0]))));
        try
        {
            await tables.WriteAsync(Table, partition, operations, cancellationToken);
        }
        catch (TableConflictException)
        {
            // Whoever it was: perhaps this very owner, whose reply was lost.
            return await FindAsync(project, owner, cancellationToken) is { } taken && taken.Key == found.Key;
        }

        if (!await IsLaterOfTwoAsync(project, mine, cancellationToken)) return true;
        await ReleaseAsync(project, owner, cancellationToken);
        return false;
    }

    /// <summary>Gives back what an owner has taken, so that another run may tell it. Nothing happens when it has taken nothing.</summary>
    public async Task ReleaseAsync(string project, string owner, CancellationToken cancellationToken)
    {
        var partition = TableKey.Part(project);
        if (await tables.GetAsync(Table, partition, OwnerKey(owner), cancellationToken) is not { } pointer) return;
        var key = (string)pointer.Properties["Story"];
        var story = await tables.GetAsync(Table, partition, key, cancellationToken);
        var operations = new List<TableOperation> { TableOperation.Delete(OwnerKey(owner)) };
        if (story is not null) operations.AddRange(((string)story.Properties["Keys"]).Split('\n').Select(row => TableOperation.Delete(row)));
        await tables.WriteAsync(Table, partition, operations, cancellationToken);
    }

    // Two runs may take two nearly equal stories at once: no key is the same. The earlier one keeps its story.
    private async Task<bool> IsLaterOfTwoAsync(string project, UsedStory mine, CancellationToken cancellationToken) =>
        (await ListAsync(project, cancellationToken)).Any(other =>
            other.Owner != mine.Owner
            && (other.At, other.Owner).CompareTo((mine.At, mine.Owner)) < 0
            && other.Fingerprint.Likeness(mine.Fingerprint) >= StoryLimits.SameFrom);

    private static List<string> KeysOf(FoundStory found)
    {
        var keys = new List<string> { StoryPrefix + TableKey.Part(found.Key), "text!" + TextHash.Sha256(found.Story.Text) };
        if (found.Story.Url is { } url) keys.Add("url!" + TextHash.Sha256(StoryUrls.Plain(url)));
        return keys;
    }

    private static string OwnerKey(string owner) => "owner!" + TableKey.Part(owner);

    private static Dictionary<string, object> Pointer(string story) => new(StringComparer.Ordinal) { ["Story"] = story };

    private static Dictionary<string, object> Taken(string key, FoundStory found)
    {
        var properties = Pointer(key);
        (properties["Source"], properties["Id"], properties["Title"], properties["Text"]) = (found.Source, found.Story.Id, found.Story.Title, found.Story.Text);
        properties["Author"] = found.Story.Author;
        if (found.Story.Url is { } url) properties["Url"] = url.AbsoluteUri;
        return properties;
    }

    private static FoundStory Taken(TableRow row) => new(
        (string)row.Properties["Source"],
        new Story(
            (string)row.Properties["Id"],
            (string)row.Properties["Title"],
            (string)row.Properties["Text"],
            row.Properties.TryGetValue("Url", out var url) ? new Uri((string)url) : null)
        {
            Author = (string)row.Properties["Author"],
        });

    private static Dictionary<string, object> Properties(UsedStory story, IReadOnlyList<string> keys) => new(StringComparer.Ordinal)
    {
        ["Key"] = story.Key,
        ["Title"] = story.Title,
        ["Owner"] = story.Owner,
        ["At"] = story.At,
        ["Fingerprint"] = story.Fingerprint.ToBytes(),
        ["Keys"] = string.Join('\n', keys),
    };

    private static UsedStory Read(TableRow row) => new(
        (string)row.Properties["Key"],
        (string)row.Properties["Title"],
        (string)row.Properties["Owner"],
        (DateTimeOffset)row.Properties["At"],
        StoryFingerprint.FromBytes((byte[])row.Properties["Fingerprint"]));
}

/// <summary>Addresses of stories.</summary>
internal static class StoryUrls
{
    /// <summary>The address without what does not change what stands there: scheme, <c>www.</c>, fragment, tracking, slash at the end.</summary>
    public static string Plain(Uri url)
    {
        var host = url.Host.StartsWith("www.", StringComparison.OrdinalIgnoreCase) ? url.Host[4..] : url.Host;
        var query = string.Join('&', url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Where(part => !part.StartsWith("utm_", StringComparison.OrdinalIgnoreCase)));
        return $"{host.ToLowerInvariant()}{url.AbsolutePath.TrimEnd('/')}{(query.Length > 0 ? "?" + query : "")}";
    }
}
