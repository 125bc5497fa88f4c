using FunctionsPipeline.Durable;
using FunctionsPipeline.Pipelines.Publishing;
using FunctionsPipeline.State.Runs;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Api;

/// <summary>Publications over HTTP: look at them, and say yes or no to posts.</summary>
public sealed class PublicationsApi(ApiServices services, RunsApi runs, ILogger<PublicationsApi> logger)
{
    private readonly PublicationDesk _desk = new(services.Pipelines.Tables, services.Pipelines.Blobs, services.Pipelines.Clock);

    /// <summary>What a run publishes, to the letter, and how far it came.</summary>
    public Task<IResult> ListAsync(HttpRequest request, string runId, CancellationToken cancellationToken) => HandleAsync(cancellationToken, async () =>
    {
        _ = new RequestQuery(request);
        var run = await runs.FindAsync(runId, cancellationToken);
        return Results.Json(new Page<PublicationView>(await _desk.ListAsync(run, cancellationToken), null), DurableJson.Options);
    });

    /// <summary>Writes down a person's yes or no to exactly the text in the body; after a yes it goes out.</summary>
    public Task<IResult> DecideAsync(HttpRequest request, string runId, CancellationToken cancellationToken) => HandleAsync(cancellationToken, async () =>
    {
        _ = new RequestQuery(request);
        var run = await runs.FindAsync(runId, cancellationToken);
        var order = (await RequestBody.ReadAsync<DecisionOrder>(request, cancellationToken)).Checked();
        if (order.Approve is true) RefuseForeign(run);
        var publication = await _desk.DecideAsync(run, order.ItemId, order.Target, order.Approve is true, order.By, order.Text, cancellationToken);
        if (order.Approve is true) await _desk.GoOnAsync(services.Client, run, publication, cancellationToken);
        else await PublicationDesk.WakeAsync(services.Client, run, publication, cancellationToken);
        return Results.Json(publication, DurableJson.Options);
    });

    private void RefuseForeign(RunRecord run)
    {
        if (services.CanRun(run)) return;
        throw new ApiException(409, "provider_changed", $"Run {run.RunId} was begun with another provider than this host has; nothing of it is published here. Nothing was changed.");
    }

    private Task<IResult> HandleAsync(CancellationToken cancellationToken, Func<Task<IResult>> handleAsync) =>
        ApiFailures.TranslateAsync(logger, cancellationToken, handleAsync);
}

/// <summary>A person's yes or no to a post.</summary>
public sealed record DecisionOrder
{
    /// <summary>The item.</summary>
    public string ItemId { get; init; } = "";

    /// <summary>Where it goes; <c>x</c> when left out.</summary>
    public string Target { get; init; } = "x";

    /// <summary>True is yes, false is no.</summary>
    public bool? Approve { get; init; }

    /// <summary>The text that was read, as the list gave it. Another text would need another yes.</summary>
    public string Text { get; init; } = "";

    /// <summary>Who says so.</summary>
    public string By { get; init; } = "";

    internal DecisionOrder Checked()
    {
        if (ItemId.Length == 0) throw new ApiException(400, "invalid_item", "itemId is missing; it names the item whose post is meant.");
        if (Approve is null) throw new ApiException(400, "invalid_decision", "approve is missing; allowed are true and false.");
        if (Text.Length == 0) throw new ApiException(400, "invalid_text", "text is missing; give the text that was read, as the list of publications gave it.");
        if (By.Length is < 1 or > PublicationDesk.NameCharactersMax || By.Any(char.IsControl))
        {
            throw new ApiException(400, "invalid_by", $"by has {By.Length} characters; allowed: the name of who decides, 1 to {PublicationDesk.NameCharactersMax} printable characters.");
        }

        return this;
    }
}
