using Polly;
using Polly.CircuitBreaker;

namespace FunctionsPipeline.Providers.Http;

/// <summary>One provider's circuit breaker. Counts what lies with the provider or the network, not refused requests.</summary>
/// <remarks>Safe for several threads.</remarks>
internal sealed class ProviderCircuit
{
    private readonly CircuitBreakerStateProvider _state = new();
    private readonly ResiliencePipeline _pipeline;

    public ProviderCircuit(CircuitBreakerOptions options, TimeProvider clock)
    {
        var strategy = new CircuitBreakerStrategyOptions
        {
            FailureRatio = options.FailureRatio,
            SamplingDuration = options.SamplingWindow,
            MinimumThroughput = options.RequestsMin,
            BreakDuration = options.BreakDuration,
            StateProvider = _state,
            ShouldHandle = static arguments => ValueTask.FromResult(Counts(arguments.Outcome.Exception)),
        };
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = clock }.AddCircuitBreaker(strategy).Build();
    }

    public CircuitState State => _state.CircuitState switch
    {
        Polly.CircuitBreaker.CircuitState.Closed => CircuitState.Closed,
        Polly.CircuitBreaker.CircuitState.HalfOpen => CircuitState.HalfOpen,
        _ => CircuitState.Open,
    };

    /// <exception cref="BrokenCircuitException">Open: <paramref name="send"/> was not called.</exception>
    public ValueTask<ProviderReply> RunAsync<TState>(
        Func<TState, CancellationToken, ValueTask<ProviderReply>> send, TState state, CancellationToken cancellationToken) =>
        _pipeline.ExecuteAsync(static (call, token) => call.send(call.state, token), (send, state), cancellationToken);

    private static bool Counts(Exception? exception) => exception is ProviderException
    {
        Failure.Code: ProviderErrorCode.Timeout or ProviderErrorCode.ConnectionRefused or ProviderErrorCode.ConnectionLost
            or ProviderErrorCode.DnsFailure or ProviderErrorCode.TlsFailure or ProviderErrorCode.ServerError,
    };
}
