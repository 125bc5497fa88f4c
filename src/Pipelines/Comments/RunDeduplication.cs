using System.Runtime.CompilerServices;
using System.Text.Json;
using FunctionsPipeline.Durable;
using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.Comments.Deduplication;
using FunctionsPipeline.Pipelines.Comments.Deduplication.Embeddings;
using FunctionsPipeline.Providers.Offline;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.Comments;

/// <summary>
/// Marks the suggestions of a run that say what an earlier one says, of this run or of the project. It goes by the order of the plan, so
/// the answer does not depend on which call came back first. Doing it twice gives the same.
/// </summary>
/// <remarks>
/// Vectors of different embedders cannot be compared. A text is looked for among those of its own embedder, and among the others by the
/// offline embedder, which costs nothing.
/// </remarks>
internal sealed class RunDeduplication(PipelineServices services)
{
    private readonly EmbeddingStore _embeddings = new(services.Tables);
    private readonly SuggestionStore _suggestions = new(services.Tables);

    /// <summary>Marks them, and puts those that stay into the project's memory.</summary>
    public async Task ApplyAsync(RunRecord run, CancellationToken cancellationToken)
    {
        var settings = JsonSerializer.Deserialize<CommentsSettings>(run.SettingsJson, DurableJson.Options)!;
        var indices = new Indices(settings);
        var own = await AnsweredAsync(run, cancellationToken);

        // Of a history that is longer than the index, the newest part counts.
        var history = new PriorityQueue<KeptSuggestion, string>(StringComparer.Ordinal);
        await foreach (var earlier in _suggestions.ListAsync(run.Project, cancellationToken))
        {
            // What this run suggests for a post takes the place of what an earlier run did.
            if (earlier.RunId == run.RunId || own.Contains(earlier.CandidateId)) continue;
            history.Enqueue(earlier, earlier.RunId.Value);
            if (history.Count > Deduplication.Limits.IndexTextsMax - (own.Count * settings.Suggestions)) history.Dequeue();
        }

        foreach (var (earlier, _) in history.UnorderedItems.OrderBy(entry => entry.Priority, StringComparer.Ordinal).ThenBy(entry => entry.Element.CandidateId, StringComparer.Ordinal).ThenBy(entry => entry.Element.Number))
        {
            indices.Add($"{earlier.RunId}/{earlier.CandidateId}#{earlier.Number}", earlier.Text, await VectorsAsync(settings, earlier.Text, cancellationToken));
        }

        await services.Runs.PutItemsAsync(MarkedAsync(run, settings, indices, cancellationToken), cancellationToken);
    }

