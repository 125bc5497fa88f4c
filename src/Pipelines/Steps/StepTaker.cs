using System.Globalization;
using System.Text.Json;
using FunctionsPipeline.Durable;
using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.PaidCalls;
using FunctionsPipeline.Providers;
using FunctionsPipeline.State;
using FunctionsPipeline.State.Blobs;
using FunctionsPipeline.State.Governor;
using FunctionsPipeline.State.Ledger;
using FunctionsPipeline.State.Steps;

namespace FunctionsPipeline.Pipelines.Steps;

/// <summary>
/// Takes paid steps, for activities. A reply is kept before the ledger says that the call was accepted, so that what was paid for is never
/// lost; a step that a forked run has in common with its source is taken over and not paid again.
/// </summary>
/// <remarks>Safe for several threads. Taking a step again gives what it gave.</remarks>
internal sealed class StepTaker(PipelineServices services)
{
    private readonly SubmitGate _gate = new(services);

    /// <summary>Takes a step as far as it goes now.</summary>
    /// <param name="call">Which step.</param>
    /// <param name="order">How it is ordered.</param>
    /// <param name="judge">What a reply is taken to say. Pure.</param>
    /// <param name="cancellationToken">Ends the wait; what was learnt is written in any case.</param>
    public async Task<StepAnswer<TVerdict>> TakeAsync<TSettings, TReply, TVerdict>(
        StepCall<TSettings> call, StepOrder<TReply> order, Func<TReply, Judged<TVerdict>> judge, CancellationToken cancellationToken)
        where TSettings : BatchSettings
        where TVerdict : class
    {
        var intent = IntentOf(call, order);
        var answer = new AnswerFile<TReply>(services.Blobs, PathOf(call, order));
        var gateCall = GateCallOf(call, order, intent);
        if (await TakeOverAsync(call, order, cancellationToken) is { } taken
            && await new AnswerFile<TReply>(services.Blobs, taken.ResultPath).ReadAsync(cancellationToken) is { } earlier)
        {
            return Judge(call, new SubmitAnswer(SubmitOutcome.Accepted, taken.CallId), earlier, judge);
        }

        var known = await services.Ledger.GetAsync(intent.CallId, cancellationToken);
        SlotGrant? slot = null;
        if (known is null || MayBeSent(known))
        {
            var (granted, notYet) = call.IsGivenUp ? (null, SubmitAnswers.GivenUp) : await _gate.EnterAsync(gateCall, call.Place, cancellationToken);
            if (notYet is { Outcome: SubmitOutcome.Cancelled or SubmitOutcome.Refused } && known is not null)
            {
                // Nobody will send it any more: the money that is held for it goes back, unless an earlier send may have been accepted.
                var abandoned = await services.PaidCalls.AbandonAsync(intent.CallId, "abandoned", "The item ended before the call was accepted.", cancellationToken);
                if (abandoned.State == PaidCallState.Unknown) notYet = SubmitAnswers.Abandoned(abandoned);
            }

            if (notYet is not null) return new StepAnswer<TVerdict>(notYet);
            slot = granted;
        }

        var submitter = new StepSubmitter<TReply>(services, order, answer, slot, intent.Project, call.Item.Round);
        var result = await services.PaidCalls.SubmitAsync(intent, submitter, cancellationToken);
        await _gate.TellAsync(gateCall, result, cancellationToken);
        var submit = SubmitAnswers.From(result);
        if (submit.Outcome != SubmitOutcome.Accepted) return new StepAnswer<TVerdict>(submit);

        var (kept, ending) = await EndAsync(call, order, submit, answer, cancellationToken);
        if (kept is null) return new StepAnswer<TVerdict>(ending!.Submit, null, ending.Problem);

        await _gate.ReleaseAsync(gateCall, cancellationToken);
        var judged = Judge(call, submit, kept, judge);
        if (judged.Verdict is not null) await services.Steps.PutAsync(RecordOf(call, order, intent.CallId, answer.Path, kept.Files), cancellationToken);
        return judged;
    }

