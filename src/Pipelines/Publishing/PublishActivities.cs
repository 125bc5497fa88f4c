using FunctionsPipeline.Durable;
using FunctionsPipeline.State.Publishing;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.Publishing;

/// <summary>What a publication does to the world, one step of its orchestrator at a time. It may run again at any time: the row decides.</summary>
internal sealed class PublishActivities(PipelineServices services)
{
    private static readonly TimeSpan HeldWait = TimeSpan.FromMinutes(1);

    private readonly PublicationStore _publications = new(services.Tables, services.Clock);
    private readonly PublishDecisions _decisions = new(services.Tables);
    private readonly PublishSlots _slots = new(services.Tables);
    private readonly PublishQuota _quota = new(services.Governor, services.Limits, services.Clock);

    /// <summary>Goes on with a publication as far as it goes now.</summary>
    public Task<PublishAnswer> AdvanceAsync(ActivityContext context, PublishInput input, CancellationToken cancellationToken) =>
        FailureTranslation.RunAsync(async () =>
        {
            if (await PublishOrderFiles.ReadAsync(services.Blobs, input.Key, cancellationToken) is not { } order)
            {
                return PublishAnswers.Refused("order_missing", $"There is no order at '{PublishOrderFiles.PathOf(input.Key)}'.");
            }

            var record = (await _publications.GetAsync(input.Key, cancellationToken))?.Record;
            if (record is null or { State: PublicationState.Planned, MayExist: false } && await HeldBackAsync(input, cancellationToken) is { } held) return Short(PublishAnswers.With(held, record));
            return Short(order.Post is null
                ? await AdvanceVideoAsync(input, order, record, cancellationToken)
                : await AdvancePostAsync(input, order, record, cancellationToken));
        });

    private async Task<PublishAnswer> AdvanceVideoAsync(PublishInput input, StoredOrder order, PublicationRecord? record, CancellationToken cancellationToken)
    {
        var provider = ProviderOf(input);
        if (!services.Providers.VideoPublishers.TryGetValue(provider, out var publisher)) return NoAccess(provider, record);
        var video = order.Video!;

        // Once it is planned, its time is what was planned, unless that has passed and nobody was told of it yet: a day of waiting for a quota, say.
        if (record is not null) video = video with { Video = video.Video with { PublishAt = record.PublishAt } };
        if (order.Slots is { } terms && (record is null || IsOverdue(record)))
        {
            var slot = await ClaimAsync(terms, input.Key, services.Clock.GetUtcNow() + Limits.SlotLead, cancellationToken);
            if (slot is null && record is null) return NoSlot(terms);
            video = video with { Video = video.Video with { PublishAt = slot ?? record!.PublishAt } };
        }

        video = video with { HasMoreTimes = order.Slots is not null };

        var publishing = new VideoPublishing(publisher, _publications, services.Blobs, _quota, services.Publishing, services.Clock);
        var answer = await publishing.AdvanceAsync(video, input.Place, cancellationToken);
        await ReleaseAsync(order, answer, cancellationToken);
        return answer;
    }

    private async Task<PublishAnswer> AdvancePostAsync(PublishInput input, StoredOrder order, PublicationRecord? record, CancellationToken cancellationToken)
    {
        var provider = ProviderOf(input);
        if (!services.Providers.PostPublishers.TryGetValue(provider, out var publisher)) return NoAccess(provider, record);
        var decision = await _decisions.GetAsync(input.Key, cancellationToken);
        var approval = decision is { IsApproved: true } ? new PostApproval(decision.By, decision.At, decision.Text) : null;
        var post = order.Post! with { Approval = approval };
        if (order.Slots is { } terms && approval?.Text == post.Post.Text && post.IsEnabled && IsStillToStart(record))
        {
            if (await ClaimAsync(terms, input.Key, null, cancellationToken) is not { } slot) return NoSlot(terms);
            var now = services.Clock.GetUtcNow();
            if (slot > now) return PublishAnswers.Wait(record, slot - now, "slot", $"It is posted at {slot:yyyy-MM-dd HH:mm}Z.", now);
        }

        var money = new PostMoney(services, provider, input.Key, approval?.Text ?? post.Post.Text, order.Caps);
        var publishing = new PostPublishing(new PaidPosts(publisher, money), _publications, services.Blobs, _quota, services.Publishing, services.Clock);
        var answer = await publishing.AdvanceAsync(post, input.Place, cancellationToken);
        var isOver = answer.Outcome is PublishOutcome.Done or PublishOutcome.Partial or PublishOutcome.Unknown or PublishOutcome.Failed;
        await money.SettleAsync(answer.RemoteId, isOver, cancellationToken);
        await ReleaseAsync(order, answer, cancellationToken);
        return answer.Code == PostPublishing.NotApproved && decision is { IsApproved: false }
            ? answer with { Code = "denied", Message = $"{decision.By} said no at {decision.At:yyyy-MM-dd HH:mm}Z." }
            : answer;
    }

