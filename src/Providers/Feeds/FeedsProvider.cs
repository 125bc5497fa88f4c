using FunctionsPipeline.Providers.Downloads;
using FunctionsPipeline.Providers.Http;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Providers.Feeds;

/// <summary>How feeds are fetched. They are public and want no key.</summary>
public sealed class FeedsOptions
{
    /// <summary>
    /// A server of one's own whose feeds may be fetched although it is not on the public internet, such as the simulator. A feed elsewhere
    /// must be https and public. Null for none.
    /// </summary>
    public Uri? OwnServer { get; init; }

    /// <summary>Timeouts and retries.</summary>
    public ProviderHttpOptions Http { get; init; } = new();
}

/// <summary>Atom and RSS feeds, wherever they are.</summary>
/// <remarks>Safe for several threads; keep one for long.</remarks>
public sealed class FeedsProvider : IProvider
{
    /// <summary>Id in messages.</summary>
    public const string Id = "feeds";

    private readonly DownloadClient _public;
    private readonly DownloadClient _own;

    /// <summary>Checks the options and opens nothing yet.</summary>
    /// <param name="options">Own server, timeouts.</param>
    /// <param name="clock">Time for timeouts and pauses.</param>
    /// <param name="random">Source of the jitter between retries; used under a lock, not to be shared.</param>
    /// <param name="loggers">Logs never hold a URL or a body.</param>
    public FeedsProvider(FeedsOptions options, TimeProvider clock, Random random, ILoggerFactory loggers)
    {
        options.Http.Check();
        var download = new FileDownloaderOptions { ConnectTimeout = options.Http.ConnectTimeout };
        _public = new DownloadClient(download, allowPrivateAddresses: false);
        _own = new DownloadClient(download, allowPrivateAddresses: true);
        Stories = new FeedStories(
            url => IsOn(options.OwnServer, url) ? _own : _public,
            options.Http,
            clock,
            new RetryBackoff(options.Http.RetryDelay, options.Http.RetryDelayMax, random),
            loggers.CreateLogger<FeedsProvider>());
    }

    /// <summary>Raw stories; the channel of a query is the address of the feed.</summary>
    public IStorySource Stories { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _public.Dispose();
        _own.Dispose();
    }

    private static bool IsOn(Uri? server, Uri url) =>
        server is not null && Uri.Compare(server, url, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0;
}
