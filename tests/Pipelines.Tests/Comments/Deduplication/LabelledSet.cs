using FunctionsPipeline.Pipelines.Comments.Deduplication;
using FunctionsPipeline.Pipelines.Comments.Deduplication.Embeddings;
using FunctionsPipeline.Pipelines.Comments.Deduplication.Evaluation;
using FunctionsPipeline.Providers.Offline;

namespace FunctionsPipeline.Pipelines.Tests.Comments.Deduplication;

/// <summary>The labelled set that the project ships, and the offline embedder on it.</summary>
internal static class LabelledSet
{
    public static string Path { get; } = System.IO.Path.Combine(RepositoryRoot.Path, "samples", "comments", "dedup-pairs.jsonl");

    public static EmbedTexts Offline { get; } = (texts, _) =>
        Task.FromResult<IReadOnlyList<ReadOnlyMemory<float>>>([.. texts.Select(text => new ReadOnlyMemory<float>(OfflineEmbeddingModel.Embed(text)))]);

    public static Task<LabelledPairs> ReadAsync() => LabelledPairs.ReadAsync(Path, default);

    public static async Task<DeduplicationEvaluation> EvaluateOfflineAsync() =>
        await DeduplicationEvaluation.RunAsync(EmbedderId.Offline, await ReadAsync(), Offline, textsMax: 100, default);
}
