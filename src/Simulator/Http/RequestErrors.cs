namespace FunctionsPipeline.Simulator.Http;

/// <summary>Reports requests that fail by a mistake of the simulator, for example because a clip could not be made.</summary>
internal sealed partial class RequestErrors(ILogger<RequestErrors> logger)
{
    /// <summary>Runs the rest of the pipeline.</summary>
    public async Task CatchAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone; there is nobody to answer.
        }
        catch (BadHttpRequestException exception) when (!context.Response.HasStarted)
        {
            context.Response.StatusCode = exception.StatusCode;
        }
        catch (Exception exception)
        {
            LogFailure(logger, exception, context.Request.Method, context.Request.Path);
            if (context.Response.HasStarted) context.Abort();
            else context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The simulator failed at {Method} {Path}. This is no fault of the script.")]
    private static partial void LogFailure(ILogger logger, Exception exception, string method, string path);
}
