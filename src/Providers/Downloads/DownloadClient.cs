using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using FunctionsPipeline.Providers.Http;

namespace FunctionsPipeline.Providers.Downloads;

/// <summary>
/// GET for links that come from outside: no key, no cookie, redirects by hand with every hop checked, and every address checked
/// at the moment of connecting, so that a name that changes its address between check and use gains nothing. Safe for several threads.
/// </summary>
internal sealed class DownloadClient : IDisposable
{
    private readonly bool _allowPrivateAddresses;
    private readonly HttpClient _client;

    public DownloadClient(FileDownloaderOptions options, bool allowPrivateAddresses)
    {
        _allowPrivateAddresses = allowPrivateAddresses;
        var useProxy = options.UseSystemProxy && !allowPrivateAddresses;
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None, // lengths and ranges count the bytes of the file itself
            ConnectTimeout = options.ConnectTimeout,
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            UseCookies = false,
            UseProxy = useProxy,
            ActivityHeadersPropagator = null,
        };
        if (!allowPrivateAddresses && !useProxy) handler.ConnectCallback = ConnectAsync;
        _client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.UserAgent.ParseAdd("FunctionsPipeline");
    }

    /// <summary>Sends the GET and follows redirects. Dispose the reply.</summary>
    /// <param name="url">The link.</param>
    /// <param name="from">First byte wanted; 0 asks for the whole file.</param>
    /// <param name="ifRange">The version the range belongs to, or null.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="DownloadFault">A hop is refused, or there are too many.</exception>
    public async Task<HttpResponseMessage> GetAsync(Uri url, long from, EntityTagHeaderValue? ifRange, CancellationToken cancellationToken)
    {
        for (var hop = 0; hop <= Limits.RedirectsMax; hop++)
        {
            Check(url);
            using var message = new HttpRequestMessage(HttpMethod.Get, url);
            message.Headers.AcceptEncoding.ParseAdd("identity");
            if (from > 0) message.Headers.Range = new RangeHeaderValue(from, null);
            if (from > 0 && ifRange is not null) message.Headers.IfRange = new RangeConditionHeaderValue(ifRange);
            var response = await _client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (response.StatusCode is not (HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
                or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect))
            {
                return response;
            }

            using (response)
            {
                url = response.Headers.Location is { } location
                    ? new Uri(url, location)
                    : throw new DownloadFault(ProviderErrorCode.UnexpectedReply, "a redirect without a target", NextAttempt.None);
            }
        }

        throw new DownloadFault(ProviderErrorCode.DownloadRefused, $"more than {Limits.RedirectsMax} redirects", NextAttempt.None);
    }

    public void Dispose() => _client.Dispose();

    private void Check(Uri url)
    {
        string? problem = null;
        if (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp) problem = $"the link is {url.Scheme}, not https";
        else if (url.UserInfo.Length > 0) problem = "the link holds a user name";
        else if (_allowPrivateAddresses) return;
        else if (url.Scheme != Uri.UriSchemeHttps) problem = "the link is plain http";
        else if (IPAddress.TryParse(url.DnsSafeHost, out var address) && !PublicAddresses.Contains(address))
        {
            problem = new AddressRefusedException(url.DnsSafeHost).Message;
        }

        if (problem is not null) throw new DownloadFault(ProviderErrorCode.DownloadRefused, problem, NextAttempt.None);
    }

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var host = context.DnsEndPoint.Host;
        var addresses = await Dns.GetHostAddressesAsync(host, cancellationToken);
        var allowed = addresses.Where(PublicAddresses.Contains).ToArray();
        if (allowed.Length == 0) throw new AddressRefusedException(host);

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
