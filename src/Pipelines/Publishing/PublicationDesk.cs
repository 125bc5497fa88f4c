using FunctionsPipeline.Durable;
using FunctionsPipeline.Pipelines.Control;
using FunctionsPipeline.State.Blobs;
using FunctionsPipeline.State.Publishing;
using FunctionsPipeline.State.Runs;
using FunctionsPipeline.State.Tables;

namespace FunctionsPipeline.Pipelines.Publishing;

/// <summary>Where people look at publications and say yes or no to them. Needs neither a provider nor the process that runs them.</summary>
/// <remarks>Safe for several threads and processes.</remarks>
public sealed class PublicationDesk(ITableStore tables, IBlobStore blobs, TimeProvider clock)
{
    /// <summary>Longest name of a person.</summary>
    public const int NameCharactersMax = 200;

    private readonly PublicationStore _publications = new(tables, clock);
    private readonly PublishDecisions _decisions = new(tables);

    /// <summary>The publications of a run, by item and target.</summary>
    public async Task<IReadOnlyList<PublicationView>> ListAsync(RunRecord run, CancellationToken cancellationToken)
    {
        var views = new List<PublicationView>();
        foreach (var order in await PublishOrderFiles.ListAsync(blobs, run.RunId.Value, cancellationToken)) views.Add(await ViewAsync(order, cancellationToken));
        return views;
    }

    /// <summary>One publication.</summary>
    /// <exception cref="RunStateException">There is none.</exception>
    public async Task<PublicationView> GetAsync(RunRecord run, string itemId, string target, CancellationToken cancellationToken) =>
        await PublishOrderFiles.ReadAsync(blobs, new PublicationKey(run.Project, run.RunId, itemId, target), cancellationToken) is { } order
            ? await ViewAsync(order, cancellationToken)
            : throw new RunStateException("no_publication", $"Run {run.RunId} has nothing of item '{itemId}' to publish at '{target}'. Nothing was changed.", $"pipeline publish {run.RunId} shows what there is.");

    /// <summary>Writes down a person's yes or no to exactly this text.</summary>
    /// <param name="run">Run.</param>
    /// <param name="itemId">Item.</param>
    /// <param name="target">Where to.</param>
    /// <param name="isApproved">Yes or no.</param>
    /// <param name="by">Who.</param>
    /// <param name="text">What was read: the text as it will be shown, label included. Null takes the one that is there.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="RunStateException">There is nothing to say yes or no to, or the text is another one by now.</exception>
    public async Task<PublicationView> DecideAsync(
        RunRecord run, string itemId, string target, bool isApproved, string by, string? text, CancellationToken cancellationToken)
    {
        var view = await GetAsync(run, itemId, target, cancellationToken);
        if (view.ApprovedText is null) throw new RunStateException("no_approval_needed", $"What goes to '{target}' needs no approval: the run's settings say who sees it. Nothing was changed.", null);
        if (!view.IsOpen) throw new RunStateException("already_published", $"Item '{itemId}' is {view.State} at '{target}'. Nothing was changed.", null);
        if (text is not null && text != view.Text)
        {
            throw new RunStateException("text_changed", "The text that was read is not the one that would go out. Nothing was changed.", "Read it again, then say yes or no to that.");
        }

        var key = new PublicationKey(run.Project, run.RunId, itemId, target);
        await _decisions.PutAsync(key, new PublishDecision(isApproved, by, clock.GetUtcNow(), view.ApprovedText), cancellationToken);
        return await GetAsync(run, itemId, target, cancellationToken);
    }

    /// <summary>Wakes the instance that waits for a word.</summary>
    /// <returns>False when none is at work.</returns>
    public static async Task<bool> WakeAsync(IOrchestrationClient client, RunRecord run, PublicationView publication, CancellationToken cancellationToken)
    {
        var isAwake = false;
        await foreach (var id in AtWorkAsync(client, run, publication, cancellationToken))
        {
            isAwake |= await client.RaiseEventAsync(id, PublishNames.DecidedEvent, "decided", cancellationToken);
        }

        return isAwake;
    }

    /// <summary>Has a publication gone on with, by the instance that waits or, when there is none, by one of its own.</summary>
    /// <returns>Id of the instance that was started; null when one was at work.</returns>
    public async Task<string?> GoOnAsync(IOrchestrationClient client, RunRecord run, PublicationView publication, CancellationToken cancellationToken)
    {
        if (await WakeAsync(client, run, publication, cancellationToken)) return null;
        var input = new PublishInput(run.Project, run.RunId.Value, publication.ItemId, publication.Target);
        var id = PublishNames.LaterInstanceId(input, clock.GetUtcNow());
        await client.ScheduleAsync(PublishNames.Publish, input, id, cancellationToken);
        return id;
    }

    private static async IAsyncEnumerable<string> AtWorkAsync(
        IOrchestrationClient client, RunRecord run, PublicationView publication, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var round = run.Round; round >= 1; round--)
        {
            var id = PublishNames.InstanceId(run.RunId.Value, round, publication.ItemId, publication.Target);
            if (await client.GetAsync(id, cancellationToken) is { IsEnded: false }) yield return id;
        }

        var prefix = $"{PublishNames.LaterInstanceIdPrefix(run.RunId)}{publication.ItemId}:{publication.Target}:";
        await foreach (var instance in client.ListAsync(prefix, cancellationToken))
        {
            if (!instance.IsEnded) yield return instance.InstanceId;
        }
    }

    private async Task<PublicationView> ViewAsync(StoredOrder order, CancellationToken cancellationToken)
    {
        var key = order.Order.Key;
        var stored = await _publications.GetAsync(key, cancellationToken);
        return PublicationView.Of(order, stored?.Record, await _decisions.GetAsync(key, cancellationToken));
    }
}
