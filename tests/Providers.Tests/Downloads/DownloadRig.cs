using System.Security.Cryptography;
using FunctionsPipeline.Providers.Downloads;
using FunctionsPipeline.Providers.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace FunctionsPipeline.Providers.Tests.Downloads;

/// <summary>A storage server, a downloader with short pauses, and a folder.</summary>
internal sealed class DownloadRig : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FileDownloader _downloader;

    private DownloadRig(TestServer server, FileDownloaderOptions options, TimeProvider clock)
    {
        Server = server;
        _downloader = new FileDownloader(options, clock, new Random(1), NullLogger<FileDownloader>.Instance);
    }

    public static FileDownloaderOptions Quick { get; } = new()
    {
        RetryDelay = TimeSpan.FromMilliseconds(1),
        RetryDelayMax = TimeSpan.FromMilliseconds(2),
        ProgressInterval = TimeSpan.Zero,
    };

    public TestServer Server { get; }

    public string Target => _folder.File("clip.mp4");

    public string Part => Target + ".part";

    public string[] FileNames => _folder.FileNames;

    public static async Task<DownloadRig> StartAsync(RequestDelegate answer, FileDownloaderOptions? options = null, TimeProvider? clock = null) =>
        new(await TestServer.StartAsync(answer), options ?? Quick, clock ?? TimeProvider.System);

    public static string Sha256(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    public Task<DownloadedFile> DownloadAsync(
        string path = "/clip.mp4?sig=planted", IProgress<DownloadProgress>? progress = null, CancellationToken cancellationToken = default) =>
        DownloadAsync(new DownloadRequest("xai", new Uri(Server.Url, path), Target) { AllowPrivateAddresses = true }, progress, cancellationToken);

    public Task<DownloadedFile> DownloadAsync(
        DownloadRequest request, IProgress<DownloadProgress>? progress = null, CancellationToken cancellationToken = default) =>
        _downloader.DownloadAsync(request, progress, cancellationToken);

    /// <summary>The failure, after checking that it left nothing behind.</summary>
    public async Task<ProviderFailure> FailAsync(DownloadRequest? request = null)
    {
        var exception = await Should.ThrowAsync<ProviderException>(() => request is null ? DownloadAsync() : DownloadAsync(request));
        FileNames.ShouldBeEmpty();
        exception.ToString().ShouldNotContain("planted");
        exception.Failure.Operation.ShouldBe("download");
        exception.Failure.MoneySpent.ShouldBe(MoneySpent.No);
        return exception.Failure;
    }

    public async ValueTask DisposeAsync()
    {
        _downloader.Dispose();
        await Server.DisposeAsync();
        _folder.Dispose();
    }
}

/// <summary>How the storage of these tests answers.</summary>
internal static class Storage
{
    /// <summary>The whole file, or the part asked for.</summary>
    public static RequestDelegate WithRanges(byte[] file, string? etag = "\"v1\"") => async context =>
    {
        context.Response.ContentType = "video/mp4";
        if (etag is not null) context.Response.Headers.ETag = etag;
        var from = From(context, etag);
        if (from > file.Length - 1)
        {
            context.Response.StatusCode = 416;
            context.Response.Headers.ContentRange = $"bytes */{file.Length}";
            return;
        }

        if (from > 0)
        {
            context.Response.StatusCode = 206;
            context.Response.Headers.ContentRange = $"bytes {from}-{file.Length - 1}/{file.Length}";
        }

        context.Response.ContentLength = file.Length - from;
        await context.Response.Body.WriteAsync(file.AsMemory(from));
    };

    /// <summary>Declares the whole file and sends its first bytes; the server then closes the connection.</summary>
    public static RequestDelegate CutAfter(byte[] file, int countBytes, string? etag = "\"v1\"") => async context =>
    {
        context.Response.ContentType = "video/mp4";
        if (etag is not null) context.Response.Headers.ETag = etag;
        context.Response.ContentLength = file.Length;
        await context.Response.Body.WriteAsync(file.AsMemory(0, countBytes));
    };

    /// <summary>Bytes without Content-Length.</summary>
    public static RequestDelegate Chunked(byte[] file) => async context =>
    {
        context.Response.ContentType = "video/mp4";
        await context.Response.Body.FlushAsync();
        await context.Response.Body.WriteAsync(file);
    };

    private static int From(HttpContext context, string? etag)
    {
        var range = context.Request.Headers.Range.ToString();
        var ifRange = context.Request.Headers.IfRange.ToString();
        if (range.Length == 0 || (ifRange.Length > 0 && ifRange != etag)) return 0;
        return int.Parse(range["bytes=".Length..^1]);
    }
}
