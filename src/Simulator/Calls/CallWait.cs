namespace FunctionsPipeline.Simulator.Calls;

/// <summary>Keeps a client waiting whose reply is the result itself.</summary>
internal sealed class CallWait(TimeProvider clock)
{
    /// <summary>Returns when the work on a call has ended.</summary>
    public async Task UntilReadyAsync(Call call, CancellationToken cancellationToken)
    {
        while (call.ReadyAt - clock.GetUtcNow() is { } left && left > TimeSpan.Zero) await Task.Delay(left, clock, cancellationToken);
    }
}
