using System.Runtime.CompilerServices;
using System.Text.Json;
using FunctionsPipeline.Durable;
using FunctionsPipeline.State.Blobs;
using FunctionsPipeline.State.Tables;

namespace FunctionsPipeline.Pipelines.Episode.Characters;

/// <summary>
/// The characters of projects. Whoever writes a character first decides its seed and voices, and whoever keeps its face first decides its face:
/// later episodes take what is there.
/// </summary>
/// <remarks>Safe for several threads and processes.</remarks>
internal sealed class CharacterLibrary(ITableStore tables, IBlobStore blobs)
{
    private const string Table = "characters";
    private const string RecordProperty = "Record";

    /// <summary>Id of the narrator of a project, which no character can have.</summary>
    public const string Narrator = "~narrator";

    /// <summary>A character, or null.</summary>
    public async Task<CharacterRecord?> FindAsync(string project, string id, CancellationToken cancellationToken) =>
        await tables.GetAsync(Table, project, KeyOf(id), cancellationToken) is { } row ? Record(row) : null;

    /// <summary>All characters of a project, by id, the narrator among them.</summary>
    public async IAsyncEnumerable<CharacterRecord> ListAsync(string project, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in tables.QueryAsync(Table, project, RowKeyRange.All, cancellationToken)) yield return Record(row);
    }

    /// <summary>Adds a character, unless there is one of that id.</summary>
    /// <returns>What is in the library now.</returns>
    public async Task<CharacterRecord> AddAsync(CharacterRecord character, CancellationToken cancellationToken)
    {
        try
        {
            await tables.WriteAsync(Table, character.Project, [TableOperation.Insert(KeyOf(character.Id), Properties(character))], cancellationToken);
            return character;
        }
        catch (TableConflictException)
        {
            return (await FindAsync(character.Project, character.Id, cancellationToken))!;
        }
    }

    /// <summary>Writes down a voice at a provider at which the character had none.</summary>
    /// <returns>What is in the library now.</returns>
    public Task<CharacterRecord> KeepVoicesAsync(string project, string id, IReadOnlyDictionary<string, string> voices, CancellationToken cancellationToken) =>
        ChangeAsync(
            project,
            id,
            known => known with { Voices = known.Voices.Concat(voices.Where(voice => !known.Voices.ContainsKey(voice.Key))).ToDictionary(StringComparer.Ordinal) },
            cancellationToken);

    /// <summary>Keeps a face, unless there is one.</summary>
    /// <param name="project">Project.</param>
    /// <param name="id">A character that is in the library.</param>
    /// <param name="path">Blob of the picture; it is copied.</param>
    /// <param name="sha256">Its hash.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What is in the library now.</returns>
    public async Task<CharacterRecord> KeepFaceAsync(string project, string id, string path, string sha256, CancellationToken cancellationToken)
    {
        // By its hash: two episodes that keep a face at once write two files, and the row says which one counts.
        var kept = $"characters/{project}/{id}-{sha256[..12]}{Path.GetExtension(path)}";
        await using (var content = await blobs.OpenReadAsync(path, cancellationToken) ?? throw new FileNotFoundException($"The picture {path} is gone.", path))
        {
            await blobs.PutAsync(kept, content.Content, BlobCondition.None, cancellationToken);
        }

        return await ChangeAsync(
            project, id, known => known.PortraitPath is null ? known with { PortraitPath = kept, PortraitSha256 = sha256 } : known, cancellationToken);
    }

    private async Task<CharacterRecord> ChangeAsync(string project, string id, Func<CharacterRecord, CharacterRecord> change, CancellationToken cancellationToken)
    {
        while (true)
        {
            var row = await tables.GetAsync(Table, project, KeyOf(id), cancellationToken)
                ?? throw new InvalidOperationException($"Character '{id}' is not in the library of project '{project}'.");
            var changed = change(Record(row));
            try
            {
                await tables.WriteAsync(Table, project, [TableOperation.Replace(row.RowKey, Properties(changed), row.ETag)], cancellationToken);
                return changed;
            }
            catch (TableConflictException)
            {
                // Another episode was faster; what it wrote counts, so look again.
            }
        }
    }

    private static string KeyOf(string id) => TableKey.Part(id);

    private static Dictionary<string, object> Properties(CharacterRecord character) =>
        new(StringComparer.Ordinal) { [RecordProperty] = JsonSerializer.Serialize(character, DurableJson.Options) };

    private static CharacterRecord Record(TableRow row) => JsonSerializer.Deserialize<CharacterRecord>((string)row.Properties[RecordProperty], DurableJson.Options)!;
}
