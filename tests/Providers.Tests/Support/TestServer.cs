using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Providers.Tests.Support;

/// <summary>An HTTP server on a free loopback port that answers with one delegate and remembers what it was asked.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestServer(WebApplication app, ConcurrentQueue<SeenRequest> seen)
    {
        _app = app;
        Seen = seen;
        Url = new Uri(app.Urls.Single());
    }

    public Uri Url { get; }

    public ConcurrentQueue<SeenRequest> Seen { get; }

    public static Task<TestServer> StartAsync(int status, string json = "") => StartAsync(context => context.AnswerAsync(status, json));

    public static async Task<TestServer> StartAsync(RequestDelegate answer, X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            options.Limits.MinResponseDataRate = null;
            options.Listen(IPAddress.Loopback, 0, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                if (certificate is not null) listen.UseHttps(certificate);
            });
        });
        if (certificate is not null) builder.WebHost.UseKestrelHttpsConfiguration();
        var app = builder.Build();
        var seen = new ConcurrentQueue<SeenRequest>();
        app.Run(async context =>
        {
            seen.Enqueue(await SeenRequest.ReadAsync(context.Request));
            await answer(context);
        });
        await app.StartAsync();
        return new TestServer(app, seen);
    }

    public async ValueTask DisposeAsync()
    {
        // A hanging request must not hold up the end of a test.
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }
}

internal sealed record SeenRequest(string Method, string Path, string Body, IReadOnlyDictionary<string, string> Headers)
{
    public static async Task<SeenRequest> ReadAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        var headers = request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        return new SeenRequest(request.Method, request.Path + request.QueryString, await reader.ReadToEndAsync(), headers);
    }
}

internal static class Answers
{
    public static async Task AnswerAsync(this HttpContext context, int status, string json = "")
    {
        context.Response.StatusCode = status;
        if (json.Length == 0) return;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(json);
    }

    /// <summary>Answers with a file.</summary>
    public static async Task AnswerFileAsync(this HttpContext context, string mediaType, byte[] file)
    {
        context.Response.ContentType = mediaType;
        await context.Response.Body.WriteAsync(file);
    }

    /// <summary>Gives no answer until the client is gone.</summary>
    public static async Task HangAsync(this HttpContext context)
    {
        var gone = new TaskCompletionSource();
        await using var registration = context.RequestAborted.Register(() => gone.TrySetResult());
        await gone.Task;
    }

    /// <summary>Answers in turn; the last answer stays.</summary>
    public static RequestDelegate InTurn(params RequestDelegate[] answers)
    {
        var count = -1;
        return context => answers[Math.Min(Interlocked.Increment(ref count), answers.Length - 1)](context);
    }

    public static X509Certificate2 SelfSignedCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var from = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
        using var certificate = request.CreateSelfSigned(from, from.AddYears(50));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }
}
