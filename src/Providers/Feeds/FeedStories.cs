using System.Net;
using System.Xml;
using FunctionsPipeline.Providers.Downloads;
using FunctionsPipeline.Providers.Http;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Providers.Feeds;

/// <summary>
/// Fetches a feed by the address that a query names. The address comes from a person's settings and its redirects from strangers: every hop
/// is checked as for downloads.
/// </summary>
internal sealed class FeedStories(
    Func<Uri, DownloadClient> clientFor, ProviderHttpOptions options, TimeProvider clock, RetryBackoff backoff, ILogger logger) : IStorySource
{
    private const string Operation = "feed";

    public string ProviderId => FeedsProvider.Id;

    public async Task<IReadOnlyList<Story>> ListAsync(StoryQuery query, CancellationToken cancellationToken)
    {
        if (query.Count is < 1 or > StoryQuery.CountMax) throw Refused($"count: {query.Count} is not from 1 to {StoryQuery.CountMax}");
        if (!Uri.TryCreate(query.Channel, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http")) throw Refused("channel: it must be the https address of a feed");
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return [.. FeedReader.Read(await FetchAsync(url, cancellationToken), url).Take(query.Count)];
            }
            catch (XmlException exception)
            {
                throw new ProviderException(Failure(ProviderErrorCode.UnexpectedReply, $"{url.Host} sent no Atom or RSS feed: {exception.Message}"), exception);
            }
            catch (ProviderException exception) when (exception.Failure.IsRetryable && attempt < options.PollAttemptsMax && !(exception.Failure.RetryAfter > backoff.Longest))
            {
                var delay = backoff.After(attempt, exception.Failure.RetryAfter);
                ProviderLog.Retrying(logger, ProviderId, Operation, attempt, exception.Failure.Code.ToText(), (long)delay.TotalMilliseconds);
                await Task.Delay(delay, clock, cancellationToken);
            }
        }
    }

    private async Task<ReadOnlyMemory<byte>> FetchAsync(Uri url, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.PollTimeout, clock);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            using var response = await clientFor(url).GetAsync(url, 0, null, linked.Token);
            var status = (int)response.StatusCode;
            if (response.StatusCode != HttpStatusCode.OK)
            {
                var code = StatusFailure.Classify(status, ErrorBody.Parse(null));
                throw new ProviderException(Failure(code, $"{url.Host} answered with {status}") with
                {
                    HttpStatus = status,
                    IsRetryable = StatusFailure.IsPassing(code),
                    RetryAfter = RetryAfterHeader.Read(response, clock),
                });
            }

            return await BoundedBody.ReadAsync(response.Content, Limits.FeedBytesMax, linked.Token);
        }
        catch (DownloadFault fault)
        {
            throw new ProviderException(Failure(fault.Code, fault.Message), fault);
        }
        catch (InvalidDataException exception)
        {
            throw new ProviderException(Failure(ProviderErrorCode.UnexpectedReply, $"the feed is longer than {Limits.FeedBytesMax} bytes"), exception);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && (limit.IsCancellationRequested || TransportFailure.IsTransport(exception)))
        {
            var (code, message) = limit.IsCancellationRequested
                ? (ProviderErrorCode.Timeout, $"no complete reply within {options.PollTimeout.TotalSeconds:0.###} s")
                : TransportFailure.Classify(exception);
            throw new ProviderException(Failure(code, message) with { IsRetryable = TransportFailure.IsPassing(code) }, exception);
        }
    }

    private ProviderException Refused(string message) => new(Failure(ProviderErrorCode.InvalidRequest, message) with { NeverLeft = true });

    private ProviderFailure Failure(ProviderErrorCode code, string message) => new()
    {
        Provider = ProviderId,
        Operation = Operation,
        Code = code,
        Message = message.Length <= Limits.MessageCharactersMax ? message : message[..Limits.MessageCharactersMax],
        Hint = FailureHints.For(code, MoneySpent.No, ""),
        IsRetryable = false,
        MoneySpent = MoneySpent.No,
        NeverLeft = false,
    };
}
