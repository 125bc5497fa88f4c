using FunctionsPipeline.Pipelines.PaidCalls;
using FunctionsPipeline.Providers;
using FunctionsPipeline.State;
using FunctionsPipeline.State.Ledger;
using FunctionsPipeline.State.Prices;
using FunctionsPipeline.State.Publishing;

namespace FunctionsPipeline.Pipelines.Publishing;

/// <summary>
/// The money of one post: the post itself and each look for it goes through the one door. The row of the publication decides what is sent; the
/// rows of the ledger follow it.
/// </summary>
/// <param name="services">Door, ledger, prices, clock.</param>
/// <param name="provider">Who is paid.</param>
/// <param name="key">The publication.</param>
/// <param name="text">The text that is posted: what a person approved.</param>
/// <param name="caps">Every cap that applies.</param>
/// <remarks>Safe for several threads.</remarks>
internal sealed class PostMoney(PipelineServices services, string provider, PublicationKey key, string text, IReadOnlyList<BudgetCap> caps)
{
    private const string PostModel = "posts";
    private const string LookModel = "own-posts";

    // A publication is looked for about twenty times at most, and posted anew a handful of times.
    private const int AttemptsMax = 200;

    /// <summary>Sends the post: money is held before, and booked as soon as there is an id.</summary>
    /// <exception cref="PublishRefusedException">A cap or a missing price is in the way; nothing was sent.</exception>
    /// <exception cref="ProviderException">As the send threw it.</exception>
    public async Task<string> PostAsync(Func<CancellationToken, Task<string>> send, CancellationToken cancellationToken)
    {
        var intent = await CurrentAsync(PostIntent, entry => entry.State == PaidCallState.Failed, cancellationToken);
        var submitter = new Submitter(send);
        switch (await services.PaidCalls.SubmitAsync(intent, submitter, cancellationToken))
        {
            case PaidCallResult.Accepted accepted:
                await services.Ledger.SettleAsync(accepted.CallId, intent.WorstTicks!.Value, CancellationToken.None);
                return accepted.RequestId;
            case PaidCallResult.AlreadyEnded { State: PaidCallState.Settled, RequestId: { } known }:
                return known;
            case PaidCallResult.BudgetStopped stopped:
                throw new PublishRefusedException("budget_stopped", OverBudget("The post", stopped));
            case PaidCallResult.PriceUnknown unknown:
                throw new PublishRefusedException("price_unknown", unknown.Message);
            case PaidCallResult.NotAccepted { Code: var code, Message: var message } when submitter.Failure is null:
                throw Unsent(code, message);
            default:
                throw submitter.Failure ?? Lost();
        }
    }

    /// <summary>Looks among the account's own posts. A look that is made again on the same day costs nothing more at X, so it may be repeated.</summary>
    /// <exception cref="ProviderException">No answer, or a cap is in the way.</exception>
    public async Task<OwnPosts> LookAsync(int postsMax, Func<CancellationToken, Task<OwnPosts>> look, CancellationToken cancellationToken)
    {
        if (await PostedIdAsync(cancellationToken) is { } known) return new OwnPosts([known], 0, 0);
        while (true)
        {
            var intent = await CurrentAsync(attempt => LookIntent(attempt, postsMax), entry => entry.State is PaidCallState.Failed or PaidCallState.Settled or PaidCallState.Unknown, cancellationToken);
            OwnPosts? found = null;
            var submitter = new Submitter(async token =>
            {
                found = await look(token);
                return intent.CallId;
            });
            switch (await services.PaidCalls.SubmitAsync(intent, submitter, cancellationToken))
            {
                case PaidCallResult.Accepted accepted when found is null:
                    // Answered in an earlier life of this process, and the answer is gone: what it cost is not known to be less.
                    await services.Ledger.SettleAsync(accepted.CallId, intent.WorstTicks!.Value, CancellationToken.None);
                    break;
                case PaidCallResult.Accepted accepted:
                    await services.Ledger.SettleAsync(accepted.CallId, LookTicks(found!.PostsRead, found.ProfilesRead) ?? 0, CancellationToken.None);
                    return found;
                case PaidCallResult.BudgetStopped stopped:
                    throw Unsent("budget_stopped", OverBudget("A look for the post", stopped));
                case PaidCallResult.PriceUnknown unknown:
                    throw Unsent("price_unknown", unknown.Message);
                case PaidCallResult.NotAccepted { Code: var code, Message: var message } when submitter.Failure is null:
                    throw Unsent(code, message);
                default:
                    throw submitter.Failure ?? Lost();
            }
        }
    }

