using FunctionsPipeline.Pipelines.Comments.Deduplication.Meaning;

namespace FunctionsPipeline.Pipelines.Comments.Deduplication;

/// <summary>What was found about a text.</summary>
/// <param name="IsDuplicate">True when the index holds a text that says the same.</param>
/// <param name="NearestId">That text; when there is none, the nearest of all; null when the index is empty.</param>
/// <param name="Cosine">How near that one is; 0 when the index is empty.</param>
/// <param name="Conflict">Why the nearest, although near enough, does not say the same.</param>
public sealed record NearDuplicateVerdict(bool IsDuplicate, string? NearestId, double Cosine, MeaningConflict? Conflict);

/// <summary>
/// The texts of this run and of the project's history, in memory. Two texts say the same when the angle between their vectors is
/// small enough for their embedder and nothing in their words speaks against it.
/// </summary>
/// <remarks>A search looks at every text: exact, and fast enough for <see cref="Limits.IndexTextsMax"/>. For one thread.</remarks>
/// <param name="threshold">The least cosine of two texts that say the same; from <see cref="DeduplicationThresholds"/>.</param>
public sealed class NearDuplicateIndex(double threshold)
{
    private readonly List<Entry> _entries = [];

    /// <summary>Texts in it.</summary>
    public int Count => _entries.Count;

    /// <summary>Adds a text that later ones are compared with.</summary>
    /// <param name="id">Named in verdicts.</param>
    /// <param name="text">As it was embedded.</param>
    /// <param name="vector">Of length 1, from the same embedder as all others.</param>
    /// <exception cref="InvalidOperationException">The index is full.</exception>
    /// <exception cref="ArgumentException">The vector has another number of dimensions than the others.</exception>
    public void Add(string id, string text, ReadOnlyMemory<float> vector)
    {
        if (_entries.Count == Limits.IndexTextsMax)
        {
            throw new InvalidOperationException($"The index holds {Limits.IndexTextsMax} texts, which is all it may hold. Compare with the newest of the history only.");
        }

        CheckDimensions(vector);
        _entries.Add(new Entry(id, text, vector));
    }

    /// <summary>Whether a text that says the same is in the index; the text itself is not added.</summary>
    /// <exception cref="ArgumentException">The vector has another number of dimensions than those of the index.</exception>
    public NearDuplicateVerdict Find(string text, ReadOnlyMemory<float> vector)
    {
        CheckDimensions(vector);
        var statement = new Lazy<Statement>(() => Statement.Of(text), isThreadSafe: false);
        var (same, nearest) = (Hit.None, Hit.None);
        foreach (var entry in _entries)
        {
            var cosine = CosineSimilarity.Of(vector.Span, entry.Vector.Span);
            if (cosine <= same.Cosine) continue;
            var conflict = cosine >= threshold ? MeaningGuard.Find(statement.Value, entry.Statement) : null;
            if (cosine >= threshold && conflict is null) same = new Hit(entry.Id, cosine, null);
            else if (cosine > nearest.Cosine) nearest = new Hit(entry.Id, cosine, conflict);
        }

        var hit = same.Id is null ? nearest : same;
        return new NearDuplicateVerdict(same.Id is not null, hit.Id, hit.Id is null ? 0 : hit.Cosine, hit.Conflict);
    }

    private void CheckDimensions(ReadOnlyMemory<float> vector)
    {
        if (_entries.Count > 0 && _entries[0].Vector.Length != vector.Length)
        {
            throw new ArgumentException($"The vector has {vector.Length} dimensions, those of the index {_entries[0].Vector.Length}. One index holds vectors of one embedder.", nameof(vector));
        }
    }

    private readonly record struct Hit(string? Id, double Cosine, MeaningConflict? Conflict)
    {
        public static Hit None => new(null, double.NegativeInfinity, null);
    }

    private sealed class Entry(string id, string text, ReadOnlyMemory<float> vector)
    {
        private Statement? _statement;

        public string Id => id;

        public ReadOnlyMemory<float> Vector => vector;

        // Few texts ever come near enough to another that their words are asked.
        public Statement Statement => _statement ??= Statement.Of(text);
    }
}
