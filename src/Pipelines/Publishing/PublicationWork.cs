using FunctionsPipeline.State.Publishing;

namespace FunctionsPipeline.Pipelines.Publishing;

/// <summary>One publication in the hands of this process: its record, and the only way to write it.</summary>
internal sealed class PublicationWork
{
    private static readonly TimeSpan BackoffMin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BackoffMax = TimeSpan.FromMinutes(5);

    private readonly PublicationStore _store;
    private readonly PublishingOptions _options;
    private readonly TimeProvider _clock;
    private StoredPublication _stored;

    private PublicationWork(PublicationStore store, PublishingOptions options, TimeProvider clock, StoredPublication stored) =>
        (_store, _options, _clock, _stored) = (store, options, clock, stored);

    public PublicationRecord Record => _stored.Record;

    public PublishingOptions Options => _options;

    public DateTimeOffset Now => _clock.GetUtcNow();

    /// <summary>True while no byte was sent to the session that is written down, because this process has just opened it.</summary>
    public bool IsSessionFresh { get; set; }

    /// <summary>Takes a publication, unless another process has it.</summary>
    /// <returns>The work; or how long the other one is left alone.</returns>
    /// <exception cref="State.Tables.TableConflictException">Another process was faster.</exception>
    public static async Task<(PublicationWork? Work, TimeSpan Wait)> TakeAsync(
        PublicationStore store, StoredPublication stored, PublishingOptions options, TimeProvider clock)
    {
        var work = new PublicationWork(store, options, clock, stored);
        var isOthers = stored.Record.LeaseOwner is { } owner && owner != options.Owner && !options.OwnerIsAlone;
        if (isOthers && stored.Record.LeaseUntil is { } until && until > work.Now) return (null, until - work.Now);
        await work.SaveAsync(stored.Record);
        return (work, TimeSpan.Zero);
    }

    /// <summary>Writes the next record, and with it that this process goes on.</summary>
    public async Task SaveAsync(PublicationRecord next) =>
        _stored = await _store.ReplaceAsync(_stored, next with { LeaseOwner = _options.Owner, LeaseUntil = Now + _options.LeaseDuration });

    /// <summary>Writes a record at which nothing more is done here, and lets go.</summary>
    public async Task<PublishAnswer> EndAsync(PublicationRecord next)
    {
        _stored = await _store.ReplaceAsync(_stored, next with { LeaseOwner = null, LeaseUntil = null });
        return PublishAnswers.Of(Record);
    }

    /// <summary>Lets go and waits.</summary>
    public async Task<PublishAnswer> WaitAsync(PublishAnswer answer)
    {
        _stored = await _store.ReplaceAsync(_stored, Record with { LeaseOwner = null, LeaseUntil = null });
        return PublishAnswers.With(answer, Record);
    }

    /// <summary>Counts an attempt without progress and waits, each time longer.</summary>
    public async Task<PublishAnswer> TryLaterAsync(string code, string message, TimeSpan? wish = null)
    {
        var tries = Record.Tries + 1;
        var backoff = TimeSpan.FromSeconds(Math.Min(BackoffMin.TotalSeconds * Math.Pow(2, Math.Min(tries - 1, 20)), BackoffMax.TotalSeconds));
        var wait = wish > backoff ? wish.Value : backoff;
        _stored = await _store.ReplaceAsync(_stored, Record with { Tries = tries, Code = code, Message = message, LeaseOwner = null, LeaseUntil = null });
        return PublishAnswers.Wait(Record, wait, code, message, Now);
    }

    /// <summary>It came to an end before all was done: what surely exists is partial, what may exist is looked for, the rest has failed.</summary>
    public async Task<PublishAnswer?> GiveUpAsync(string code, string message)
    {
        var record = Record with { Code = code, Message = message };
        if (record.RemoteId is not null)
        {
            return await EndAsync(record with { State = PublicationState.Partial, Problems = [.. record.Problems, new PublicationProblem(code, message)] });
        }

        if (!record.MayExist) return await EndAsync(record with { State = PublicationState.Failed });
        await SaveAsync(record with { State = PublicationState.Checking, UnclearSince = record.UnclearSince ?? Now, Tries = 0 });
        return null;
    }

    /// <summary>Writes the id down: from here on it surely exists and is never sent again.</summary>
    public Task LearnAsync(string remoteId, Uri? url, PublicationState state) => SaveAsync(Record with
    {
        State = state,
        RemoteId = remoteId,
        Url = url?.AbsoluteUri,
        UploadedAt = Now,
        UnclearSince = null,
        Tries = 0,
        Code = null,
        Message = null,
    });
}
