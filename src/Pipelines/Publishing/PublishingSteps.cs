using FunctionsPipeline.Providers;
using FunctionsPipeline.State.Blobs;
using FunctionsPipeline.State.Governor;
using FunctionsPipeline.State.Publishing;
using FunctionsPipeline.State.Tables;

namespace FunctionsPipeline.Pipelines.Publishing;

/// <summary>What publications have in common, whatever the target: taking one, failing, and looking for what nobody saw arrive.</summary>
public abstract class PublishingSteps
{
    private static readonly TimeSpan ConflictWait = TimeSpan.FromSeconds(5);

    // Our clock and the provider's may differ.
    private static readonly TimeSpan ClockMargin = TimeSpan.FromHours(1);

    private protected PublishingSteps(
        string provider, PublicationStore store, IBlobStore blobs, PublishQuota quota, PublishingOptions options, TimeProvider clock)
    {
        Provider = provider;
        Store = store;
        Blobs = blobs;
        Quota = quota;
        Options = options;
        Clock = clock;
    }

    private protected string Provider { get; }

    private protected PublicationStore Store { get; }

    private protected IBlobStore Blobs { get; }

    private protected PublishQuota Quota { get; }

    private protected PublishingOptions Options { get; }

    private protected TimeProvider Clock { get; }

    /// <summary>Takes the publication and does with it what can be done now.</summary>
    private protected async Task<PublishAnswer> AdvanceAsync(
        PublishOrder order, DateTimeOffset? publishAt, Func<long, PublishAnswer?> check, Func<PublicationWork, Task<PublishAnswer>> go, CancellationToken cancellationToken)
    {
        try
        {
            var stored = await Store.GetAsync(order.Key, cancellationToken);
            if (stored is { Record.HasEnded: true }) return PublishAnswers.Of(stored.Record);
            var content = await Blobs.GetPropertiesAsync(order.ContentPath, cancellationToken);
            if (stored is null)
            {
                if (content is null) return PublishAnswers.Refused("content_missing", $"There is no video at '{order.ContentPath}'.");
                if (DegradedGate.Refusal(order) is { } refusal) return PublishAnswers.Refused("degraded", refusal);
                if (check(content.LengthBytes) is { } problem) return problem;
                stored = await Store.PlanAsync(order.Key, content.ETag, content.LengthBytes, publishAt, cancellationToken);
                if (stored.Record.HasEnded) return PublishAnswers.Of(stored.Record);
            }

            var (work, wait) = await PublicationWork.TakeAsync(Store, stored, Options, Clock);
            if (work is null) return PublishAnswers.Wait(stored.Record, wait, "in_other_hands", "Another process works on it, or did when it ended.", Clock.GetUtcNow());
            var isSame = content is not null && content.ETag == work.Record.ContentVersion && content.LengthBytes == work.Record.ContentBytes;
            if (work.Record.RemoteId is null && !isSame && await ContentChangedAsync(work, order) is { } changed) return changed;
            return await go(work);
        }
        catch (TableConflictException)
        {
            return PublishAnswers.Wait(null, ConflictWait, "in_other_hands", "Another process works on it.", Clock.GetUtcNow());
        }
    }

    /// <summary>Asks for a time slot of a kind of request; null when it may go.</summary>
    private protected async Task<PublishAnswer?> EnterAsync(PublicationWork work, string operation, SlotGrant? place, CancellationToken cancellationToken)
    {
        var record = work.Record;
        var slot = $"{record.Key.Id}/{operation}/{record.State}/{record.Sessions}/{record.Tries}";
        return await Quota.EnterAsync(Provider, operation, slot, place?.SlotId == slot ? place : null, cancellationToken) is { } notYet ? await work.WaitAsync(notYet) : null;
    }

    /// <summary>What a failed request means: wait, or give up. Null when the way goes on from another state.</summary>
    private protected async Task<PublishAnswer?> AfterFailureAsync(
        PublicationWork work, string operation, ProviderFailure failure, bool isFinal, CancellationToken cancellationToken)
    {
        var code = failure.ProviderCode is "quotaExceeded" or "uploadLimitExceeded" ? "quota" : failure.Code.ToText();
        if (failure.Code == ProviderErrorCode.RateLimited)
        {
            var pause = await Quota.RefusedAsync(Provider, operation, failure, cancellationToken);
            return await work.WaitAsync(PublishAnswers.Wait(work.Record, pause, code, failure.Describe(), Clock.GetUtcNow()));
        }

        if (isFinal || work.Record.Tries >= Options.TriesMax) return await work.GiveUpAsync(code, failure.Describe());
        return await work.TryLaterAsync(code, failure.Describe(), failure.RetryAfter);
    }

    /// <summary>True when the same request gives the same answer, until a person mends something.</summary>
    private protected static bool IsFinal(ProviderFailure failure) => !failure.IsRetryable && !failure.MayHaveArrived;

    /// <summary>Looks on the account for the run tag. Never sends again: what is not found in time is unknown.</summary>
    private protected async Task<PublishAnswer?> CheckAsync(
        PublicationWork work, PublicationState found, Func<DateTimeOffset, Task<(string Id, Uri? Url)?>> find, SlotGrant? place, CancellationToken cancellationToken)
    {
        var record = work.Record;
        if (record.RemoteId is { } id)
        {
            await work.LearnAsync(id, record.Url is null ? null : new Uri(record.Url), found);
            return null;
        }

        if (await EnterAsync(work, "read", place, cancellationToken) is { } notYet) return notYet;
        var since = record.UnclearSince ?? work.Now;
        var why = $"No reply told whether it was published, and nothing on the account carries its tag {record.RunTag} yet.";
        try
        {
            if (await find((record.FirstSessionAt ?? record.CreatedAt) - ClockMargin) is { } there)
            {
                await work.LearnAsync(there.Id, there.Url, found);
                return null;
            }
        }
        catch (ProviderException exception)
        {
            why = $"No reply told whether it was published, and the account could not be searched for its tag {record.RunTag}: {exception.Message}";
        }

        if (work.Now - since < Options.ListingWait) return await work.TryLaterAsync("looking", why);
        return await work.EndAsync(record with
        {
            State = PublicationState.Unknown,
            Code = "publish_unknown",
            Message = $"{why} It is not sent again by itself. Look on the account for {record.RunTag}, then write down what you found: its id, or that it is not there.",
        });
    }

    private static async Task<PublishAnswer?> ContentChangedAsync(PublicationWork work, PublishOrder order)
    {
        // What may exist is found by its tag, for which no file is needed.
        if (work.Record.State is PublicationState.Checking or PublicationState.Posting) return null;
        return await work.GiveUpAsync("content_changed", $"The video at '{order.ContentPath}' is not the one that was to be published any more. Publish it as an item of its own.");
    }
}
