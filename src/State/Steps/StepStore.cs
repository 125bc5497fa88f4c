using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using FunctionsPipeline.State.Tables;

namespace FunctionsPipeline.State.Steps;

/// <summary>What the steps of runs gave, by item and by what they depended on. A step is written once it has a result.</summary>
/// <remarks>Safe for several threads and processes. Writing a step again writes the same.</remarks>
public sealed class StepStore(ITableStore tables)
{
    private const string Table = "steps";
    private const string RecordProperty = "Record";
    private const string PlaceProperty = "Place";
    private const string PlacePrefix = "item!";
    private const string KeyPrefix = "key!";

    /// <summary>Writes a step, and under its key where to find it.</summary>
    public async Task PutAsync(StepRecord step, CancellationToken cancellationToken)
    {
        var place = PlaceOf(step.ItemIndex, step.Step, step.Repeat);
        await tables.WriteAsync(
            Table,
            step.RunId.Value,
            [
                TableOperation.Upsert(place, new Dictionary<string, object>(StringComparer.Ordinal) { [RecordProperty] = JsonSerializer.Serialize(step, StateJson.Options) }),
                TableOperation.Upsert(KeyPrefix + step.Key, new Dictionary<string, object>(StringComparer.Ordinal) { [PlaceProperty] = place }),
            ],
            cancellationToken);
    }

    /// <summary>A step of an item, or null.</summary>
    public async Task<StepRecord?> GetAsync(RunId runId, int itemIndex, string step, int repeat, CancellationToken cancellationToken) =>
        await tables.GetAsync(Table, runId.Value, PlaceOf(itemIndex, step, repeat), cancellationToken) is { } row ? Record(row) : null;

    /// <summary>A step of a run with the same inputs, or null.</summary>
    public async Task<StepRecord?> FindAsync(RunId runId, string key, CancellationToken cancellationToken)
    {
        if (await tables.GetAsync(Table, runId.Value, KeyPrefix + key, cancellationToken) is not { } pointer) return null;
        var row = await tables.GetAsync(Table, runId.Value, (string)pointer.Properties[PlaceProperty], cancellationToken);

        // The item may have taken the step again since, with other inputs: what stands there now is not what the key asks for.
        return row is not null && Record(row) is var record && record.Key == key ? record : null;
    }

    /// <summary>The steps of an item, in the order of their names and repeats, streamed.</summary>
    public async IAsyncEnumerable<StepRecord> ListAsync(RunId runId, int itemIndex, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in tables.QueryAsync(Table, runId.Value, RowKeyRange.Prefix(PrefixOf(itemIndex)), cancellationToken)) yield return Record(row);
    }

    private static string PrefixOf(int itemIndex) => string.Create(CultureInfo.InvariantCulture, $"{PlacePrefix}{itemIndex:00000000}!");

    private static string PlaceOf(int itemIndex, string step, int repeat) =>
        string.Create(CultureInfo.InvariantCulture, $"{PrefixOf(itemIndex)}{TableKey.Part(step)}!{repeat:0000}");

    private static StepRecord Record(TableRow row) => JsonSerializer.Deserialize<StepRecord>((string)row.Properties[RecordProperty], StateJson.Options)!;
}
