using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsPipeline.Providers.Http;
using FunctionsPipeline.State.Ledger;

namespace FunctionsPipeline.Providers.Fal;

/// <summary>
/// fal's queue, whatever the model makes: submit, status, result. URLs are built from the model's name and never taken from a
/// reply, because our key goes with them.
/// </summary>
internal sealed class FalQueue(ProviderHttp http)
{
    public ProviderHttp Http => http;

    /// <summary>Puts a paid request into the queue, once.</summary>
    /// <returns>The request id.</returns>
    public async Task<string> SubmitAsync(
        ProviderCall call, JsonObject input, Reservation reservation, CancellationToken cancellationToken)
    {
        var reply = await http.PostPaidAsync(call, input, reservation, cancellationToken);
        var requestId = reply.Body?.Text("request_id");
        return RequestIds.IsSafe(requestId)
            ? requestId!
            : throw http.Unexpected(call, reply, "the reply to the submit has no usable request_id", MoneySpent.Maybe);
    }

    /// <summary>Asks the queue, and fetches the result once the queue says it is there.</summary>
    /// <exception cref="ProviderException">The question could not be answered.</exception>
    public async Task<FalAnswer> GetAsync(string what, string model, string requestId, CancellationToken cancellationToken)
    {
        var path = FalEndpoint.Of(model).Requests + RequestIds.Escape(requestId);
        var call = new ProviderCall(what + " status", path + "/status");
        var reply = await http.GetAsync(call, cancellationToken);
        if (reply.Body is not { } body) throw http.Unexpected(call, reply, "the status is empty", MoneySpent.No);

        switch (body.Text("status"))
        {
            case "COMPLETED":
                return await GetResultAsync(what, path, FalError.InStatus(body), cancellationToken);
            case "IN_QUEUE" or "IN_PROGRESS":
                return Waiting(body);
            case null:
                throw http.Unexpected(call, reply, "the reply has no status", MoneySpent.No);
            case var word:
                http.LogUnknownStatusWord(call, word);
                return Waiting(body);
        }
    }

    private static FalAnswer.Waiting Waiting(JsonElement body) =>
        new(body.Count("queue_position") is { } position and <= int.MaxValue ? (int)position : null);

    /// <summary>
    /// There is no failed status at fal: a failure is COMPLETED with an error, and the result call then answers with the model's
    /// own HTTP error. So a 5xx here is the model's when the status had announced an error, and the provider's when not.
    /// </summary>
    private async Task<FalAnswer> GetResultAsync(
        string what, string path, FalError? announced, CancellationToken cancellationToken)
    {
        var call = new ProviderCall(what + " result", path)
        {
            IsAnswer = status => status is 400 or 409 or 422 or 425 || (announced is not null && status is 500 or 502 or 503 or 504),
        };
        var reply = await http.GetAsync(call, cancellationToken);
        if (reply.IsSuccess && announced is null)
        {
            var output = reply.Body ?? throw http.Unexpected(call, reply, "the result is empty", MoneySpent.No);
            return new FalAnswer.Finished(output, call, reply);
        }

        if (reply.IsSuccess) return new FalAnswer.Broken(announced!);
        var error = FalError.InResult(reply.Status, reply.Body);
        return error.IsTooEarly && announced is null ? new FalAnswer.Waiting(null) : new FalAnswer.Broken(error.Or(announced));
    }
}
