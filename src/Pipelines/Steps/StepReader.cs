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
        where TReply : class
    {
        var record = await steps.GetAsync(RunId.Parse(item.RunId), item.Item.Index, step, repeat, cancellationToken);
        return record is null ? null : (await new AnswerFile<TReply>(blobs, record.ResultPath).ReadAsync(cancellationToken))?.Reply;
    }
}
