using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using FunctionsPipeline.Durable;
using FunctionsPipeline.Pipelines;
using FunctionsPipeline.Pipelines.Control;
using FunctionsPipeline.Pipelines.Episode;
using FunctionsPipeline.Pipelines.Input;
using FunctionsPipeline.Pipelines.VideoBatch.Input;
using FunctionsPipeline.State;
using FunctionsPipeline.State.Runs;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Api;

/// <summary>Runs over HTTP: start, look at, steer. Every method answers, whatever is asked of it.</summary>
/// <remarks>Safe for several threads.</remarks>
public sealed class RunsApi(ApiServices services, ILogger<RunsApi> logger)
{
    private RunStore Runs => services.Pipelines.Runs;

    /// <summary>Starts a run of the specification in the body.</summary>
    public Task<IResult> StartAsync(HttpRequest request, CancellationToken cancellationToken) => HandleAsync(cancellationToken, async () =>
    {
        var query = new RequestQuery(request, "items");
        var body = await RequestBody.ReadAsync(request, InputLimits.SpecBytesMax, cancellationToken);
        var start = new StartRequest(PipelineOf(body), new SpecSource.OfJson("body", body)) { Items = ItemsOf(query) };
        var run = await services.Starter.StartAsync(start, KeyOf(request, body.Span), cancellationToken);
        return RunAnswers.Accepted(request, run);
    });

    /// <summary>Starts a run of episodes; the body is as for <see cref="StartAsync"/>, and its pipeline need not be named.</summary>
    public Task<IResult> GenerateStoryAsync(HttpRequest request, CancellationToken cancellationToken) => HandleAsync(cancellationToken, async () =>
    {
        _ = new RequestQuery(request);
        var body = await RequestBody.ReadAsync(request, InputLimits.SpecBytesMax, cancellationToken);
        var start = new StartRequest(PipelineOf(body, EpisodeNames.Pipeline), new SpecSource.OfJson("body", body))
        {
            Overrides = new Dictionary<string, string> { ["pipeline"] = EpisodeNames.Pipeline },
        };
        var run = await services.Starter.StartAsync(start, KeyOf(request, body.Span), cancellationToken);
        return RunAnswers.Accepted(request, run);
    });

    /// <summary>Lists runs, newest first.</summary>
    public Task<IResult> ListAsync(HttpRequest request, CancellationToken cancellationToken) => HandleAsync(cancellationToken, async () =>
    {
        var query = new RequestQuery(request, "pipeline", "project", "status", "after", "limit");
        var after = query.Text("after") is { } text ? RunIdOf(text) : (RunId?)null;
        var page = await RunPages.TakeAsync(
            Runs.ListAsync(after, cancellationToken).Where(Filter(query)),
            query.PageSize(),
            run => RunView.Of(run, RunAnswers.Links(request, run)),
            run => run.RunId.Value,
            cancellationToken);
        return Json(page);
    });

    /// <summary>One run with its progress. While it is at work, <c>Retry-After</c> says when to ask again.</summary>
    public Task<IResult> GetAsync(HttpRequest request, string runId, CancellationToken cancellationToken) => HandleAsync(cancellationToken, async () =>
    {
        _ = new RequestQuery(request);
        var run = await FindAsync(runId, cancellationToken);
        if (!run.IsEnded) RunAnswers.AskAgain(request);
        return Json(await ViewAsync(request, run, cancellationToken));
    });

    /// <summary>Its items, in their order.</summary>
    public Task<IResult> ListItemsAsync(HttpRequest request, string runId, CancellationToken cancellationToken) => HandleAsync(cancellationToken, async () =>
    {
        var query = new RequestQuery(request, "status", "after", "limit");
        var run = await FindAsync(runId, cancellationToken);
        var first = query.Number("after", 0, int.MaxValue - 1) is { } after ? after + 1 : 0;
        var page = await RunPages.TakeAsync(
            Runs.ListItemsAsync(run.RunId, query.Names<ItemStatus>("status"), first, cancellationToken),
            query.PageSize(),
            ItemView.Of,
            item => item.Index.ToString(CultureInfo.InvariantCulture),
            cancellationToken);
        return Json(page);
    });

    /// <summary>Asks a run to end: what is paid settles, nothing new is bought.</summary>
    public Task<IResult> CancelAsync(HttpRequest request, string runId, CancellationToken cancellationToken) =>
        ChangeAsync(request, runId, cancellationToken, async run =>
        {
            await services.Control.CancelAsync(run, cancellationToken);
            return run;
        });

