using FunctionsPipeline.Durable;
using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.Steps;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.Comments;

/// <summary>
/// One candidate, top to bottom: is it worth an answer, what could be answered, how good is that, and what does it mean. Which suggestions
/// say the same is found out at the end of the run, when all are there. Whatever happens, the last step runs: every item ends.
/// </summary>
public sealed class CommentsItemOrchestrator : Orchestrator<ItemInput<CommentsSettings>, ItemOutcome>
{
    // A language model that has not answered by then was given up by the HTTP client long before.
    private const int TimeoutSeconds = 300;

    /// <inheritdoc/>
    public override async Task<ItemOutcome> RunAsync(OrchestrationContext context, ItemInput<CommentsSettings> input)
    {
        var settings = input.Settings;
        var steps = new ItemSteps<CommentsSettings>(context, input, settings.AnswersMax, TimeoutSeconds);
        try
        {
            await context.CreateTimer(BatchDelays.Jitter(input));

            if (settings.UseGate)
            {
                var gate = await steps.TakeAsync(CommentsNames.Gate, CommentsNames.GateStep, 0, settings.Models);
                if (gate.Score < settings.GateThreshold) return await steps.EndAsync(CommentsNames.CompleteItem, ItemStatus.Succeeded);
            }

            await steps.TakeAsync(CommentsNames.Suggest, CommentsNames.SuggestStep, 0, settings.Models);
            var assessed = await steps.TakeAsync(CommentsNames.Assess, CommentsNames.AssessStep, 0, settings.Models);
            if (!settings.SkipLowScores || assessed.Scores.Any(score => score >= settings.QualityThreshold))
            {
                await steps.TakeAsync(CommentsNames.Embed, CommentsNames.EmbedStep, 0, settings.Embedders);
            }

            return await steps.EndAsync(CommentsNames.CompleteItem, ItemStatus.Succeeded);
        }
        catch (ItemStoppedException stop)
        {
            return await steps.EndAsync(CommentsNames.CompleteItem, stop.Status, stop.Error, stop.StopReason);
        }
        catch (ActivityFailedException failure)
        {
            return await steps.EndAsync(CommentsNames.CompleteItem, ItemStatus.Failed, BatchErrors.From(failure.Details));
        }
    }
}
