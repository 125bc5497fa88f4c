using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using FunctionsPipeline.Durable;
using FunctionsPipeline.State;
using FunctionsPipeline.State.Tables;

namespace FunctionsPipeline.Pipelines.Comments;

/// <summary>A suggestion as a project remembers it: later runs must not say the same again.</summary>
/// <param name="CandidateId">The post.</param>
/// <param name="Number">Number among the suggestions for the post, from 1.</param>
/// <param name="Text">The suggestion.</param>
/// <param name="Score">0 to 1.</param>
/// <param name="RunId">The run that wrote it.</param>
public sealed record KeptSuggestion(string CandidateId, int Number, string Text, double Score, RunId RunId);

/// <summary>The suggestions of a project that were kept, one row a post and number.</summary>
/// <remarks>Safe for several threads and processes. Of two runs that answer the same post, the later one's suggestion stays.</remarks>
public sealed class SuggestionStore(ITableStore tables)
{
    private const string Table = "suggestions";
    private const string RecordProperty = "Record";
    private const int ConflictsMax = 100;

    /// <summary>Writes what a run suggests for a post in place of what it or an earlier run did, unless a later run has suggested something.</summary>
    /// <param name="project">Project.</param>
    /// <param name="candidateId">The post.</param>
    /// <param name="runId">The run.</param>
    /// <param name="kept">Its suggestions for the post; none removes those of earlier runs.</param>
    /// <param name="cancellationToken">Ends trying.</param>
    public async Task ReplaceAsync(string project, string candidateId, RunId runId, IReadOnlyList<KeptSuggestion> kept, CancellationToken cancellationToken)
    {
        var partition = TableKey.Part(project);
        for (var conflicts = 0; ; conflicts++)
        {
            var rows = new Dictionary<string, TableRow>(StringComparer.Ordinal);
            await foreach (var row in tables.QueryAsync(Table, partition, RowKeyRange.Prefix(PrefixOf(candidateId)), cancellationToken)) rows.Add(row.RowKey, row);
            if (rows.Values.Any(row => string.CompareOrdinal(Read(row).RunId.Value, runId.Value) > 0)) return;

            var operations = kept.Select(suggestion => Put(suggestion, rows)).ToList();
            var keys = operations.Select(operation => operation.RowKey).ToHashSet(StringComparer.Ordinal);
            operations.AddRange(rows.Values.Where(row => !keys.Contains(row.RowKey)).Select(row => TableOperation.Delete(row.RowKey, row.ETag)));
            if (operations.Count == 0) return;
            try
            {
                await tables.WriteAsync(Table, partition, operations, cancellationToken);
                return;
            }
            catch (TableConflictException) when (conflicts < ConflictsMax)
            {
                // Somebody else wrote in between: look again whose is the later one.
            }
        }
    }

    /// <summary>All suggestions of a project, by post and number, streamed.</summary>
    public async IAsyncEnumerable<KeptSuggestion> ListAsync(string project, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in tables.QueryAsync(Table, TableKey.Part(project), RowKeyRange.All, cancellationToken)) yield return Read(row);
    }

    private static TableOperation Put(KeptSuggestion suggestion, Dictionary<string, TableRow> rows)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"{PrefixOf(suggestion.CandidateId)}{suggestion.Number:00}");
        var properties = new Dictionary<string, object>(StringComparer.Ordinal) { [RecordProperty] = JsonSerializer.Serialize(suggestion, DurableJson.Options) };
        return rows.TryGetValue(key, out var row) ? TableOperation.Replace(key, properties, row.ETag) : TableOperation.Insert(key, properties);
    }

    // Ids of posts are unique ignoring case.
    private static string PrefixOf(string candidateId) => TableKey.Part(candidateId.ToLowerInvariant()) + "!";

    private static KeptSuggestion Read(TableRow row) => JsonSerializer.Deserialize<KeptSuggestion>((string)row.Properties[RecordProperty], DurableJson.Options)!;
}
