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

    /// <summary>Writes a suggestion, unless a later run has written one for the same post and number.</summary>
    public async Task PutAsync(string project, KeptSuggestion suggestion, CancellationToken cancellationToken)
    {
        var key = KeyOf(suggestion);
        for (var conflicts = 0; ; conflicts++)
        {
            var row = await tables.GetAsync(Table, TableKey.Part(project), key, cancellationToken);
            if (row is not null && string.CompareOrdinal(Read(row).RunId.Value, suggestion.RunId.Value) > 0) return;

            var properties = new Dictionary<string, object>(StringComparer.Ordinal) { [RecordProperty] = JsonSerializer.Serialize(suggestion, DurableJson.Options) };
            var operation = row is null ? TableOperation.Insert(key, properties) : TableOperation.Replace(key, properties, row.ETag);
            try
            {
                await tables.WriteAsync(Table, TableKey.Part(project), [operation], cancellationToken);
                return;
            }
            catch (TableConflictException) when (conflicts < ConflictsMax)
            {
                // Somebody else wrote it in between: look again whose is the later one.
            }
        }
    }

    /// <summary>All suggestions of a project, by post and number, streamed.</summary>
    public async IAsyncEnumerable<KeptSuggestion> ListAsync(string project, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in tables.QueryAsync(Table, TableKey.Part(project), RowKeyRange.All, cancellationToken)) yield return Read(row);
    }

    private static string KeyOf(KeptSuggestion suggestion) =>
        string.Create(CultureInfo.InvariantCulture, $"{TableKey.Part(suggestion.CandidateId.ToLowerInvariant())}!{suggestion.Number:00}");

    private static KeptSuggestion Read(TableRow row) => JsonSerializer.Deserialize<KeptSuggestion>((string)row.Properties[RecordProperty], DurableJson.Options)!;
}
