using System.Text.Json;
using FunctionsPipeline.Durable;
using FunctionsPipeline.Pipelines.Publishing;
using FunctionsPipeline.Pipelines.VideoBatch.Reporting;
using FunctionsPipeline.Providers;
using FunctionsPipeline.State.Ledger;
using FunctionsPipeline.State.Publishing;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.VideoBatch.Posting;

/// <summary>
/// Makes posts of a run's clips ready at its end. The run itself posts nothing, so nothing of X can fail it: a person reads the text, says yes,
/// and then it is published.
/// </summary>
internal sealed class PostProposals(PipelineServices services)
{
    private const string Target = "x";

    private readonly PublicationStore _publications = new(services.Tables, services.Clock);

    /// <summary>Puts the orders of a run, over those of an earlier round. Doing it twice gives the same.</summary>
    public async Task PutAsync(RunRecord run, IAsyncEnumerable<ItemLine> items, CancellationToken cancellationToken)
    {
        var settings = JsonSerializer.Deserialize<VideoBatchSettings>(run.SettingsJson, DurableJson.Options)!;
        if (settings.Post is not { } terms) return;

        // What a person has set going stays: another round of the run makes no second post.
        if (terms.Which == PostChoice.Best && await HasBegunAsync(run, cancellationToken)) return;

        var chosen = await ChooseAsync(terms, items, cancellationToken);
        foreach (var earlier in await PublishOrderFiles.ListAsync(services.Blobs, run.RunId.Value, cancellationToken))
        {
            var key = earlier.Order.Key;
            if (key.Target == Target && chosen.All(item => item.Id != key.ItemId)) await services.Blobs.DeleteAsync(PublishOrderFiles.PathOf(key), null, cancellationToken);
        }

        foreach (var item in chosen) await PublishOrderFiles.PutAsync(services.Blobs, OrderOf(run, settings, terms, item), cancellationToken);
    }

    private static async Task<IReadOnlyList<ItemLine>> ChooseAsync(PostTerms terms, IAsyncEnumerable<ItemLine> items, CancellationToken cancellationToken)
    {
        var telling = items.Where(item => item.Result is { } result && RoastPost.Write(result) is not null);
        if (terms.Which == PostChoice.Every) return await telling.ToListAsync(cancellationToken);

        ItemLine? best = null;
        await foreach (var item in telling.WithCancellation(cancellationToken))
        {
            if (best is null || RoastPost.Points(item.Result!) > RoastPost.Points(best.Result!)) best = item;
        }

        return best is null ? [] : [best];
    }

    private static StoredOrder OrderOf(RunRecord run, VideoBatchSettings settings, PostTerms terms, ItemLine item) => new()
    {
        Post = new PostOrder
        {
            Key = new PublicationKey(run.Project, run.RunId, item.Id, Target),
            ContentPath = item.Result!.Clip.Path,
            Degradations = item.Degradations,
            AllowedDegradations = terms.AllowDegraded,
            Post = new PostPublication(RoastPost.Write(item.Result)!, ""),
            IsEnabled = true,
        },
        Slots = terms.SlotsOf(run.Project + "/" + Target),

        // Caps of the provider of the clips are not X's.
        Caps = [.. settings.Caps.Where(cap => !cap.Scope.StartsWith("provider:", StringComparison.Ordinal))],
    };

    private async Task<bool> HasBegunAsync(RunRecord run, CancellationToken cancellationToken) =>
        await _publications.ListAsync(run.Project, run.RunId, cancellationToken).AnyAsync(record => record.Key.Target == Target, cancellationToken);
}