    private async IAsyncEnumerable<ItemRecord> MarkedAsync(
        RunRecord run, CommentsSettings settings, Indices indices, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var item in services.Runs.ListItemsAsync(run.RunId, null, cancellationToken))
        {
            if (item.ResultJson is null) continue;
            var result = JsonSerializer.Deserialize<CommentResult>(item.ResultJson, DurableJson.Options)!;
            var marked = new List<Suggested>(result.Suggestions.Count);
            foreach (var suggestion in result.Suggestions) marked.Add(await MarkAsync(settings, item, suggestion, indices, cancellationToken));
            if (marked.Count > 0) await RememberAsync(run, item, marked, cancellationToken);
            yield return item with { ResultJson = JsonSerializer.Serialize(result with { Suggestions = marked }, DurableJson.Options) };
        }
    }

    private Task RememberAsync(RunRecord run, ItemRecord item, IReadOnlyList<Suggested> marked, CancellationToken cancellationToken) =>
        _suggestions.ReplaceAsync(
            run.Project,
            item.ItemId,
            run.RunId,
            [.. marked.Where(suggestion => suggestion.IsKept).Select(suggestion => new KeptSuggestion(item.ItemId, suggestion.Number, suggestion.Text, suggestion.Score, run.RunId))],
            cancellationToken);

    private async Task<Suggested> MarkAsync(
        CommentsSettings settings, ItemRecord item, Suggested suggestion, Indices indices, CancellationToken cancellationToken)
    {
        if (suggestion.State == SuggestionState.LowScore) return suggestion;

        var state = suggestion.Score >= settings.QualityThreshold ? SuggestionState.Kept : SuggestionState.KeptLow;
        var vectors = await VectorsAsync(settings, suggestion.Text, cancellationToken);
        var verdict = indices.Find(suggestion.Text, vectors);
        if (verdict is { IsDuplicate: true }) return suggestion with { State = SuggestionState.Duplicate, DuplicateOf = verdict.NearestId, Cosine = Math.Round(verdict.Cosine, 4) };

        indices.Add($"{item.ItemId}#{suggestion.Number}", suggestion.Text, vectors);
        return suggestion with { State = state, DuplicateOf = null, Cosine = verdict is null ? null : Math.Round(verdict.Cosine, 4) };
    }

    /// <summary>The text's vectors by the embedders of the run that have made one.</summary>
    private async Task<IReadOnlyDictionary<EmbedderId, ReadOnlyMemory<float>>> VectorsAsync(CommentsSettings settings, string text, CancellationToken cancellationToken)
    {
        var embedded = EmbeddedText.Of(text);
        var vectors = new Dictionary<EmbedderId, ReadOnlyMemory<float>> { [EmbedderId.Offline] = OfflineEmbeddingModel.Embed(embedded.Text) };
        foreach (var choice in settings.Embedders.Where(choice => choice.Missing is null && choice.Provider != EmbedderId.Offline.ProviderId))
        {
            var embedder = new EmbedderId(choice.Provider, choice.Model);
            if (await _embeddings.GetAsync(settings.Project, embedder, embedded, cancellationToken) is { } kept) vectors[embedder] = kept.Vector;
        }

        return vectors;
    }

    /// <summary>The posts that this run has suggestions for. Of the others the earlier runs' suggestions still stand.</summary>
    private async Task<HashSet<string>> AnsweredAsync(RunRecord run, CancellationToken cancellationToken)
    {
        var ids = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        await foreach (var item in services.Runs.ListItemsAsync(run.RunId, null, cancellationToken))
        {
            if (item.ResultJson is not null && JsonSerializer.Deserialize<CommentResult>(item.ResultJson, DurableJson.Options)!.Suggestions.Count > 0) ids.Add(item.ItemId);
        }

        return ids;
    }

    /// <summary>An index an embedder, and for each the texts that it has no vector of.</summary>
    private sealed class Indices(CommentsSettings settings)
    {
        private readonly Dictionary<EmbedderId, NearDuplicateIndex> _indices = [];
        private readonly NearDuplicateIndex _offlineOnly = Offline();
        private readonly NearDuplicateIndex _all = Offline();

        public void Add(string id, string text, IReadOnlyDictionary<EmbedderId, ReadOnlyMemory<float>> vectors)
        {
            _all.Add(id, text, vectors[EmbedderId.Offline]);
            if (Online(vectors) is { } online)
            {
                if (!_indices.TryGetValue(online, out var index)) _indices[online] = index = IndexOf(online);
                index.Add(id, text, vectors[online]);
            }
            else
            {
                _offlineOnly.Add(id, text, vectors[EmbedderId.Offline]);
            }
        }

        /// <summary>The nearest text; null when there is none at all.</summary>
        public NearDuplicateVerdict? Find(string text, IReadOnlyDictionary<EmbedderId, ReadOnlyMemory<float>> vectors)
        {
            var offline = vectors[EmbedderId.Offline];
            if (Online(vectors) is not { } online) return Some(_all.Find(text, offline));

            var verdict = _indices.TryGetValue(online, out var index) ? index.Find(text, vectors[online]) : null;
            if (verdict is { IsDuplicate: true }) return verdict;
            var other = _offlineOnly.Find(text, offline);
            return other.IsDuplicate ? other : verdict ?? Some(other);
        }

        private static EmbedderId? Online(IReadOnlyDictionary<EmbedderId, ReadOnlyMemory<float>> vectors)
        {
            foreach (var embedder in vectors.Keys)
            {
                if (embedder != EmbedderId.Offline) return embedder;
            }

            return null;
        }

        private static NearDuplicateVerdict? Some(NearDuplicateVerdict verdict) => verdict.NearestId is null ? null : verdict;

        private static NearDuplicateIndex Offline() => new(DeduplicationThresholds.BuiltIn.Of(EmbedderId.Offline));

        private NearDuplicateIndex IndexOf(EmbedderId embedder) => new(
            settings.DedupThreshold is { } threshold && settings.Embedders[0].ToString() == embedder.ToString() ? threshold : DeduplicationThresholds.BuiltIn.Of(embedder));
    }
}
