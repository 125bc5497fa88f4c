using FunctionsPipeline.Durable;
using FunctionsPipeline.Pipelines.Input;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.Control;

/// <summary>A run that is wanted.</summary>
/// <param name="Pipeline">Name of the pipeline.</param>
/// <param name="Spec">Its specification.</param>
public sealed record StartRequest(string Pipeline, SpecSource Spec)
{
    /// <summary>Only these items of the plan; null for all.</summary>
    public ItemRange? Items { get; init; }

    /// <summary>Fields over those of the specification, by name.</summary>
    public IReadOnlyDictionary<string, string> Overrides { get; init; } = new Dictionary<string, string>();
}

/// <summary>Starts runs for callers that may come twice or die on the way: clients with a key, timers, schedules.</summary>
/// <param name="catalog">The pipelines.</param>
/// <param name="services">What they work with.</param>
/// <param name="claims">Who came first.</param>
/// <param name="client">The host's engine.</param>
/// <param name="complete">Adds what the host knows: caps, and which providers are simulated.</param>
public sealed class RunStarter(
    PipelineCatalog catalog, PipelineServices services, StartClaims claims, IOrchestrationClient client, Func<RunRequest, RunRequest> complete)
{
    /// <summary>True when the key's run was made and started.</summary>
    public async Task<bool> IsStartedAsync(StartKey key, CancellationToken cancellationToken) =>
        await claims.FindAsync(key, cancellationToken) is { } claim
        && await services.Runs.GetAsync(claim.RunId, cancellationToken) is { } run
        && (run.Status != RunStatus.Planned || await client.GetAsync(catalog[run.Pipeline].InstanceId(run), cancellationToken) is not null);

    /// <summary>Starts a run. With a key, whoever comes later, or again after a crash, gets the run of the first.</summary>
    /// <exception cref="Input.InputException">The specification is wrong; nothing was written.</exception>
    /// <exception cref="KeyNotFoundException">There is no such pipeline.</exception>
    /// <exception cref="StartRefusedException">The key belongs to another request, or the host cannot run it.</exception>
    public async Task<RunRecord> StartAsync(StartRequest request, StartKey? key, CancellationToken cancellationToken)
    {
        var claim = key is null ? null : await claims.FindAsync(key, cancellationToken);
        RefuseAnother(key, claim);
        var run = claim is null ? null : await services.Runs.GetAsync(claim.RunId, cancellationToken);
        if (run is null)
        {
            // Everything is checked before anything is written.
            var pipeline = catalog[request.Pipeline];
            using var prepared = await pipeline.PrepareAsync(
                complete(new RunRequest { Spec = request.Spec, Items = request.Items, Overrides = request.Overrides }), cancellationToken);
            run = key is null ? await pipeline.CreateAsync(prepared, services.NewRunId(), cancellationToken) : await MakeAsync(prepared, key, cancellationToken);
        }

        if (!run.IsEnded) await catalog[run.Pipeline].StartAsync(client, run, cancellationToken);
        return run;
    }

    /// <summary>Makes the run of a key without starting it, or gives the one that is there.</summary>
    /// <exception cref="StartRefusedException">The key belongs to another request.</exception>
    public async Task<RunRecord> MakeAsync(PreparedRun prepared, StartKey key, CancellationToken cancellationToken)
    {
        var claim = await claims.FindAsync(key, cancellationToken) ?? await claims.ClaimAsync(key, services.NewRunId(), cancellationToken);
        RefuseAnother(key, claim);
        return await services.Runs.GetAsync(claim.RunId, cancellationToken)
            ?? await catalog[prepared.Pipeline].CreateAsync(prepared, claim.RunId, cancellationToken);
    }

    private static void RefuseAnother(StartKey? key, StartClaim? claim)
    {
        // Of a day, whichever schedule comes first has it.
        if (key is null || claim is null || claim.Input == key.Input || key.Partition != StartKey.RequestPartition) return;
        throw new StartRefusedException(
            "idempotency_key_reused",
            $"This Idempotency-Key started run {claim.RunId} with another request. Nothing was started and no money was spent.",
            "Send the first request again to get its run, or a new key for a new run.");
    }
}

/// <summary>A run is not started although its specification is right. Nothing was written, no money was spent.</summary>
/// <param name="code">Stable, snake_case.</param>
/// <param name="message">Why.</param>
/// <param name="hint">What to do next.</param>
public sealed class StartRefusedException(string code, string message, string hint) : Exception(message)
{
    /// <summary>Stable, snake_case.</summary>
    public string Code { get; } = code;

    /// <summary>What to do next.</summary>
    public string Hint { get; } = hint;
}
