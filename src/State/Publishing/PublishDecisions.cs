using System.Text.Json;
using FunctionsPipeline.State.Tables;

namespace FunctionsPipeline.State.Publishing;

/// <summary>A person's yes or no to a publication.</summary>
/// <param name="IsApproved">Yes or no.</param>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
/// <param name="Text">The text that was read. Another text needs another word.</param>
public sealed record PublishDecision(bool IsApproved, string By, DateTimeOffset At, string Text);

/// <summary>What people said of publications; the last word counts.</summary>
/// <remarks>Safe for several threads and processes.</remarks>
public sealed class PublishDecisions(ITableStore tables)
{
    private const string Table = "publishdecisions";
    private const string DecisionProperty = "Decision";

    /// <summary>The last word, or null.</summary>
    public async Task<PublishDecision?> GetAsync(PublicationKey key, CancellationToken cancellationToken) =>
        await tables.GetAsync(Table, key.Partition, key.Row, cancellationToken) is { } row
            ? JsonSerializer.Deserialize<PublishDecision>((string)row.Properties[DecisionProperty], StateJson.Options)
            : null;

    /// <summary>Writes a word over the one before.</summary>
    public Task PutAsync(PublicationKey key, PublishDecision decision, CancellationToken cancellationToken)
    {
        var properties = new Dictionary<string, object>(StringComparer.Ordinal) { [DecisionProperty] = JsonSerializer.Serialize(decision, StateJson.Options) };
        return tables.WriteAsync(Table, key.Partition, [TableOperation.Upsert(key.Row, properties)], cancellationToken);
    }
}
