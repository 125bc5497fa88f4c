using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using FunctionsPipeline.State.Tables;

namespace FunctionsPipeline.Pipelines.Comments.Deduplication.Embeddings;

/// <summary>
/// The vectors of a project, so that each text is paid for once. A partition a project; the key of a row is the embedder and the
/// hash of the text, so writing a vector again writes the same row.
/// </summary>
/// <remarks>Safe for several threads and processes: whoever writes last writes what is there already.</remarks>
public sealed class EmbeddingStore(ITableStore tables)
{
    private const string Table = "embeddings";
    private const string TextProperty = "Text";
    private const string VectorProperty = "Vector";

    // Stands in no part of a key.
    private const char Separator = '!';

    // Names, keys and the row's own overhead, generously.
    private const int RowExtraBytes = 2048;

    /// <summary>The vector of one text, or null.</summary>
    public async Task<KeptEmbedding?> GetAsync(string project, EmbedderId embedder, EmbeddedText text, CancellationToken cancellationToken) =>
        await tables.GetAsync(Table, TableKey.Part(project), RowKey(embedder, text), cancellationToken) is { } row ? Read(row) : null;

    /// <summary>Writes vectors, new or not, in batches. When it fails, whole batches may have been written; writing all again is right.</summary>
    /// <exception cref="ArgumentException">A vector is empty, too long, or holds something that is no number.</exception>
    public async Task PutAsync(string project, EmbedderId embedder, IReadOnlyCollection<KeptEmbedding> embeddings, CancellationToken cancellationToken)
    {
        foreach (var embedding in embeddings) Check(embedder, embedding);
        foreach (var batch in Batches(embeddings.DistinctBy(embedding => embedding.Text.Text)))
        {
            var operations = batch.ConvertAll(embedding => TableOperation.Upsert(RowKey(embedder, embedding.Text), Properties(embedding)));
            await tables.WriteAsync(Table, TableKey.Part(project), operations, cancellationToken);
        }
    }

    /// <summary>All vectors that an embedder made for a project, in the order of their hashes, streamed.</summary>
    public async IAsyncEnumerable<KeptEmbedding> ListAsync(
        string project, EmbedderId embedder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in tables.QueryAsync(Table, TableKey.Part(project), RowKeyRange.Prefix(Prefix(embedder)), cancellationToken))
        {
            yield return Read(row);
        }
    }

    private static string RowKey(EmbedderId embedder, EmbeddedText text) => Prefix(embedder) + text.Sha256;

    private static string Prefix(EmbedderId embedder) => $"{TableKey.Part(embedder.ProviderId)}{Separator}{TableKey.Part(embedder.Model)}{Separator}";

    private static IEnumerable<List<KeptEmbedding>> Batches(IEnumerable<KeptEmbedding> embeddings)
    {
        var (batch, bytes) = (new List<KeptEmbedding>(), 0);
        foreach (var embedding in embeddings)
        {
            var rowBytes = (embedding.Vector.Length * sizeof(float)) + (embedding.Text.Text.Length * sizeof(char)) + RowExtraBytes;
            if (batch.Count == TableLimits.BatchOperationsMax || (batch.Count > 0 && bytes + rowBytes > TableLimits.BatchBytesMax))
            {
                yield return batch;
                (batch, bytes) = ([], 0);
            }

            batch.Add(embedding);
            bytes += rowBytes;
        }

        if (batch.Count > 0) yield return batch;
    }

    private static void Check(EmbedderId embedder, KeptEmbedding embedding)
    {
        var vector = embedding.Vector.Span;
        if (vector.Length is 0 or > Limits.DimensionsMax)
        {
            throw new ArgumentException($"{embedder} gave a vector of {vector.Length} dimensions; 1 to {Limits.DimensionsMax} are allowed. Ask it for fewer.", nameof(embedding));
        }

        foreach (var value in vector)
        {
            if (!float.IsFinite(value)) throw new ArgumentException($"{embedder} gave a vector that holds {value}, which is no number.", nameof(embedding));
        }
    }

    /// <summary>Little-endian on every machine: a project may move between them.</summary>
    private static Dictionary<string, object> Properties(KeptEmbedding embedding)
    {
        var bytes = new byte[embedding.Vector.Length * sizeof(float)];
        for (var index = 0; index < embedding.Vector.Length; index++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(index * sizeof(float)), embedding.Vector.Span[index]);
        }

        return new Dictionary<string, object>(StringComparer.Ordinal) { [TextProperty] = embedding.Text.Text, [VectorProperty] = bytes };
    }

    private static KeptEmbedding Read(TableRow row)
    {
        var bytes = (byte[])row.Properties[VectorProperty];
        var vector = new float[bytes.Length / sizeof(float)];
        for (var index = 0; index < vector.Length; index++) vector[index] = BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(index * sizeof(float)));
        return new KeptEmbedding(EmbeddedText.Of((string)row.Properties[TextProperty]), vector);
    }
}
