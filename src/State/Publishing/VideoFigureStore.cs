using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using FunctionsPipeline.State.Tables;

namespace FunctionsPipeline.State.Publishing;

/// <summary>Figures of a published video as they stood on a day.</summary>
/// <param name="Project">Project.</param>
/// <param name="RunId">Run that published it.</param>
/// <param name="ItemId">Item of the run.</param>
/// <param name="Target">Where it is.</param>
/// <param name="VideoId">The provider's id.</param>
/// <param name="Day">The day, where the channel is at home.</param>
/// <param name="At">When it was asked for.</param>
/// <param name="Views">Views; null where the channel hides them.</param>
/// <param name="Likes">Likes; null where the channel hides them.</param>
/// <param name="Comments">Comments; null where the channel hides them.</param>
public sealed record VideoSnapshot(
    string Project, RunId RunId, string ItemId, string Target, string VideoId, DateOnly Day, DateTimeOffset At, long? Views, long? Likes, long? Comments);

/// <summary>Snapshots of videos, one a video and day: writing one twice is writing it once.</summary>
/// <remarks>Safe for several threads and processes.</remarks>
public sealed class VideoFigureStore(ITableStore tables)
{
    private const string Table = "publications";
    private const string SnapshotProperty = "Snapshot";

    /// <summary>True when the day's snapshot is there.</summary>
    public async Task<bool> HasAsync(string project, string videoId, DateOnly day, CancellationToken cancellationToken) =>
        await tables.GetAsync(Table, PublicationKey.PartitionOf(project), RowOf(videoId, day), cancellationToken) is not null;

    /// <summary>Keeps a snapshot; the first of a day stays.</summary>
    public async Task PutAsync(VideoSnapshot snapshot, CancellationToken cancellationToken)
    {
        var properties = new Dictionary<string, object>(StringComparer.Ordinal) { [SnapshotProperty] = JsonSerializer.Serialize(snapshot, StateJson.Options) };
        try
        {
            await tables.WriteAsync(Table, PublicationKey.PartitionOf(snapshot.Project), [TableOperation.Insert(RowOf(snapshot.VideoId, snapshot.Day), properties)], cancellationToken);
        }
        catch (TableConflictException)
        {
            // Another process asked on the same day.
        }
    }

    /// <summary>Snapshots of a project, by video and day, streamed.</summary>
    /// <param name="project">Project.</param>
    /// <param name="videoId">Only of this video; null for all.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    public async IAsyncEnumerable<VideoSnapshot> ListAsync(string project, string? videoId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var range = RowKeyRange.Prefix(videoId is null ? "figures!" : $"figures!{TableKey.Part(videoId)}!");
        await foreach (var row in tables.QueryAsync(Table, PublicationKey.PartitionOf(project), range, cancellationToken))
        {
            yield return JsonSerializer.Deserialize<VideoSnapshot>((string)row.Properties[SnapshotProperty], StateJson.Options)!;
        }
    }

    private static string RowOf(string videoId, DateOnly day) => $"figures!{TableKey.Part(videoId)}!{day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}";
}