    /// <summary>Holds a run.</summary>
    public Task<IResult> SuspendAsync(HttpRequest request, string runId, CancellationToken cancellationToken) =>
        ChangeAsync(request, runId, cancellationToken, run => services.Control.SuspendAsync(run, cancellationToken));

    /// <summary>Goes on with a run that is held, or that its cap has stopped.</summary>
    public Task<IResult> ResumeAsync(HttpRequest request, string runId, CancellationToken cancellationToken) =>
        ChangeAsync(request, runId, cancellationToken, async run =>
        {
            var order = await RequestBody.ReadAsync<ResumeOrder>(request, cancellationToken);
            RefuseForeign(run);
            return await services.Control.ResumeAsync(run, Ticks(order.MaxUsd), cancellationToken);
        });

    /// <summary>Tries some items of an ended run again.</summary>
    public Task<IResult> RetryAsync(HttpRequest request, string runId, CancellationToken cancellationToken) =>
        ChangeAsync(request, runId, cancellationToken, async run =>
        {
            var order = await RequestBody.ReadAsync<RetryOrder>(request, cancellationToken);
            CheckFilter(order);
            RefuseForeign(run);
            var isWanted = ItemChoice.Of(order.Only, order.Items.ToHashSet(StringComparer.Ordinal));
            return await services.Control.RetryAsync(run, isWanted, Ticks(order.MaxUsd), cancellationToken);
        });