    /// <summary>Where a step's answer lies: a path of its own for each paid call, so that no answer is taken for that of another model or input.</summary>
    public static string PathOf<TSettings, TReply>(StepCall<TSettings> call, StepOrder<TReply> order)
        where TSettings : BatchSettings => string.Create(
        CultureInfo.InvariantCulture,
        $"runs/{call.Item.RunId}/answers/{call.Item.Item.ItemId}/{call.Step}-{call.Repeat}.{order.Provider}-{call.PaidAttempt}.{StepRecord.KeyOf(call.Step, call.Repeat, order.Inputs)[..12]}.json");

    /// <summary>Whether the door may send it now, so that it needs a time slot. Class N is never sent again.</summary>
    private static bool MayBeSent(LedgerEntry entry) =>
        entry is { State: PaidCallState.Reserved } or { State: PaidCallState.Submitting, Class: not ProviderClass.N };

    /// <summary>An answer of an earlier round that was of no use is not taken for an answer again: the next attempt is due.</summary>
    private static StepAnswer<TVerdict> Judge<TSettings, TReply, TVerdict>(
        StepCall<TSettings> call, SubmitAnswer submit, KeptReply<TReply> kept, Func<TReply, Judged<TVerdict>> judge)
        where TSettings : BatchSettings
        where TVerdict : class
    {
        var judged = judge(kept.Reply);
        return judged.Problem is not null && kept.Round < call.Item.Round
            ? new StepAnswer<TVerdict>(new SubmitAnswer(SubmitOutcome.Spent), ChargedTicks: kept.ChargedTicks)
            : new StepAnswer<TVerdict>(submit, judged.Verdict, judged.Problem, kept.ChargedTicks);
    }

    /// <summary>The kept reply of an accepted call, fetched and settled where that is still to be done; or why there is none.</summary>
    private async Task<(KeptReply<TReply>? Kept, StepAnswer<object>? Ending)> EndAsync<TSettings, TReply>(
        StepCall<TSettings> call, StepOrder<TReply> order, SubmitAnswer submit, AnswerFile<TReply> answer, CancellationToken cancellationToken)
        where TSettings : BatchSettings
    {
        var hasEnded = await services.Ledger.GetAsync(submit.CallId!, cancellationToken) is { State: PaidCallState.Settled };
        var kept = await answer.ReadAsync(cancellationToken);
        if (kept is null)
        {
            PricedReply<TReply>? fetched;
            try
            {
                fetched = order.FetchAsync is null ? null : await order.FetchAsync(submit.RequestId!, cancellationToken);
            }
            catch (ProviderException exception) when (!hasEnded && exception.Failure.Code is ProviderErrorCode.GenerationFailed or ProviderErrorCode.ContentRefused)
            {
                await services.Ledger.FailAsync(submit.CallId!, exception.Failure.Code.ToText(), exception.Message, order.FailedTicks, cancellationToken);
                return (null, new StepAnswer<object>(submit, null, new AnswerProblem(exception.Failure.Code.ToText(), exception.Message, IsRetryable: false)));
            }
            catch (ProviderException)
            {
                // It could not be asked just now, or it does not know the call any more: neither says what the call came to.
                fetched = null;
            }

            // Paid and settled, and the answer is gone from the folder and from the provider: only another call gives one.
            if (fetched is null && hasEnded) return (null, new StepAnswer<object>(submit with { Outcome = SubmitOutcome.Spent }));
            if (fetched is null) return (null, await WaitOrGiveUpAsync(call, order, submit, cancellationToken));
            kept = await answer.KeepAsync(order, call.Item.Round, submit.RequestId!, fetched, cancellationToken);
        }

        if (!hasEnded) await services.Ledger.SettleAsync(submit.CallId!, kept.ChargedTicks, cancellationToken);
        return (kept, null);
    }

