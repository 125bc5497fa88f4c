using System.Globalization;
using FunctionsPipeline.State.Tables;

namespace FunctionsPipeline.State.Publishing;

/// <summary>
/// The times at which a channel publishes, each for one publication. A slot is a row and its holder another, written together: no slot has two
/// holders and no holder two slots, whoever asks how often.
/// </summary>
/// <remarks>Safe for several threads and processes.</remarks>
public sealed class PublishSlots(ITableStore tables)
{
    private const string Table = "publishslots";
    private const string HolderProperty = "Holder";
    private const string TimeProperty = "Time";

    /// <summary>Claims the first free time, or gives the one that the publication has already.</summary>
    /// <param name="channel">Whose times they are.</param>
    /// <param name="candidates">Times in the order of preference; read as far as needed.</param>
    /// <param name="publicationId">Who wants one.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The time; null when all candidates are taken.</returns>
    public async Task<DateTimeOffset?> ClaimAsync(
        string channel, IEnumerable<DateTimeOffset> candidates, string publicationId, CancellationToken cancellationToken)
    {
        var partition = TableKey.Part(channel);
        foreach (var candidate in candidates)
        {
            if (await HeldByAsync(partition, publicationId, cancellationToken) is { } held) return held;
            var time = candidate.ToUniversalTime();
            try
            {
                await tables.WriteAsync(
                    Table,
                    partition,
                    [
                        TableOperation.Insert(SlotRow(time), new Dictionary<string, object>(StringComparer.Ordinal) { [HolderProperty] = publicationId }),
                        TableOperation.Insert(HolderRow(publicationId), new Dictionary<string, object>(StringComparer.Ordinal) { [TimeProperty] = time }),
                    ],
                    cancellationToken);
                return time;
            }
            catch (TableConflictException)
            {
                // The slot is taken, or this very publication got one elsewhere in the meantime: the next turn tells.
            }
        }

        return await HeldByAsync(partition, publicationId, cancellationToken);
    }

    /// <summary>Gives a slot back, when its publication came to nothing. May be repeated.</summary>
    public async Task ReleaseAsync(string channel, string publicationId, CancellationToken cancellationToken)
    {
        var partition = TableKey.Part(channel);
        if (await HeldByAsync(partition, publicationId, cancellationToken) is not { } time) return;
        await tables.WriteAsync(Table, partition, [TableOperation.Delete(SlotRow(time)), TableOperation.Delete(HolderRow(publicationId))], cancellationToken);
    }

    /// <summary>The time that a publication has; null when it has none.</summary>
    public Task<DateTimeOffset?> GetAsync(string channel, string publicationId, CancellationToken cancellationToken) =>
        HeldByAsync(TableKey.Part(channel), publicationId, cancellationToken);

    private async Task<DateTimeOffset?> HeldByAsync(string partition, string publicationId, CancellationToken cancellationToken) =>
        await tables.GetAsync(Table, partition, HolderRow(publicationId), cancellationToken) is { } row ? (DateTimeOffset)row.Properties[TimeProperty] : null;

    private static string SlotRow(DateTimeOffset time) => "slot!" + time.UtcDateTime.ToString("yyyy-MM-dd'T'HH-mm-ss'Z'", CultureInfo.InvariantCulture);

    private static string HolderRow(string publicationId) => "holder!" + publicationId.Replace('/', '!');
}