    /// <summary>Brings the ledger to where the publication is. May be repeated.</summary>
    /// <param name="remoteId">Id of the post, when it is known to be there.</param>
    /// <param name="isOver">True when nothing more happens by itself.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task SettleAsync(string? remoteId, bool isOver, CancellationToken cancellationToken)
    {
        if (remoteId is null && !isOver) return;
        var post = await CurrentAsync(PostIntent, entry => entry.State == PaidCallState.Failed, cancellationToken);
        if (await services.Ledger.GetAsync(post.CallId, cancellationToken) is { } entry) await SettlePostAsync(entry, remoteId, cancellationToken);
        if (!isOver) return;
        for (var attempt = 0; attempt < AttemptsMax && await services.Ledger.GetAsync(LookIntent(attempt, 0).CallId, cancellationToken) is { } look; attempt++)
        {
            if (look.State == PaidCallState.Accepted) await services.Ledger.SettleAsync(look.CallId, look.WorstTicks, cancellationToken);
            else await AbandonAsync(look, cancellationToken);
        }
    }

    /// <summary>Writes down what a person found out of a post that nobody saw arrive.</summary>
    public async Task ResolveAsync(string? remoteId, CancellationToken cancellationToken)
    {
        var post = await CurrentAsync(PostIntent, entry => entry.State == PaidCallState.Failed, cancellationToken);
        if (await services.Ledger.GetAsync(post.CallId, cancellationToken) is not { } entry) return;
        entry = await AbandonAsync(entry, cancellationToken);
        if (entry.State != PaidCallState.Unknown) return;
        LedgerResolution resolution = remoteId is null ? new LedgerResolution.NotCharged() : new LedgerResolution.Charged(entry.WorstTicks, remoteId);
        await services.Ledger.ResolveAsync(entry.CallId, resolution, cancellationToken);
    }

    private async Task SettlePostAsync(LedgerEntry entry, string? remoteId, CancellationToken cancellationToken)
    {
        if (remoteId is not null && entry.State is PaidCallState.Submitting or PaidCallState.Unknown) await ResolveAsync(remoteId, cancellationToken);
        else if (entry.State == PaidCallState.Accepted) await services.Ledger.SettleAsync(entry.CallId, entry.WorstTicks, cancellationToken);
        else if (remoteId is null) await AbandonAsync(entry, cancellationToken);
    }

    private async Task<LedgerEntry> AbandonAsync(LedgerEntry entry, CancellationToken cancellationToken) =>
        entry.State is PaidCallState.Reserved or PaidCallState.Submitting
            ? await services.PaidCalls.AbandonAsync(entry.CallId, "abandoned", "The publication ended before the call was accepted.", cancellationToken)
            : entry;

    /// <summary>The id of the post, when the ledger learnt it and the publication did not.</summary>
    private async Task<string?> PostedIdAsync(CancellationToken cancellationToken)
    {
        var post = await CurrentAsync(PostIntent, entry => entry.State == PaidCallState.Failed, cancellationToken);
        return await services.Ledger.GetAsync(post.CallId, cancellationToken) is { State: PaidCallState.Accepted or PaidCallState.Settled, RequestId: { } id } ? id : null;
    }

