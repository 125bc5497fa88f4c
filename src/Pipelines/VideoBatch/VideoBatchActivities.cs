using System.Security.Cryptography;
using System.Text;
using FunctionsPipeline.Durable;
using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.FrameJobs;
using FunctionsPipeline.Pipelines.PaidCalls;
using FunctionsPipeline.Pipelines.VideoBatch.Input;
using FunctionsPipeline.Providers;
using FunctionsPipeline.Providers.Downloads;
using FunctionsPipeline.State;
using FunctionsPipeline.State.Governor;
using FunctionsPipeline.State.Ledger;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.VideoBatch;

/// <summary>
/// What each step of an item does to the world. Every activity may run more than once: a paid call is guarded by the ledger, the rest
/// write under fixed names.
/// </summary>
public sealed class VideoBatchActivities(PipelineServices services, PlanFiles<PlannedItem> plan)
{
    private readonly SubmitGate _gate = new(services);
    private readonly ForkedClips _clips = new(services);

    /// <summary>Sends the paid call through the door, unless its time slot has not come yet.</summary>
    public async Task<SubmitAnswer> SubmitGenerationAsync(ActivityContext context, SubmitInput input, CancellationToken cancellationToken)
    {
        var item = input.Item;
        var settings = item.Settings;
        var generator = services.Providers.Video[settings.Provider];
        var planned = await plan.ReadItemAsync(item, cancellationToken);
        var request = new VideoRequest(settings.Model, planned.Text, settings.DurationSeconds, settings.AspectRatio, settings.Resolution);
        var intent = CreateIntent(item, input.PaidAttempt, planned, generator);

        if (await _clips.TakeOverAsync(item, planned, intent, cancellationToken)) return new SubmitAnswer(SubmitOutcome.TakenOver, intent.CallId);

        var known = await services.Ledger.GetAsync(intent.CallId, cancellationToken);
        SlotGrant? slot = null;
        if (known is null or { State: PaidCallState.Reserved })
        {
            (slot, var notYet) = await _gate.EnterAsync(GateCallOf(item, intent.CallId, planned.Priority), input.Place, cancellationToken);
            if (notYet is not null) return notYet;
        }

        var submitter = new VideoSubmitter(generator, request, services.Governor, slot);
        var result = await services.PaidCalls.SubmitAsync(intent, submitter, cancellationToken);
        await _gate.TellAsync(GateCallOf(item, intent.CallId, planned.Priority), result, cancellationToken);
        return SubmitAnswers.From(result);
    }

    /// <summary>Asks the provider how the generation stands; when it is over, the ledger is settled before anybody is told.</summary>
    public Task<GenerationAnswer> CheckGenerationAsync(ActivityContext context, GenerationInput input, CancellationToken cancellationToken) =>
        FailureTranslation.RunAsync(async () =>
        {
            var settings = input.Item.Settings;
            VideoGenerationStatus status;
            try
            {
                status = await services.Providers.Video[settings.Provider].GetStatusAsync(settings.Model, input.RequestId, cancellationToken);
            }
            catch (ProviderException exception) when (exception.Failure is { IsRetryable: true } or { Code: ProviderErrorCode.UnexpectedReply })
            {
                // The provider could not be asked just now; the next poll asks again, until the deadline.
                return new GenerationAnswer(GenerationState.Pending);
            }
            catch (ProviderException exception)
            {
                // A call that was settled before is paid and done, whatever the provider remembers; the download says what is left of it.
                return await services.Ledger.GetAsync(input.CallId, cancellationToken) is { State: PaidCallState.Settled }
                    ? new GenerationAnswer(GenerationState.Done)
                    : await MarkUnknownAsync(input, exception.Failure.Code.ToText(), exception.Message, cancellationToken);
            }

            return await SettleAsync(input, status, cancellationToken);
        });

    /// <summary>The wait is over: what was accepted and never seen to end is unknown. A later retry asks for it again, without paying.</summary>
    public async Task<GenerationAnswer> GiveUpGenerationAsync(ActivityContext context, GenerationInput input, CancellationToken cancellationToken) =>
        await MarkUnknownAsync(
            input,
            "generation_timeout",
            $"{input.Item.Settings.Provider} accepted the request ({input.RequestId}) and did not finish it within {input.Item.Settings.GenerationTimeoutSeconds} s; it may still be charged.",
            cancellationToken);

