using FunctionsPipeline.Durable;
using FunctionsPipeline.State;
using FunctionsPipeline.State.Ledger;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Api;

/// <summary>Paid calls over HTTP: look at them, and settle those that nobody could tell about.</summary>
public sealed class LedgerApi(ApiServices services, RunsApi runs, ILogger<LedgerApi> logger)
{
    private Ledger Ledger => services.Pipelines.Ledger;

    /// <summary>The paid calls of a run.</summary>
    public Task<IResult> ListRunAsync(HttpRequest request, string runId, CancellationToken cancellationToken) => HandleAsync(cancellationToken, async () =>
    {
        var query = new RequestQuery(request, "state", "after", "limit");
        var run = await runs.FindAsync(runId, cancellationToken);
        return await PageAsync(query, run.Project, run.RunId, cancellationToken);
    });

    /// <summary>The paid calls of a project, of all its runs.</summary>
    public Task<IResult> ListAsync(HttpRequest request, CancellationToken cancellationToken) => HandleAsync(cancellationToken, async () =>
    {
        var query = new RequestQuery(request, "project", "state", "after", "limit");
        var project = query.Text("project") ?? throw new ApiException(400, "invalid_parameter", "project is missing; it names whose paid calls are listed.");
        return await PageAsync(query, project, null, cancellationToken);
    });

    /// <summary>Says what became of an unknown call.</summary>
    public Task<IResult> ResolveAsync(HttpRequest request, CancellationToken cancellationToken) => HandleAsync(cancellationToken, async () =>
    {
        _ = new RequestQuery(request);
        var order = await RequestBody.ReadAsync<ResolveOrder>(request, cancellationToken);
        var resolution = order.ToResolution();
        try
        {
            return Results.Json(await Ledger.ResolveAsync(order.CallId, resolution, cancellationToken), DurableJson.Options);
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException)
        {
            throw new ApiException(400, "invalid_call_id", "callId is not the id of a paid call; the ledger lists them.");
        }
    });

    private async Task<IResult> PageAsync(RequestQuery query, string project, RunId? run, CancellationToken cancellationToken)
    {
        var calls = Ledger.ListAsync(project, run, query.Names<PaidCallState>("state"), cancellationToken);
        if (query.Text("after") is { } after) calls = calls.SkipWhile(call => call.CallId != after).Skip(1);
        var page = await RunPages.TakeAsync(calls, query.PageSize(), call => call, call => call.CallId, cancellationToken);
        return Results.Json(page, DurableJson.Options);
    }

    private Task<IResult> HandleAsync(CancellationToken cancellationToken, Func<Task<IResult>> handleAsync) =>
        ApiFailures.TranslateAsync(logger, cancellationToken, handleAsync);
}

/// <summary>What became of an unknown call: exactly one of the three amounts is given.</summary>
public sealed record ResolveOrder
{
    /// <summary>The call.</summary>
    public string CallId { get; init; } = "";

    /// <summary>It was charged: ticks of 1e-10 USD.</summary>
    public long? ChargedTicks { get; init; }

    /// <summary>It was charged: dollars.</summary>
    public decimal? ChargedUsd { get; init; }

    /// <summary>True: it was not charged.</summary>
    public bool NotCharged { get; init; }

    /// <summary>The provider's id, when the bill shows it.</summary>
    public string? RequestId { get; init; }

    internal LedgerResolution ToResolution()
    {
        var given = (ChargedTicks is null ? 0 : 1) + (ChargedUsd is null ? 0 : 1) + (NotCharged ? 1 : 0);
        if (given != 1 || ChargedTicks < 0 || ChargedUsd is < 0 or > 1_000_000)
        {
            throw new ApiException(400, "invalid_amount", "Say exactly one of chargedTicks, chargedUsd and notCharged; an amount is 0 or more.");
        }

        if (NotCharged) return new LedgerResolution.NotCharged();
        return new LedgerResolution.Charged(ChargedTicks ?? UsdTicks.FromUsdRoundedUp(ChargedUsd!.Value), RequestId);
    }
}