    /// <summary>The paid attempt that is due: the first that has not come to nothing.</summary>
    private async Task<PaidCallIntent> CurrentAsync(Func<int, PaidCallIntent> intentOf, Func<LedgerEntry, bool> isOver, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            var intent = intentOf(attempt);
            if (attempt == AttemptsMax || await services.Ledger.GetAsync(intent.CallId, cancellationToken) is not { } entry || !isOver(entry)) return intent;
        }
    }

    private PaidCallIntent PostIntent(int attempt) => Intent(
        "post", PostModel, ProviderClass.N, attempt, TextHash.Sha256(text), services.Prices.TicksFor(provider, PostModel, NoConditions, (PriceUnit.Request, 1)));

    private PaidCallIntent LookIntent(int attempt, int postsMax) => Intent("look", LookModel, ProviderClass.K, attempt, TextHash.Sha256(key.RunTag), LookTicks(postsMax, 1));

    private long? LookTicks(int posts, int profiles) =>
        posts + profiles == 0 ? 0 : services.Prices.TicksFor(provider, LookModel, NoConditions, (PriceUnit.Post, posts), (PriceUnit.Profile, profiles));

    private PaidCallIntent Intent(string step, string model, ProviderClass kind, int attempt, string inputHash, long? worstTicks) => new()
    {
        Project = key.Project,
        RunId = key.RunId,
        ItemId = key.ItemId,
        Step = $"{step}.{provider}",
        Retry = attempt,
        InputHash = inputHash,
        PromptHash = TextHash.Sha256(text),
        Provider = provider,
        Model = model,
        Class = kind,
        WorstTicks = worstTicks,
        Caps = BudgetScopes.At(services.Clock.GetUtcNow(), caps),
    };

    private static Dictionary<string, string> NoConditions => [];

    private string OverBudget(string what, PaidCallResult.BudgetStopped stopped) =>
        $"{what} may cost {UsdTicks.Format(stopped.NeededTicks)} and the cap '{stopped.Scope}' of {UsdTicks.Format(stopped.LimitTicks)} has {UsdTicks.Format(stopped.HeldAndSpentTicks)} held or spent; nothing was sent. Raise the cap, then: pipeline publish retry {key.RunId} --item {key.ItemId}.";

    private ProviderException Unsent(string code, string message) => new(Failure(code, message) with { NeverLeft = true, IsRetryable = true });

    private ProviderException Lost() => new(Failure("submit_interrupted", "an earlier send of it ended without an answer") with { MoneySpent = MoneySpent.Maybe });

    private ProviderFailure Failure(string code, string message) => new()
    {
        Provider = provider,
        Operation = "post",
        Code = ProviderErrorCode.Forbidden,
        ProviderCode = code,
        Message = message,
        Hint = "pipeline ledger list shows what is held and spent.",
        IsRetryable = false,
        MoneySpent = MoneySpent.No,
        NeverLeft = false,
    };

    private sealed class Submitter(Func<CancellationToken, Task<string>> send) : IPaidSubmitter
    {
        /// <summary>What the send threw.</summary>
        public ProviderException? Failure { get; private set; }

        public async Task<SubmitReply> SubmitAsync(Reservation reservation, CancellationToken cancellationToken)
        {
            try
            {
                return new SubmitReply.Accepted(await send(cancellationToken));
            }
            catch (ProviderException exception)
            {
                Failure = exception;
                var failure = exception.Failure;
                return failure.MayHaveArrived || PostPublishing.IsThereAlready(failure)
                    ? new SubmitReply.Unsure(failure.Code.ToText(), exception.Message)
                    : new SubmitReply.NotAccepted(failure.Code.ToText(), exception.Message, failure.IsRetryable, failure.RetryAfter);
            }
        }

        /// <summary>The list of own posts is looked at by the publication, which knows when it may be trusted.</summary>
        public Task<LookUpReply> LookUpAsync(Reservation reservation, CancellationToken cancellationToken) =>
            Task.FromResult<LookUpReply>(new LookUpReply.Unavailable("no_request_list", "The publication looks for its post itself."));
    }
}