    /// <summary>Brings the clip into the run's folder. The link is asked for anew, so that it is fresh and never stored.</summary>
    public Task<ClipFile> DownloadClipAsync(ActivityContext context, GenerationInput input, CancellationToken cancellationToken) =>
        FailureTranslation.RunAsync(async () =>
        {
            if (await FindClipAsync(input.Item, cancellationToken) is { } known) return known;

            var settings = input.Item.Settings;
            var generator = services.Providers.Video[settings.Provider];
            try
            {
                if (await generator.GetStatusAsync(settings.Model, input.RequestId, cancellationToken) is not VideoGenerationStatus.Done done)
                {
                    throw DownloadFailures.ClipGone(input.RequestId);
                }

                Directory.CreateDirectory(services.ScratchFolder);
                var scratch = Path.Combine(services.ScratchFolder, $"{input.Item.RunId}-{input.Item.Item.ItemId}.mp4");
                var request = new DownloadRequest(settings.Provider, done.Url, scratch) { AllowPrivateAddresses = generator.IsOnLoopback };
                var file = await services.Downloads.DownloadAsync(request, null, cancellationToken);
                var path = ClipPath(input.Item);
                await services.Blobs.PutFileAsync(path, file.Path, cancellationToken);
                await _clips.RememberAsync(input.Item, await plan.ReadItemAsync(input.Item, cancellationToken), input.CallId, cancellationToken);
                return new ClipFile(path, file.LengthBytes, file.Sha256, done.DurationSeconds);
            }
            catch (ProviderException exception)
            {
                throw DownloadFailures.Of(exception, input.RequestId);
            }
        });

    /// <summary>Puts the frame job; putting it twice is putting it once.</summary>
    public async Task<Nothing> PutFrameJobAsync(ActivityContext context, ItemInput<VideoBatchSettings> input, CancellationToken cancellationToken)
    {
        var planned = await plan.ReadItemAsync(input, cancellationToken);
        var instanceId = BatchInstanceIds.Item(input.RunId, input.Round, input.Chunk, input.Item.Index);
        var job = new FrameJob(JobId(input), input.RunId, instanceId, ClipPath(input), planned.Expects);
        await services.FrameJobs.PutJobAsync(job, cancellationToken);
        services.FrameJobPut();
        return Nothing.Value;
    }

    /// <summary>Looks for the result; a job that got lost is put again under the same id.</summary>
    public async Task<FrameResultAnswer> CheckFrameResultAsync(ActivityContext context, ItemInput<VideoBatchSettings> input, CancellationToken cancellationToken)
    {
        var result = await services.FrameJobs.GetResultAsync(input.RunId, JobId(input), cancellationToken);
        if (result is null)
        {
            await PutFrameJobAsync(context, input, cancellationToken);
            return new FrameResultAnswer(IsDone: false);
        }

        return result.Error is { } error
            ? new FrameResultAnswer(IsDone: true, new ItemError(error.Code, error.Message, error.Hint, error.Retryable))
            : new FrameResultAnswer(IsDone: true);
    }

    /// <summary>Scores the item and writes its end.</summary>
    public async Task<ItemOutcome> CompleteItemAsync(ActivityContext context, ItemEnding ending, CancellationToken cancellationToken)
    {
        var input = ending.Item;
        if (ending.Status is not ItemStatus.Succeeded) await ReleaseAsync(ending, cancellationToken);

        var frames = ending.Clip is null ? null : await services.FrameJobs.GetResultAsync(input.RunId, JobId(input), cancellationToken);
        var record = ItemRecords.Ended(ending, frames, services.Clock.GetUtcNow());
        await services.Runs.PutItemAsync(record, cancellationToken);
        services.Progress.ItemEnded(record);
        return new ItemOutcome(record.ItemId, record.Status, ending.StopReason);
    }

    internal static string ClipPath(ItemInput<VideoBatchSettings> input) => $"runs/{input.RunId}/clips/{input.Item.ItemId}.mp4";

    private static string JobId(ItemInput<VideoBatchSettings> input) => JobId(input, input.Round);

    private static string JobId(ItemInput<VideoBatchSettings> input, int round) => $"{input.Item.ItemId}-round-{round}";

