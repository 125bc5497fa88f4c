using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsPipeline.State.Ledger;
using Microsoft.Extensions.Logging;
using Polly.CircuitBreaker;

namespace FunctionsPipeline.Providers.Http;

/// <summary>
/// The one path to a provider's API: pooled connections, a time limit per attempt, bounded bodies, a circuit breaker, and every
/// failure as a <see cref="ProviderException"/>. Free requests are retried; a paid one is sent once. Safe for several threads.
/// </summary>
internal sealed class ProviderHttp : IDisposable
{
    /// <summary>
    /// Shorter than the five seconds after which common servers close an idle connection: a submit that meets such a close on its
    /// way would have to be taken as perhaps accepted.
    /// </summary>
    private static readonly TimeSpan IdleConnectionLifetime = TimeSpan.FromSeconds(3);

    private readonly ProviderEndpoint _endpoint;
    private readonly ProviderHttpOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly ProviderCircuit _circuit;
    private readonly RetryBackoff _backoff;
    private readonly HttpClient _client;

    public ProviderHttp(ProviderEndpoint endpoint, ProviderHttpOptions options, TimeProvider clock, Random random, ILogger logger)
    {
        options.Check();
        _endpoint = endpoint;
        _options = options;
        _clock = clock;
        _logger = logger;
        _circuit = new ProviderCircuit(options.Circuit, clock);
        _backoff = new RetryBackoff(options.RetryDelay, options.RetryDelayMax, random);
        _client = new HttpClient(Handler(endpoint, options)) { Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.UserAgent.ParseAdd("FunctionsPipeline");
    }

    public string ProviderId => _endpoint.ProviderId;

    public bool IsOnLoopback => _endpoint.IsOnLoopback;

    public CircuitState Circuit => _circuit.State;

    public ProviderHttpOptions Options => _options;

    /// <summary>A free request. Sent again after a pause when the network or the provider stumbles.</summary>
    /// <exception cref="ProviderException">No usable answer after the last attempt.</exception>
    public Task<ProviderReply> GetAsync(ProviderCall call, CancellationToken cancellationToken) =>
        SendFreeAsync(new Attempt(HttpMethod.Get, call, call.Timeout ?? _options.PollTimeout, null), cancellationToken);

    /// <summary>A free request with a body that may be sent again, such as an upload: at worst a file lies with the provider twice.</summary>
    /// <param name="call">The request.</param>
    /// <param name="content">Makes the body of one attempt.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ProviderException">No usable answer after the last attempt.</exception>
    public Task<ProviderReply> PostFreeAsync(ProviderCall call, Func<HttpContent> content, CancellationToken cancellationToken) =>
        SendFreeAsync(new Attempt(HttpMethod.Post, call, call.Timeout ?? _options.SubmitTimeout, null) { FreeContent = content }, cancellationToken);

    /// <summary>A paid request, sent once: nothing in here or below repeats it.</summary>
    /// <exception cref="ProviderException">Not accepted, or unsure.</exception>
    /// <exception cref="OperationCanceledException">Cancelled when it may have left.</exception>
    public Task<ProviderReply> PostPaidAsync(
        ProviderCall call, JsonObject body, Reservation reservation, CancellationToken cancellationToken) =>
        SendPaidAsync(HttpMethod.Post, call, new SingleUseContent(body), reservation, cancellationToken);

    /// <summary>A paid question, sent once. Its empty body tells whether it left, and keeps the connection pool from asking again.</summary>
    /// <exception cref="ProviderException">Not accepted, or unsure.</exception>
    /// <exception cref="OperationCanceledException">Cancelled when it may have left.</exception>
    public Task<ProviderReply> GetPaidAsync(ProviderCall call, Reservation reservation, CancellationToken cancellationToken) =>
        SendPaidAsync(HttpMethod.Get, call, new SingleUseContent(), reservation, cancellationToken);

    /// <summary>A request that costs no money and is sent once, because what it does must not happen twice, or because its caller decides.</summary>
    /// <exception cref="ProviderException">
    /// No answer; <see cref="ProviderFailure.MayHaveArrived"/> tells whether the provider may have acted on it.
    /// </exception>
    public Task<ProviderReply> SendOnceAsync(HttpMethod method, ProviderCall call, SingleUseContent content, CancellationToken cancellationToken)
    {
        if (call.Link is { } link && !_endpoint.IsMine(link))
        {
            throw NotSent(call, ProviderErrorCode.UnexpectedReply, $"the link is on '{link.Host}', not where the provider is; the token stays here");
        }

        return AttemptAsync(new Attempt(method, call with { CostsMoney = false }, call.Timeout ?? _options.SubmitTimeout, content), cancellationToken);
    }

    /// <summary>A refusal before anything is sent.</summary>
    public ProviderException NotSent(ProviderCall call, ProviderErrorCode code, string message) =>
        new(Failure(call, code, message, MoneySpent.No) with { NeverLeft = true });

    /// <summary>A reply that came, with a good status, and is not what is documented.</summary>
    public ProviderException Unexpected(ProviderCall call, ProviderReply reply, string message, MoneySpent moneySpent)
    {
        var failure = Failure(call, ProviderErrorCode.UnexpectedReply, message, moneySpent) with { HttpStatus = reply.Status };
        ProviderLog.Failed(
            _logger, ProviderId, call.Operation, failure.Code.ToText(), reply.Status, 0, moneySpent, failure.Message);
        return new ProviderException(failure);
    }

    /// <summary>An answer that tells, in the provider's documented way, that there is no result.</summary>
    public ProviderException Failed(ProviderCall call, ProviderErrorCode code, string message, MoneySpent moneySpent) =>
        new(Failure(call, code, message, moneySpent));

    /// <summary>Leaves a trace of a part of an answer that the provider could not give.</summary>
    public void LogPartialAnswer(ProviderCall call, int problems, string first) =>
        ProviderLog.PartialAnswer(_logger, ProviderId, call.Operation, problems, Clean(first, call.Prompt));

    /// <summary>Leaves a trace of a status word that nobody documents.</summary>
    public void LogUnknownStatusWord(ProviderCall call, string word) =>
        ProviderLog.UnknownStatusWord(_logger, ProviderId, call.Operation, Clean(word, null, Limits.CodeCharactersMax));

    /// <summary>Makes a provider's text fit for messages and state.</summary>
    public string Clean(string? text, string? prompt = null, int charactersMax = Limits.MessageCharactersMax) =>
        _endpoint.Redaction.Clean(text ?? "", prompt, charactersMax);

    public void Dispose() => _client.Dispose();

    private static SocketsHttpHandler Handler(ProviderEndpoint endpoint, ProviderHttpOptions options) => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.All,
        ConnectTimeout = options.ConnectTimeout,
        MaxConnectionsPerServer = options.ConnectionsMax,
        PooledConnectionIdleTimeout = IdleConnectionLifetime,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5), // providers move: names are resolved anew
        UseCookies = false,
        UseProxy = !endpoint.IsOnLoopback,
        ActivityHeadersPropagator = null, // our trace ids are nobody else's business
    };

    private async Task<ProviderReply> SendFreeAsync(Attempt free, CancellationToken cancellationToken)
    {
        var call = free.Call;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await AttemptAsync(free, cancellationToken);
            }
            catch (ProviderException exception) when (attempt < _options.PollAttemptsMax && IsWorthWaitingFor(exception.Failure))
            {
                var delay = _backoff.After(attempt, exception.Failure.RetryAfter);
                ProviderLog.Retrying(
                    _logger, ProviderId, call.Operation, attempt, exception.Failure.Code.ToText(), (long)delay.TotalMilliseconds);
                await Task.Delay(delay, _clock, cancellationToken);
            }
        }
    }

    private async Task<ProviderReply> SendPaidAsync(
        HttpMethod method, ProviderCall call, SingleUseContent content, Reservation reservation, CancellationToken cancellationToken)
    {
        using (content)
        {
            if (!string.Equals(reservation.Provider, ProviderId, StringComparison.Ordinal))
            {
                throw NotSent(call, ProviderErrorCode.ReservationMismatch, $"the reservation is for '{reservation.Provider}'");
            }

            return await AttemptAsync(new Attempt(method, call, call.Timeout ?? _options.SubmitTimeout, content), cancellationToken);
        }
    }

    private async Task<ProviderReply> AttemptAsync(Attempt attempt, CancellationToken cancellationToken)
    {
        try
        {
            return await _circuit.RunAsync(
                static (state, token) => state.http.SendAsync(state.attempt, token), (http: this, attempt), cancellationToken);
        }
        catch (BrokenCircuitException exception)
        {
            var failure = Failure(attempt.Call, ProviderErrorCode.CircuitOpen, "not sent, because recent requests failed", MoneySpent.No);
            throw new ProviderException(
                failure with { IsRetryable = true, NeverLeft = true, RetryAfter = exception.RetryAfter ?? _options.Circuit.BreakDuration });
        }
        catch (OperationCanceledException exception) when (attempt.Content is { HasLeft: false })
        {
            // A bare cancellation would leave the ledger unsure about a request that provably stayed here.
            var failure = Failure(attempt.Call, ProviderErrorCode.Cancelled, "cancelled before it was sent", MoneySpent.No);
            throw new ProviderException(failure with { IsRetryable = true, NeverLeft = true }, exception);
        }
    }

    private async ValueTask<ProviderReply> SendAsync(Attempt attempt, CancellationToken cancellationToken)
    {
        var started = _clock.GetTimestamp();
        using var limit = new CancellationTokenSource(attempt.Timeout, _clock);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        using var message = new HttpRequestMessage(attempt.Method, attempt.Call.Link ?? _endpoint.At(attempt.Call.Path));
        Sign(message, attempt.Call);
        message.Headers.Accept.ParseAdd(attempt.Call.Accept);
        using var freeContent = attempt.FreeContent?.Invoke();
        message.Content = freeContent ?? attempt.Content;
        ProviderFailure failure;
        Exception? cause = null;
        try
        {
            using var response = await _client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, linked.Token);
            var reply = await ReplyReader.ReadAsync(attempt.Call, response, _clock, linked.Token);
            var elapsedMs = ElapsedMs(started);
            ProviderLog.Answered(_logger, ProviderId, attempt.Call.Operation, reply.Status, elapsedMs);
            if (reply.IsSuccess || attempt.Call.IsAnswer(reply.Status)) return reply;
            failure = FromStatus(attempt, reply);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && IsExpected(exception, limit))
        {
            cause = exception;
            failure = FromException(attempt, exception, limit.IsCancellationRequested);
        }
        finally
        {
            message.Content = null; // the content is the caller's, who still asks whether it left
        }

        ProviderLog.Failed(
            _logger, ProviderId, attempt.Call.Operation, failure.Code.ToText(), failure.HttpStatus, ElapsedMs(started),
            failure.MoneySpent, failure.Message);
        throw new ProviderException(failure, cause);
    }

    private void Sign(HttpRequestMessage message, ProviderCall call)
    {
        if (call.Bearer is null) _endpoint.Sign(message.Headers);
        else message.Headers.TryAddWithoutValidation("Authorization", "Bearer " + call.Bearer);
        foreach (var (name, value) in call.Headers) message.Headers.TryAddWithoutValidation(name, value);
    }

    private ProviderFailure FromStatus(Attempt attempt, ProviderReply reply)
    {
        var body = ErrorBody.Parse(reply.Body);
        var code = StatusFailure.Classify(reply.Status, body);
        var isFree = !attempt.IsPaid || StatusFailure.SaysNotAccepted(reply.Status) || attempt.Call.IsNotCharged(reply.Status, reply.Body);
        var moneySpent = isFree ? MoneySpent.No : MoneySpent.Maybe;
        var message = body.Message ?? (reply.Status is >= 300 and <= 399 ? "redirects are not followed for API calls" : "no reason given");
        return Failure(attempt.Call, code, message, moneySpent) with
        {
            HttpStatus = reply.Status,
            ProviderCode = body.Code is null ? null : Clean(body.Code, attempt.Call.Prompt, Limits.CodeCharactersMax),
            IsRetryable = StatusFailure.IsPassing(code) && moneySpent == MoneySpent.No && !reply.ForbidsRetry,
            RetryAfter = reply.RetryAfter,
        };
    }

    private ProviderFailure FromException(Attempt attempt, Exception exception, bool isLate)
    {
        var neverLeft = attempt.Content is { HasLeft: false };
        var moneySpent = attempt.IsPaid && !neverLeft ? MoneySpent.Maybe : MoneySpent.No;
        var (code, message) = exception switch
        {
            _ when isLate => (ProviderErrorCode.Timeout, $"no complete reply within {attempt.Timeout.TotalSeconds:0.###} s"),
            JsonException => (ProviderErrorCode.UnexpectedReply, "the reply is not JSON"),
            InvalidDataException => (ProviderErrorCode.UnexpectedReply, exception.Message),
            _ => TransportFailure.Classify(exception),
        };
        var isPassing = code != ProviderErrorCode.UnexpectedReply && TransportFailure.IsPassing(code);
        return Failure(attempt.Call, code, message, moneySpent) with
        {
            IsRetryable = isPassing && moneySpent == MoneySpent.No,
            NeverLeft = neverLeft,
        };
    }

    private ProviderFailure Failure(ProviderCall call, ProviderErrorCode code, string message, MoneySpent moneySpent) => new()
    {
        Provider = ProviderId,
        Operation = call.Operation,
        Code = code,
        Message = Clean(call.Bearer is { Length: > 0 } bearer ? message.Replace(bearer, "[secret]", StringComparison.Ordinal) : message, call.Prompt),
        Hint = FailureHints.For(code, moneySpent, _endpoint.KeyVariable),
        IsRetryable = false,
        MoneySpent = moneySpent,
        NeverLeft = false,
    };

    private bool IsWorthWaitingFor(ProviderFailure failure) =>
        failure.IsRetryable && failure.Code != ProviderErrorCode.CircuitOpen
        && !(failure.RetryAfter > _backoff.Longest);

    private static bool IsExpected(Exception exception, CancellationTokenSource limit) =>
        (exception is OperationCanceledException && limit.IsCancellationRequested)
        || exception is JsonException or InvalidDataException
        || TransportFailure.IsTransport(exception);

    private long ElapsedMs(long started) => (long)_clock.GetElapsedTime(started).TotalMilliseconds;

    /// <param name="Content">The body that is sent once; null for a free request.</param>
    private sealed record Attempt(HttpMethod Method, ProviderCall Call, TimeSpan Timeout, SingleUseContent? Content)
    {
        /// <summary>Makes the body of a free request, if it has one.</summary>
        public Func<HttpContent>? FreeContent { get; init; }

        public bool IsPaid => Content is not null && Call.CostsMoney;
    }
}