    private async Task<StepAnswer<object>> WaitOrGiveUpAsync<TSettings, TReply>(
        StepCall<TSettings> call, StepOrder<TReply> order, SubmitAnswer submit, CancellationToken cancellationToken)
        where TSettings : BatchSettings
    {
        if (order.FetchAsync is not null && !call.IsGivenUp) return new StepAnswer<object>(submit with { Outcome = SubmitOutcome.Pending });

        const string Code = "result_timeout";
        var message = $"{order.Provider} accepted the request ({submit.RequestId}) and its answer never came; it may still be charged.";
        await services.Ledger.MarkUnknownAsync(submit.CallId!, Code, message, cancellationToken);
        return new StepAnswer<object>(submit with { Outcome = SubmitOutcome.Unknown, Error = BatchErrors.Unknown(Code, message) });
    }

    /// <summary>The same step of the run that this one is a fork of, with its answer and files in this run's folder; null when there is none.</summary>
    private async Task<StepRecord?> TakeOverAsync<TSettings, TReply>(StepCall<TSettings> call, StepOrder<TReply> order, CancellationToken cancellationToken)
        where TSettings : BatchSettings
    {
        var runId = RunId.Parse(call.Item.RunId);
        var key = StepRecord.KeyOf(call.Step, call.Repeat, order.Inputs);
        if (await services.Steps.GetAsync(runId, call.Item.Item.Index, call.Step, call.Repeat, cancellationToken) is { TakenFrom: not null } own && own.Key == key) return own;

        if (call.Item.Settings.Fork is not { } fork || fork.StepsAnew.Contains(call.Step)) return null;
        if (await services.Steps.FindAsync(RunId.Parse(fork.RunId), key, cancellationToken) is not { } source) return null;

        var sourceFolder = $"runs/{source.RunId}/";
        var folder = $"runs/{runId}/";
        foreach (var path in source.Files.Append(source.ResultPath))
        {
            await using var blob = await services.Blobs.OpenReadAsync(path, cancellationToken);
            if (blob is null) return null;
            await services.Blobs.PutAsync(folder + path[sourceFolder.Length..], blob.Content, BlobCondition.None, cancellationToken);
        }

        var taken = RecordOf(call, order, source.CallId, folder + source.ResultPath[sourceFolder.Length..], [.. source.Files.Select(path => folder + path[sourceFolder.Length..])])
            with { TakenFrom = source.TakenFrom ?? source.RunId };
        await services.Steps.PutAsync(taken, cancellationToken);
        return taken;
    }

    private static StepRecord RecordOf<TSettings, TReply>(
        StepCall<TSettings> call, StepOrder<TReply> order, string callId, string path, IReadOnlyList<string> files)
        where TSettings : BatchSettings => new()
    {
        RunId = RunId.Parse(call.Item.RunId),
        ItemId = call.Item.Item.ItemId,
        ItemIndex = call.Item.Item.Index,
        Step = call.Step,
        Repeat = call.Repeat,
        Inputs = order.Inputs,
        CallId = callId,
        ResultPath = path,
        Files = files,
    };

    private PaidCallIntent IntentOf<TSettings, TReply>(StepCall<TSettings> call, StepOrder<TReply> order)
        where TSettings : BatchSettings
    {
        var settings = call.Item.Settings;
        return new PaidCallIntent
        {
            Project = settings.Project,
            RunId = RunId.Parse(call.Item.RunId),
            ItemId = call.Item.Item.ItemId,
            Step = $"{call.Step}.{order.Provider}",
            Repeat = call.Repeat,
            Retry = call.PaidAttempt,
            InputHash = StepRecord.KeyOf(call.Step, call.Repeat, order.Inputs),
            PromptHash = TextHash.Sha256(order.Prompt),
            Provider = order.Provider,
            Model = order.Model,
            Class = order.Class,
            WorstTicks = order.WorstTicks,
            Caps = BudgetScopes.At(services.Clock.GetUtcNow(), settings.Caps),
        };
    }

    private static GateCall GateCallOf<TSettings, TReply>(StepCall<TSettings> call, StepOrder<TReply> order, PaidCallIntent intent)
        where TSettings : BatchSettings => new()
    {
        RunId = intent.RunId,
        Provider = order.Provider,
        Operation = order.Operation,
        RequestsPerMinute = call.Item.Settings.RequestsPerMinute,
        CallId = intent.CallId,
    };
}
