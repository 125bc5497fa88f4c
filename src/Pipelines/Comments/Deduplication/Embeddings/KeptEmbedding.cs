namespace FunctionsPipeline.Pipelines.Comments.Deduplication.Embeddings;

/// <summary>A text and its vector.</summary>
/// <param name="Text">Normalised text.</param>
/// <param name="Vector">Of length 1.</param>
public sealed record KeptEmbedding(EmbeddedText Text, ReadOnlyMemory<float> Vector);
