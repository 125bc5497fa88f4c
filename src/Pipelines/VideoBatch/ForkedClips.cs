using System.Globalization;
using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.VideoBatch.Input;
using FunctionsPipeline.State;
using FunctionsPipeline.State.Blobs;
using FunctionsPipeline.State.Ledger;
using FunctionsPipeline.State.Steps;

namespace FunctionsPipeline.Pipelines.VideoBatch;

/// <summary>Remembers what clips were made from, and takes over those that a forked run has in common with its source.</summary>
/// <remarks>Safe for several threads. Doing it twice is doing it once.</remarks>
internal sealed class ForkedClips(PipelineServices services)
{
    /// <summary>Writes down what a clip was made from.</summary>
    public Task RememberAsync(ItemInput<VideoBatchSettings> item, PlannedItem planned, string callId, CancellationToken cancellationToken) =>
        services.Steps.PutAsync(RecordOf(item, planned, callId), cancellationToken);

    /// <summary>Copies the clip of the source, when it has one of the same inputs.</summary>
    /// <returns>True when the clip is there and nothing has to be paid.</returns>
    public async Task<bool> TakeOverAsync(ItemInput<VideoBatchSettings> item, PlannedItem planned, PaidCallIntent intent, CancellationToken cancellationToken)
    {
        if (item.Settings.Fork is not { } fork || fork.StepsAnew.Contains(ItemStages.Generate)) return false;

        var record = RecordOf(item, planned, intent.CallId);
        if (await services.Steps.GetAsync(record.RunId, record.ItemIndex, record.Step, record.Repeat, cancellationToken) is { TakenFrom: not null }) return true;
        if (await services.Steps.FindAsync(RunId.Parse(fork.RunId), record.Key, cancellationToken) is not { } source) return false;

        await using var clip = await services.Blobs.OpenReadAsync(source.ResultPath, cancellationToken);
        if (clip is null) return false;
        await services.Blobs.PutAsync(record.ResultPath, clip.Content, BlobCondition.None, cancellationToken);
        await services.Steps.PutAsync(record with { CallId = source.CallId, TakenFrom = source.TakenFrom ?? source.RunId }, cancellationToken);
        return true;
    }

    private static StepRecord RecordOf(ItemInput<VideoBatchSettings> item, PlannedItem planned, string callId)
    {
        var settings = item.Settings;
        var path = VideoBatchActivities.ClipPath(item);
        return new StepRecord
        {
            RunId = RunId.Parse(item.RunId),
            ItemId = item.Item.ItemId,
            ItemIndex = item.Item.Index,
            Step = ItemStages.Generate,

            // Repeats are real: the second clip of a prompt is not the first one again.
            Repeat = planned.Repeat,
            Inputs =
            [
                StepInput.Of("model", $"{settings.Provider}/{settings.Model}"),
                StepInput.Of("prompt", planned.Text),
                StepInput.Of("seconds", settings.DurationSeconds.ToString(CultureInfo.InvariantCulture)),
                StepInput.Of("resolution", settings.Resolution ?? ""),
                StepInput.Of("aspect ratio", settings.AspectRatio ?? ""),
            ],
            CallId = callId,
            ResultPath = path,
            Files = [],
        };
    }
}