    /// <summary>A clip that an earlier round brought, unless its analysis found it unusable: then it is worth fetching anew.</summary>
    private async Task<ClipFile?> FindClipAsync(ItemInput<VideoBatchSettings> input, CancellationToken cancellationToken)
    {
        for (var round = 1; round < input.Round; round++)
        {
            var result = await services.FrameJobs.GetResultAsync(input.RunId, JobId(input, round), cancellationToken);
            if (result is { Error.Retryable: false }) return null;
        }

        await using var blob = await services.Blobs.OpenReadAsync(ClipPath(input), cancellationToken);
        if (blob is null) return null;

        var hash = await SHA256.HashDataAsync(blob.Content, cancellationToken);
        return new ClipFile(ClipPath(input), blob.Properties.LengthBytes, Convert.ToHexStringLower(hash), null);
    }

    private PaidCallIntent CreateIntent(ItemInput<VideoBatchSettings> item, int paidAttempt, PlannedItem planned, IVideoGenerator generator)
    {
        var settings = item.Settings;
        string?[] inputs = [settings.Provider, settings.Model, settings.Resolution, settings.AspectRatio, $"{settings.DurationSeconds}", planned.Text];
        return new PaidCallIntent
        {
            Project = settings.Project,
            RunId = RunId.Parse(item.RunId),
            ItemId = item.Item.ItemId,
            Step = ItemStages.Generate,
            Repeat = planned.Repeat,
            Retry = paidAttempt,
            InputHash = Hash(string.Join('\n', inputs)),
            PromptHash = Hash(planned.Text),
            Provider = settings.Provider,
            Model = settings.Model,
            Class = generator.Class,
            WorstTicks = services.Prices.Ticks(settings.Provider, settings.Model, settings.Resolution, settings.DurationSeconds),
            Caps = BudgetScopes.At(services.Clock.GetUtcNow(), settings.Caps),
        };
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>Money that is held for a call nobody will send any more goes back; what may have been sent stays held.</summary>
    private async Task ReleaseAsync(ItemEnding ending, CancellationToken cancellationToken)
    {
        var planned = await plan.ReadItemAsync(ending.Item, cancellationToken);
        var generator = services.Providers.Video[ending.Item.Settings.Provider];
        var callId = CreateIntent(ending.Item, ending.PaidAttempt, planned, generator).CallId;
        if (await services.Ledger.GetAsync(callId, cancellationToken) is { State: PaidCallState.Reserved or PaidCallState.Submitting })
        {
            await services.PaidCalls.AbandonAsync(callId, ending.Error?.Code ?? "abandoned", "The item ended before the call was accepted.", cancellationToken);
        }
    }

    private static GateCall GateCallOf(ItemInput<VideoBatchSettings> item, string callId, ItemPriority priority = ItemPriority.Normal) => new()
    {
        RunId = RunId.Parse(item.RunId),
        Provider = item.Settings.Provider,
        Operation = VideoTerms.Operation,
        RequestsPerMinute = item.Settings.RequestsPerMinute,
        CallId = callId,
        Priority = priority.ToSlotPriority(),
    };

    private async Task<GenerationAnswer> SettleAsync(GenerationInput input, VideoGenerationStatus status, CancellationToken cancellationToken)
    {
        if (status is VideoGenerationStatus.Pending) return new GenerationAnswer(GenerationState.Pending);

        var settings = input.Item.Settings;
        var ending = GenerationEnding.Of(status, services.Prices, settings);
        var entry = await services.Ledger.GetAsync(input.CallId, cancellationToken);
        await _gate.ReleaseAsync(GateCallOf(input.Item, input.CallId), cancellationToken);

        // A call that ended before, in an earlier life of this activity or by a person's hand, keeps what was written then.
        if (entry is { State: PaidCallState.Accepted or PaidCallState.Unknown })
        {
            await (ending.Code is null
                ? services.Ledger.SettleAsync(input.CallId, ending.ChargedTicks, cancellationToken)
                : services.Ledger.FailAsync(input.CallId, ending.Code, ending.Message, ending.ChargedTicks, cancellationToken));
        }

        return ending.Code is null
            ? new GenerationAnswer(GenerationState.Done)
            : new GenerationAnswer(
                GenerationState.Failed, ItemErrors.Generation(ending.Code, ending.Message, ending.IsRetryable, ending.ChargedTicks));
    }

    private async Task<GenerationAnswer> MarkUnknownAsync(GenerationInput input, string code, string message, CancellationToken cancellationToken)
    {
        await services.Ledger.MarkUnknownAsync(input.CallId, code, message, cancellationToken);
        await _gate.ReleaseAsync(GateCallOf(input.Item, input.CallId), cancellationToken);
        return new GenerationAnswer(GenerationState.Unknown, BatchErrors.Unknown(code, message));
    }
}
