using FunctionsPipeline.Pipelines.Control;
using FunctionsPipeline.State.Publishing;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.Publishing;

/// <summary>What a person can do about a publication that did not come to its end by itself.</summary>
/// <remarks>Safe for several threads and processes.</remarks>
public sealed class PublicationMending(PipelineServices services)
{
    private readonly PublicationStore _publications = new(services.Tables, services.Clock);
    private readonly PublishDecisions _decisions = new(services.Tables);

    /// <summary>Writes down what a person found of a publication that nobody could tell about; the ledger follows.</summary>
    /// <param name="run">Run.</param>
    /// <param name="publication">Publication.</param>
    /// <param name="remoteId">Id of what was found; null when it is surely not there, and may be sent again.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="RunStateException">It is not unknown.</exception>
    public async Task ResolveAsync(RunRecord run, PublicationView publication, string? remoteId, CancellationToken cancellationToken)
    {
        var key = KeyOf(run, publication);
        await RefusedAsync(() => _publications.ResolveAsync(key, remoteId, cancellationToken));
        if (publication.ApprovedText is null) return;
        var text = (await _decisions.GetAsync(key, cancellationToken))?.Text ?? publication.ApprovedText;
        await new PostMoney(services, key.Target, key, text, []).ResolveAsync(remoteId, cancellationToken);
    }

    /// <summary>Lets a failed publication begin again, after a person mended what it failed at.</summary>
    /// <exception cref="RunStateException">It has not failed.</exception>
    public Task RetryAsync(RunRecord run, PublicationView publication, CancellationToken cancellationToken) =>
        RefusedAsync(() => _publications.RetryAsync(KeyOf(run, publication), cancellationToken));

    private static PublicationKey KeyOf(RunRecord run, PublicationView publication) => new(run.Project, run.RunId, publication.ItemId, publication.Target);

    private static async Task RefusedAsync(Func<Task> change)
    {
        try
        {
            await change();
        }
        catch (InvalidOperationException exception)
        {
            throw new RunStateException("wrong_state", exception.Message, null);
        }
    }
}
