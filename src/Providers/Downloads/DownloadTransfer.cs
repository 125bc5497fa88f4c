using System.Buffers;
using System.Net;
using FunctionsPipeline.Providers.Http;

namespace FunctionsPipeline.Providers.Downloads;

/// <summary>One attempt: one GET whose bytes go to the partial file, from the first byte or from where it stands.</summary>
internal sealed class DownloadTransfer(DownloadClient client, FileDownloaderOptions options, TimeProvider clock, DownloadMeter meter)
{
    private const int BufferBytes = 128 * 1024;

    /// <summary>Brings the partial file to its full length.</summary>
    /// <exception cref="DownloadFault">It did not come to that.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled, and nothing else.</exception>
    public async Task RunAsync(Uri url, PartialFile file, CancellationToken cancellationToken)
    {
        // The stall limit starts anew with every read; so one source serves the whole attempt.
        using var stall = new CancellationTokenSource(options.StallTimeout, clock);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stall.Token);
        try
        {
            using var response = await client.GetAsync(url, file.ResumeFromByte, file.ETag, linked.Token);
            if (!await TakeHeadersAsync(response, file)) return;
            await CopyAsync(response, file, stall, linked.Token);
        }
        catch (OperationCanceledException exception) when (stall.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            var message = $"no byte for {options.StallTimeout.TotalSeconds:0.###} s{Where(file)}";
            throw new DownloadFault(ProviderErrorCode.DownloadStalled, message, NextAttempt.Resume, exception);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && TransportFailure.IsTransport(exception))
        {
            throw FromTransport(exception, file);
        }

        if (file.TotalBytes is { } total && file.LengthBytes != total)
        {
            throw new DownloadFault(ProviderErrorCode.DownloadTruncated, "the file ended" + Where(file), NextAttempt.Resume);
        }
    }

    /// <summary>Decides from the headers what the body is.</summary>
    /// <returns>False when there is nothing to read because every byte is there.</returns>
    private async Task<bool> TakeHeadersAsync(HttpResponseMessage response, PartialFile file)
    {
        switch (response.StatusCode)
        {
            case HttpStatusCode.OK:
                CheckType(response);
                var declared = response.Content.Headers.ContentLength;
                CheckSize(declared);
                await file.StartOverAsync(response.Headers.ETag, declared);
                return true;

            case HttpStatusCode.PartialContent when IsContinuation(response, file):
                CheckSize(response.Content.Headers.ContentRange!.Length);
                return true;

            case HttpStatusCode.PartialContent:
                throw new DownloadFault(ProviderErrorCode.UnexpectedReply, "the server sent another part than asked for", NextAttempt.StartOver);

            case HttpStatusCode.RequestedRangeNotSatisfiable when response.Content.Headers.ContentRange?.Length == file.LengthBytes:
                return false;

            case HttpStatusCode.RequestedRangeNotSatisfiable:
                throw new DownloadFault(ProviderErrorCode.UnexpectedReply, "the server's file is another than before", NextAttempt.StartOver);

            default:
                throw FromStatus(response);
        }
    }

    private async Task CopyAsync(
        HttpResponseMessage response, PartialFile file, CancellationTokenSource stall, CancellationToken cancellationToken)
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            while (true)
            {
                stall.CancelAfter(options.StallTimeout);
                var count = await body.ReadAsync(buffer, cancellationToken);
                if (count == 0) return;
                CheckSize(file.LengthBytes + count);
                await file.AppendAsync(buffer.AsMemory(0, count), cancellationToken);
                meter.Add(count, file.LengthBytes, file.TotalBytes);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>A part continues ours when it starts where ours ends and belongs to a file of the same length and version.</summary>
    private static bool IsContinuation(HttpResponseMessage response, PartialFile file)
    {
        var range = response.Content.Headers.ContentRange;
        if (range is null || range.From != file.ResumeFromByte || file.ResumeFromByte == 0) return false;
        if (file.TotalBytes is { } total && range.Length != total) return false;
        return file.ETag is null || response.Headers.ETag is not { } etag || etag.Equals(file.ETag);
    }

    private void CheckSize(long? lengthBytes)
    {
        if (lengthBytes > options.BytesMax)
        {
            throw new DownloadFault(ProviderErrorCode.DownloadTooLarge, $"the file is larger than {options.BytesMax} bytes", NextAttempt.None);
        }
    }

    private static void CheckType(HttpResponseMessage response)
    {
        var type = response.Content.Headers.ContentType?.MediaType ?? "";
        var isText = type.StartsWith("text/", StringComparison.OrdinalIgnoreCase)
            || type.EndsWith("json", StringComparison.OrdinalIgnoreCase) || type.EndsWith("xml", StringComparison.OrdinalIgnoreCase);
        if (isText) throw new DownloadFault(ProviderErrorCode.DownloadWrongType, "text came instead of media", NextAttempt.StartOver);
        if (response.Content.Headers.ContentEncoding.Any(encoding => !string.Equals(encoding, "identity", StringComparison.OrdinalIgnoreCase)))
        {
            throw new DownloadFault(ProviderErrorCode.DownloadWrongType, "the file came compressed, which was not asked for", NextAttempt.StartOver);
        }
    }

    private DownloadFault FromStatus(HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        var code = status switch
        {
            401 or 403 or 404 or 410 => ProviderErrorCode.LinkExpired,
            408 => ProviderErrorCode.Timeout,
            429 => ProviderErrorCode.RateLimited,
            >= 500 and <= 599 => ProviderErrorCode.ServerError,
            _ => ProviderErrorCode.UnexpectedReply,
        };
        return new DownloadFault(
            code, $"the storage answered HTTP {status}", StatusFailure.IsPassing(code) ? NextAttempt.Resume : NextAttempt.None)
        {
            HttpStatus = status,
            RetryAfter = RetryAfterHeader.Read(response, clock),
        };
    }

    private static DownloadFault FromTransport(Exception exception, PartialFile file)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is AddressRefusedException)
            {
                return new DownloadFault(ProviderErrorCode.DownloadRefused, cause.Message, NextAttempt.None, exception);
            }
        }

        if (exception is HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded })
        {
            return new DownloadFault(ProviderErrorCode.DownloadTruncated, "the connection ended" + Where(file), NextAttempt.Resume, exception);
        }

        var (code, message) = TransportFailure.Classify(exception);
        return new DownloadFault(code, message + Where(file), TransportFailure.IsPassing(code) ? NextAttempt.Resume : NextAttempt.None, exception);
    }

    private static string Where(PartialFile file) => file switch
    {
        { LengthBytes: 0 } => "",
        { TotalBytes: { } total } => $" after {file.LengthBytes} of {total} bytes",
        _ => $" after {file.LengthBytes} bytes",
    };
}
