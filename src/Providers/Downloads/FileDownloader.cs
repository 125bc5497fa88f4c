using FunctionsPipeline.Providers.Http;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Providers.Downloads;

/// <summary>
/// Fetches results from links that providers hand out: streamed to disk, resumed, checked, and named only when whole.
/// Memory does not grow with the file. Safe for several threads and different targets; keep one for long.
/// </summary>
public sealed class FileDownloader : IDisposable
{
    private readonly FileDownloaderOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly RetryBackoff _backoff;
    private readonly Redaction _redaction = new();

    // Two pools: a connection to a private address must never serve a request that may not go there.
    private readonly DownloadClient _publicClient;
    private readonly DownloadClient _privateClient;

    /// <summary>Checks the options and opens nothing yet.</summary>
    /// <param name="options">Bounds.</param>
    /// <param name="clock">Time for limits, pauses and rates.</param>
    /// <param name="random">Source of the jitter between attempts; used under a lock, not to be shared.</param>
    /// <param name="logger">Logs never hold a link.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public FileDownloader(FileDownloaderOptions options, TimeProvider clock, Random random, ILogger<FileDownloader> logger)
    {
        options.Check();
        _options = options;
        _clock = clock;
        _logger = logger;
        _backoff = new RetryBackoff(options.RetryDelay, options.RetryDelayMax, random);
        _publicClient = new DownloadClient(options, allowPrivateAddresses: false);
        _privateClient = new DownloadClient(options, allowPrivateAddresses: true);
    }

    /// <summary>Fetches a file.</summary>
    /// <param name="request">Link, target, kind.</param>
    /// <param name="progress">Told now and then, and when the last byte is there; null for silence.</param>
    /// <param name="cancellationToken">Stops it. What is there stays as <c>.part</c>, and the next download of the same link resumes it.</param>
    /// <exception cref="ProviderException">It could not be had. Neither the target nor a part is left behind.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<DownloadedFile> DownloadAsync(
        DownloadRequest request, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_options.TotalTimeout, _clock);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        PartialFile? file = null;
        try
        {
            file = await PartialFile.OpenAsync(request.Url, request.TargetPath, linked.Token);
            return await AttemptsAsync(request, file, new DownloadMeter(progress, _options.ProgressInterval, _clock), linked.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            var message = $"not complete within {_options.TotalTimeout.TotalSeconds:0.###} s";
            throw await GiveUpAsync(request, file, new DownloadFault(ProviderErrorCode.DownloadStalled, message, NextAttempt.Resume, exception));
        }
        catch (DownloadFault fault)
        {
            throw await GiveUpAsync(request, file, fault);
        }
        finally
        {
            if (file is not null) await file.DisposeAsync();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _publicClient.Dispose();
        _privateClient.Dispose();
    }

    private async Task<DownloadedFile> AttemptsAsync(
        DownloadRequest request, PartialFile file, DownloadMeter meter, CancellationToken cancellationToken)
    {
        var client = request.AllowPrivateAddresses ? _privateClient : _publicClient;
        var transfer = new DownloadTransfer(client, _options, _clock, meter);
        var freshAttempts = 1;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await transfer.RunAsync(request.Url, file, cancellationToken);
                await CheckAsync(request.Content, file, cancellationToken);
                var lengthBytes = file.LengthBytes;
                var sha256 = await file.CompleteAsync();
                meter.Finish(lengthBytes);
                DownloadLog.Completed(_logger, request.Provider, request.Url.Host, lengthBytes, attempt);
                return new DownloadedFile(request.TargetPath, lengthBytes, sha256, attempt);
            }
            catch (DownloadFault fault) when (attempt < _options.AttemptsMax && fault.Next != NextAttempt.None)
            {
                // Attempts from the first byte are counted apart: a file that is wrong three times will stay wrong.
                if (fault.Next == NextAttempt.StartOver)
                {
                    if (freshAttempts == _options.FreshAttemptsMax) throw;
                    freshAttempts++;
                    await file.StartOverAsync(null, null);
                }

                var delay = _backoff.After(attempt, fault.RetryAfter);
                DownloadLog.Retrying(
                    _logger, request.Provider, request.Url.Host, attempt, fault.Code.ToText(), file.LengthBytes, (long)delay.TotalMilliseconds);
                await Task.Delay(delay, _clock, cancellationToken);
            }
        }
    }

    private static async Task CheckAsync(MediaContent content, PartialFile file, CancellationToken cancellationToken)
    {
        var probe = await MediaProbe.RunAsync(content, file.Content, cancellationToken);
        if (probe.Fault is { } code) throw new DownloadFault(code, probe.Reason, NextAttempt.StartOver);
    }

    private async Task<ProviderException> GiveUpAsync(DownloadRequest request, PartialFile? file, DownloadFault fault)
    {
        if (file is not null) await file.DiscardAsync();
        DownloadLog.Failed(_logger, request.Provider, request.Url.Host, fault.Code.ToText(), fault.HttpStatus, fault.Message);
        return new ProviderException(
            new ProviderFailure
            {
                Provider = request.Provider,
                Operation = "download",
                Code = fault.Code,
                Message = _redaction.Clean(fault.Message),
                Hint = DownloadHints.For(fault.Code),
                HttpStatus = fault.HttpStatus,
                IsRetryable = fault.Next == NextAttempt.Resume,
                RetryAfter = fault.RetryAfter,
                MoneySpent = MoneySpent.No,
                NeverLeft = false,
            },
            fault.InnerException);
    }
}
