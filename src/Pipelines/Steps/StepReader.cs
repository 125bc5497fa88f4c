using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.State;
using FunctionsPipeline.State.Blobs;
using FunctionsPipeline.State.Steps;

namespace FunctionsPipeline.Pipelines.Steps;

/// <summary>Reads what the earlier steps of an item gave.</summary>
internal sealed class StepReader(StepStore steps, IBlobStore blobs)
{
    /// <summary>The reply of a step that gave a usable one, or null.</summary>
    public async Task<TReply?> ReadAsync<TSettings, TReply>(ItemInput<TSettings> item, string step, int repeat, CancellationToken cancellationToken)
        where TSettings : BatchSettings
        where TReply : class =>
        (await FindAsync<TReply>(RunId.Parse(item.RunId), item.Item.Index, step, repeat, cancellationToken))?.Kept.Reply;

    /// <summary>A step that gave a usable reply, or null. Its files are those of the record: those of the reply may be another run's.</summary>
    public async Task<TakenStep<TReply>?> FindAsync<TReply>(RunId runId, int itemIndex, string step, int repeat, CancellationToken cancellationToken)
        where TReply : class =>
        await steps.GetAsync(runId, itemIndex, step, repeat, cancellationToken) is { } record
        && await new AnswerFile<TReply>(blobs, record.ResultPath).ReadAsync(cancellationToken) is { } kept
            ? new TakenStep<TReply>(record, kept)
            : null;
}

/// <summary>A step and what it gave.</summary>
internal sealed record TakenStep<TReply>(StepRecord Record, KeptReply<TReply> Kept);