    /// <summary>Raises an event on a run; the body, any JSON, goes with it.</summary>
    public Task<IResult> RaiseEventAsync(HttpRequest request, string runId, string eventName, CancellationToken cancellationToken) =>
        ChangeAsync(request, runId, cancellationToken, async run =>
        {
            if (eventName.Length > ApiLimits.EventNameCharactersMax || !eventName.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_'))
            {
                throw new ApiException(400, "invalid_event_name", $"An event's name has 1 to {ApiLimits.EventNameCharactersMax} letters, digits, dashes and underscores.");
            }

            var body = await RequestBody.ReadAsync(request, Limits.PayloadBytesMax, cancellationToken);
            var instanceId = services.Catalog[run.Pipeline].InstanceId(run);
            return await services.Client.RaiseEventAsync(instanceId, eventName, PayloadOf(body), cancellationToken)
                ? run
                : throw new ApiException(409, "run_ended", $"Run {run.RunId} is not at work; nobody would hear the event.");
        });

    /// <summary>One run with its progress, as it stands now; null when there is none.</summary>
    internal async Task<RunView?> ReadAsync(HttpRequest request, RunId runId, CancellationToken cancellationToken) =>
        await Runs.GetAsync(runId, cancellationToken) is { } run ? await ViewAsync(request, run, cancellationToken) : null;

    /// <summary>The run that a request means.</summary>
    /// <exception cref="ApiException">There is none.</exception>
    internal async Task<RunRecord> FindAsync(string runId, CancellationToken cancellationToken) =>
        await Runs.GetAsync(RunIdOf(runId), cancellationToken)
        ?? throw new ApiException(404, "no_run", $"There is no run {runId}.");

    private Task<IResult> ChangeAsync(HttpRequest request, string runId, CancellationToken cancellationToken, Func<RunRecord, Task<RunRecord>> changeAsync) =>
        HandleAsync(cancellationToken, async () =>
        {
            _ = new RequestQuery(request);
            return RunAnswers.Accepted(request, await changeAsync(await FindAsync(runId, cancellationToken)));
        });

    private Task<IResult> HandleAsync(CancellationToken cancellationToken, Func<Task<IResult>> handleAsync) =>
        ApiFailures.TranslateAsync(logger, cancellationToken, handleAsync);

    private async Task<RunView> ViewAsync(HttpRequest request, RunRecord run, CancellationToken cancellationToken)
    {
        var counts = await Runs.CountItemsAsync(run.RunId, cancellationToken);
        var totals = await services.Pipelines.Ledger.GetTotalsAsync(run.Project, run.RunId, cancellationToken);
        return RunView.Of(
            run, RunAnswers.Links(request, run), RunProgressView.Of(run, counts, totals), await services.Control.FindObstacleAsync(run, cancellationToken));
    }

    /// <summary>The pipeline that a specification names.</summary>
    /// <param name="body">The specification.</param>
    /// <param name="only">The one that is taken here, named or not; null for any.</param>
    private string PipelineOf(ReadOnlyMemory<byte> body, string? only = null)
    {
        if (body.IsEmpty) throw new ApiException(400, "invalid_json", $"There is no body; it is the specification as JSON, with at least {(only is null ? "pipeline and prompts" : "stories or sources")}.");
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = ApiLimits.NestingMax });
            var name = document.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("pipeline", out var pipeline) ? pipeline.ToString() : only ?? "";
            IEnumerable<string> allowed = only is null ? services.Catalog.Names : [only];
            return allowed.Contains(name)
                ? name
                : throw new ApiException(400, "unknown_pipeline", $"pipeline is '{name}'; there is: {string.Join(", ", allowed)}. Nothing was started.");
        }
        catch (JsonException exception)
        {
            throw RequestBody.Invalid(exception);
        }
    }

    private void RefuseForeign(RunRecord run)
    {
        if (services.CanRun(run)) return;
        var begunWith = run.UsesSimulator ? "the built-in simulator" : $"{run.Provider} itself";
        throw new ApiException(
            409, "provider_changed", $"Run {run.RunId} was begun with {begunWith}, which this host does not use now. Nothing was started.", "Start the host as it was when the run was begun.");
    }

    private static Func<RunRecord, bool> Filter(RequestQuery query)
    {
        var (pipeline, project, statuses) = (query.Text("pipeline"), query.Text("project"), query.Names<RunStatus>("status"));
        return run => (pipeline is null || run.Pipeline == pipeline)
            && (project is null || run.Project == project)
            && (statuses is null || statuses.Contains(run.Status));
    }

    private static StartKey? KeyOf(HttpRequest request, ReadOnlySpan<byte> body)
    {
        if (!request.Headers.TryGetValue("Idempotency-Key", out var values)) return null;
        var key = values.ToString();
        return key.Length is > 0 and <= ApiLimits.IdempotencyKeyCharactersMax
            ? StartKey.OfRequest(key, Convert.ToHexStringLower(SHA256.HashData(body)) + request.QueryString)
            : throw new ApiException(400, "invalid_idempotency_key", $"Idempotency-Key has {key.Length} characters; allowed are 1 to {ApiLimits.IdempotencyKeyCharactersMax}.");
    }

    private static ItemRange? ItemsOf(RequestQuery query) => query.Text("items") switch
    {
        null => null,
        var text when ItemRange.TryParse(text, out var range) => range,
        var text => throw new ApiException(400, "invalid_parameter", $"items is '{text}'; allowed is A:B with A below B, counted from 0, or one end alone, such as :10 or 5:."),
    };

    private static void CheckFilter(RetryOrder order)
    {
        if (order.Only.Count == 0 && order.Items.Count == 0)
        {
            throw new ApiException(400, "filter_required", $"A retry says which items: only, a list of {ItemChoice.Names}; or items, a list of ids. Nothing was started.");
        }

        if (order.Items.Count > ApiLimits.RetryItemsMax) throw new ApiException(400, "too_many_items", $"items has {order.Items.Count} ids; at most {ApiLimits.RetryItemsMax} are allowed.");
        if (order.Only.FirstOrDefault(kind => !ItemChoice.IsKnown(kind)) is { } unknown)
        {
            throw new ApiException(400, "invalid_filter", $"only has '{unknown}'; allowed: {ItemChoice.Names}.");
        }
    }

    private static long? Ticks(decimal? usd) => usd switch
    {
        null => null,
        >= 0 and <= 1_000_000 => UsdTicks.FromUsdRoundedUp(usd.Value),
        _ => throw new ApiException(400, "invalid_amount", string.Create(CultureInfo.InvariantCulture, $"maxUsd is {usd}; allowed: an amount from 0 to 1000000.")),
    };

    private static JsonElement? PayloadOf(ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty) return null;
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = ApiLimits.NestingMax });
            return document.RootElement.Clone();
        }
        catch (JsonException exception)
        {
            throw RequestBody.Invalid(exception);
        }
    }

    private static RunId RunIdOf(string text) => RunId.TryParse(text, out var runId)
        ? runId
        : throw new ApiException(400, "invalid_run_id", "That is not a run id; one looks like 20261121-095538-7f3a2c.");

    private static IResult Json<T>(T value) => Results.Json(value, DurableJson.Options);
}
