namespace FunctionsPipeline.Pipelines.Comments.Deduplication.Embeddings;

/// <summary>Gives the vectors of texts: those that are kept from the store, the others from the embedder, which are then kept.</summary>
/// <remarks>Safe for several threads. Two at once may pay for one text twice; the ledger shows it and the row is the same.</remarks>
/// <param name="embedder">Embedder.</param>
/// <param name="embed">Asks it, through the ledger.</param>
/// <param name="textsMax">Most texts of one call, at least 1.</param>
/// <param name="store">What is kept.</param>
public sealed class TextEmbedder(EmbedderId embedder, EmbedTexts embed, int textsMax, EmbeddingStore store)
{
    /// <summary>One a text, in its order. Each part is kept as soon as it came, so that a crash loses no vector that was paid.</summary>
    /// <param name="project">Whose vectors.</param>
    /// <param name="texts">Each not empty.</param>
    /// <param name="cancellationToken">Ends asking; what came is kept.</param>
    /// <exception cref="ArgumentException">A text cannot be embedded.</exception>
    /// <exception cref="InvalidDataException">The embedder gave another number of vectors than texts.</exception>
    public async Task<IReadOnlyList<KeptEmbedding>> EmbedAsync(string project, IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        var wanted = texts.Select(EmbeddedText.Of).ToList();
        var found = new Dictionary<EmbeddedText, KeptEmbedding>();
        foreach (var text in wanted.Distinct())
        {
            if (await store.GetAsync(project, embedder, text, cancellationToken) is { } kept) found.Add(text, kept);
        }

        foreach (var part in wanted.Distinct().Where(text => !found.ContainsKey(text)).Chunk(textsMax))
        {
            var made = await AskAsync(part, cancellationToken);
            await store.PutAsync(project, embedder, made, cancellationToken);
            foreach (var embedding in made) found.Add(embedding.Text, embedding);
        }

        return wanted.ConvertAll(text => found[text]);
    }

    private async Task<List<KeptEmbedding>> AskAsync(EmbeddedText[] texts, CancellationToken cancellationToken)
    {
        var vectors = await embed([.. texts.Select(text => text.Text)], cancellationToken);
        return vectors.Count == texts.Length
            ? [.. texts.Zip(vectors, (text, vector) => new KeptEmbedding(text, vector))]
            : throw new InvalidDataException($"{embedder} gave {vectors.Count} vectors for {texts.Length} texts; one a text is expected. None was kept.");
    }
}
