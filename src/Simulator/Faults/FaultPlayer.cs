using System.Globalization;

namespace FunctionsPipeline.Simulator.Faults;

/// <summary>How a provider words its errors.</summary>
internal interface IErrorVoice
{
    /// <summary>Answers with an error in the form that the provider uses for that status.</summary>
    Task WriteAsync(HttpContext context, int status, string message);

    /// <summary>Answers that nothing is left of what the account has paid for, in the form that the provider uses.</summary>
    Task WriteQuotaAsync(HttpContext context) => WriteAsync(context, StatusCodes.Status402PaymentRequired, "Nothing is left of the account's credit.");
}

/// <summary>Plays the faults that befall a request as a whole. Safe for several threads.</summary>
internal sealed class FaultPlayer(TimeProvider clock, IHostApplicationLifetime lifetime)
{
    /// <summary>Answers in place of the provider, or does not answer.</summary>
    public Task PlayAsync(HttpContext context, Fault fault, IErrorVoice voice)
    {
        switch (fault.Kind)
        {
            case FaultKind.RateLimit:
                return RateLimitAsync(context, fault.RetryAfterSeconds, voice);
            case FaultKind.Hang:
                return HangAsync(context, fault);
            case FaultKind.ReplyLost:
                context.Abort();
                return Task.CompletedTask;
            case FaultKind.QuotaExceeded:
                return voice.WriteQuotaAsync(context);
            default:
                return voice.WriteAsync(context, fault.Status, $"Something went wrong on our side ({fault.Status}). Try again later.");
        }
    }

    /// <summary>Answers that the limit is reached.</summary>
    public static Task RateLimitAsync(HttpContext context, int? retryAfterSeconds, IErrorVoice voice)
    {
        if (retryAfterSeconds is { } seconds) context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return voice.WriteAsync(context, StatusCodes.Status429TooManyRequests, "Too many requests. Slow down and try again.");
    }

    private async Task HangAsync(HttpContext context, Fault fault)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            await Task.Delay(TimeSpan.FromSeconds(fault.Seconds), clock, either.Token);
        }
        catch (OperationCanceledException)
        {
            // The client has gone, or the simulator is being stopped: either way the hang is over.
        }

        context.Abort();
    }
}
