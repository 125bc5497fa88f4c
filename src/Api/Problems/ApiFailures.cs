using FunctionsPipeline.Pipelines.Control;
using FunctionsPipeline.Pipelines.Input;
using FunctionsPipeline.Pipelines.VideoBatch.Input;
using FunctionsPipeline.State.Ledger;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Api;

/// <summary>The one place where exceptions become answers.</summary>
internal static partial class ApiFailures
{
    /// <summary>Runs a request; whatever it throws becomes a problem. What nobody foresaw is logged and told without details.</summary>
    public static async Task<IResult> TranslateAsync(ILogger logger, CancellationToken cancellationToken, Func<Task<IResult>> handleAsync)
    {
        try
        {
            return await handleAsync();
        }
        catch (Exception exception) when (Known(exception) is not null)
        {
            return Known(exception)!.ToResult();
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            LogUnforeseen(logger, exception);
            return ApiProblem.Of(500, "internal_error", "The request failed in a way that was not foreseen; the host's log has the details. What was acknowledged is kept.").ToResult();
        }
    }

    private static ApiProblem? Known(Exception exception) => exception switch
    {
        ApiException refused => ApiProblem.Of(refused.Status, refused.Code, refused.Message, refused.Hint),
        InputException input => ApiProblem.Of(400, "invalid_input", "The specification cannot be used. Nothing was started and no money was spent.") with { Problems = input.Problems },
        StartRefusedException { Code: "idempotency_key_reused" } reused => ApiProblem.Of(422, reused.Code, reused.Message, reused.Hint),
        StartRefusedException refused => ApiProblem.Of(409, refused.Code, refused.Message, refused.Hint),
        RunStateException state => ApiProblem.Of(409, state.Code, state.Message, state.Hint),
        LedgerStateException ledger => ApiProblem.Of(ledger.State is null ? 404 : 409, "cannot_resolve", ledger.Message, "Only a call of state unknown is resolved."),
        BadHttpRequestException bad => ApiProblem.Of(bad.StatusCode, bad.StatusCode == 413 ? "body_too_large" : "bad_request", bad.Message),
        _ => null,
    };

    [LoggerMessage(Level = LogLevel.Error, Message = "A request of the API failed.")]
    private static partial void LogUnforeseen(ILogger logger, Exception exception);
}
