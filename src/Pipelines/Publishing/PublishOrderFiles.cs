using System.Text.Json;
using FunctionsPipeline.Durable;
using FunctionsPipeline.State.Blobs;
using FunctionsPipeline.State.Ledger;
using FunctionsPipeline.State.Publishing;

namespace FunctionsPipeline.Pipelines.Publishing;

/// <summary>What is to be published, as it lies in the run's folder: one of the two orders, and the terms of it.</summary>
public sealed record StoredOrder
{
    /// <summary>A video for a channel; null when it is a post.</summary>
    public VideoOrder? Video { get; init; }

    /// <summary>A post; null when it is a video.</summary>
    public PostOrder? Post { get; init; }

    /// <summary>Times at which it may go out; null for at once.</summary>
    public SlotTerms? Slots { get; init; }

    /// <summary>Every cap that applies to what it costs.</summary>
    public IReadOnlyList<BudgetCap> Caps { get; init; } = [];

    internal PublishOrder Order => (PublishOrder?)Video ?? Post ?? throw new InvalidOperationException("An order publishes a video or a post.");
}

/// <summary>The times of day at which a channel publishes. Each is for one publication.</summary>
/// <param name="Channel">Whose times they are.</param>
/// <param name="Times">Local times, for example <c>18:30</c>.</param>
/// <param name="TimeZone">IANA name of the zone where they are local.</param>
public sealed record SlotTerms(string Channel, IReadOnlyList<TimeOnly> Times, string TimeZone);

/// <summary>Orders of publications in the folders of their runs: a history holds a name, never a text.</summary>
public static class PublishOrderFiles
{
    /// <summary>Path of an order.</summary>
    public static string PathOf(PublicationKey key) => $"{FolderOf(key.RunId.Value)}{key.ItemId}.{key.Target}.json";

    /// <summary>Puts an order, over the one before. Once its publication has begun, what was sent stays as it is.</summary>
    public static async Task PutAsync(IBlobStore blobs, StoredOrder order, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(order, DurableJson.Options));
        await blobs.PutAsync(PathOf(order.Order.Key), content, BlobCondition.None, cancellationToken);
    }

    /// <summary>An order, or null.</summary>
    public static async Task<StoredOrder?> ReadAsync(IBlobStore blobs, PublicationKey key, CancellationToken cancellationToken) =>
        await ReadAsync(blobs, PathOf(key), cancellationToken);

    /// <summary>The orders of a run, in the order of their names.</summary>
    public static async Task<IReadOnlyList<StoredOrder>> ListAsync(IBlobStore blobs, string runId, CancellationToken cancellationToken)
    {
        var orders = new List<StoredOrder>();
        await foreach (var blob in blobs.ListAsync(FolderOf(runId), cancellationToken))
        {
            if (await ReadAsync(blobs, blob.Path, cancellationToken) is { } order) orders.Add(order);
        }

        return [.. orders.OrderBy(order => order.Order.Key.ItemId, StringComparer.Ordinal).ThenBy(order => order.Order.Key.Target, StringComparer.Ordinal)];
    }

    private static string FolderOf(string runId) => $"runs/{runId}/publish/";

    private static async Task<StoredOrder?> ReadAsync(IBlobStore blobs, string path, CancellationToken cancellationToken)
    {
        await using var blob = await blobs.OpenReadAsync(path, cancellationToken);
        return blob is null ? null : await JsonSerializer.DeserializeAsync<StoredOrder>(blob.Content, DurableJson.Options, cancellationToken);
    }
}
