namespace FunctionsPipeline.Pipelines.Comments.Deduplication.Embeddings;

/// <summary>Gives vectors of length 1, one a text, in their order. Whoever makes one sends the call through the ledger.</summary>
public delegate Task<IReadOnlyList<ReadOnlyMemory<float>>> EmbedTexts(IReadOnlyList<string> texts, CancellationToken cancellationToken);
