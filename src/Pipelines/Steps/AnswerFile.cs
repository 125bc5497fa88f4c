using System.Text.Json;
using FunctionsPipeline.Durable;
using FunctionsPipeline.State.Blobs;

namespace FunctionsPipeline.Pipelines.Steps;

/// <summary>The file that keeps the reply of a paid step.</summary>
/// <param name="blobs">Where it lies.</param>
/// <param name="path">Its path.</param>
internal sealed class AnswerFile<TReply>(IBlobStore blobs, string path)
{
    /// <summary>Its path.</summary>
    public string Path => path;

    /// <summary>What is kept, or null.</summary>
    public async Task<KeptReply<TReply>?> ReadAsync(CancellationToken cancellationToken)
    {
        await using var blob = await blobs.OpenReadAsync(path, cancellationToken);
        return blob is null ? null : await JsonSerializer.DeserializeAsync<KeptReply<TReply>>(blob.Content, DurableJson.Options, cancellationToken);
    }

    /// <summary>Keeps a reply: first its files, then itself. Its being there says that all of it is.</summary>
    public async Task<KeptReply<TReply>> KeepAsync(
        StepOrder<TReply> order, int round, string requestId, PricedReply<TReply> reply, CancellationToken cancellationToken)
    {
        var (content, files) = order.PutFilesAsync is null
            ? (reply.Reply, [])
            : await order.PutFilesAsync(reply.Reply, System.IO.Path.ChangeExtension(path, null), cancellationToken);
        var kept = new KeptReply<TReply>(round, requestId, reply.ChargedTicks, files, content);
        using var bytes = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(kept, DurableJson.Options));
        await blobs.PutAsync(path, bytes, BlobCondition.None, cancellationToken);
        return kept;
    }
}
