using FunctionsPipeline.Durable;
using FunctionsPipeline.Pipelines.Batches;

namespace FunctionsPipeline.Pipelines.Publishing;

/// <summary>Publishes what an item has made, for its orchestrator. A publication that fails never fails the item by itself: its end says what it came to.</summary>
/// <param name="context">Of the item's orchestrator.</param>
/// <param name="item">The item.</param>
internal sealed class ItemPublishing<TSettings>(OrchestrationContext context, ItemInput<TSettings> item)
    where TSettings : BatchSettings
{
    /// <summary>Publishes. An activity of the item has put the order before: see <see cref="PublishOrderFiles"/>.</summary>
    /// <param name="target">Where to, as in the key of the order.</param>
    /// <param name="approvalHours">How long a person is waited for, where one has to say yes.</param>
    public async Task<PublishEnd> PublishAsync(string target, int approvalHours = 0)
    {
        var input = new PublishInput(item.Settings.Project, item.RunId, item.Item.ItemId, target) { ApprovalHours = approvalHours };
        try
        {
            return await context.CallSubOrchestratorAsync(PublishNames.Publish, input, PublishNames.InstanceId(item.RunId, item.Round, item.Item.ItemId, target));
        }
        catch (SubOrchestrationFailedException failure)
        {
            return new PublishEnd(target, PublishEndState.Stopped) { Code = failure.Details.Code, Message = failure.Details.Message };
        }
    }
}