    /// <summary>A slot of the publication's own; one that passed before anything was begun is given back for the next.</summary>
    private async Task<DateTimeOffset?> ClaimAsync(SlotTerms terms, PublicationKey key, DateTimeOffset? notBefore, CancellationToken cancellationToken)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(terms.TimeZone);
        if (notBefore is not null && await _slots.GetAsync(terms.Channel, key.Id, cancellationToken) is { } held && held < services.Clock.GetUtcNow() + services.Publishing.ScheduleMargin)
        {
            await _slots.ReleaseAsync(terms.Channel, key.Id, cancellationToken);
        }

        var candidates = PublishTimes.After(notBefore ?? services.Clock.GetUtcNow(), terms.Times, zone);
        return await _slots.ClaimAsync(terms.Channel, candidates, key.Id, cancellationToken);
    }

    /// <summary>What came to nothing needs no slot.</summary>
    private Task ReleaseAsync(StoredOrder order, PublishAnswer answer, CancellationToken cancellationToken) =>
        order.Slots is { } terms && answer.RemoteId is null && answer.Outcome is PublishOutcome.Refused or PublishOutcome.Failed
            ? _slots.ReleaseAsync(terms.Channel, order.Order.Key.Id, cancellationToken)
            : Task.CompletedTask;

    /// <summary>What a person said of the run, as long as nothing was sent.</summary>
    private async Task<PublishAnswer?> HeldBackAsync(PublishInput input, CancellationToken cancellationToken) =>
        await services.Runs.GetAsync(input.Key.RunId, cancellationToken) switch
        {
            // A run that has ended is over; whoever goes on with a publication of it wants just this.
            { IsEnded: true } or null => null,
            { IsCancelRequested: true } => PublishAnswers.Refused("cancelled", "The run was cancelled."),
            { IsSuspended: true } => PublishAnswers.Wait(null, HeldWait, "suspended", "The run is held.", services.Clock.GetUtcNow()),
            _ => null,
        };

    private bool IsOverdue(PublicationRecord record) =>
        VideoPublishing.CanMove(record) && record.PublishAt is { } at && at < services.Clock.GetUtcNow() + services.Publishing.ScheduleMargin;

    private static bool IsStillToStart(PublicationRecord? record) => record is null or { State: PublicationState.Planned };

    private static string ProviderOf(PublishInput input) => input.Target.Split(':')[0];

    private static PublishAnswer NoAccess(string provider, PublicationRecord? record)
    {
        if (record is { HasEnded: true }) return PublishAnswers.Of(record);
        var settings = provider == "x" ? "X_USER_TOKEN" : "YOUTUBE_CLIENT_ID, YOUTUBE_CLIENT_SECRET and YOUTUBE_REFRESH_TOKEN";
        return PublishAnswers.With(PublishAnswers.Refused("provider_missing", $"This host has no account at {provider} to publish with: set {settings}."), record);
    }

    private static PublishAnswer NoSlot(SlotTerms terms) =>
        PublishAnswers.Refused("no_slot", $"Every time slot of '{terms.Channel}' within the next two years is taken.");

    /// <summary>As much of it as a history should hold; the row has it whole.</summary>
    private static PublishAnswer Short(PublishAnswer answer) => answer with
    {
        Message = Cut(answer.Message),
        Problems = [.. answer.Problems.TakeLast(Limits.ProblemsMax).Select(problem => problem with { Message = Cut(problem.Message)! })],
    };

    private static string? Cut(string? text) => text?.Length > Limits.MessageCharactersMax ? text[..Limits.MessageCharactersMax] + "..." : text;
}
