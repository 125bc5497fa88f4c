using System.Globalization;
using System.Net;
using System.Text.Json;
using FunctionsPipeline.Durable;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.GpuWorker.Hosting;

/// <summary><c>GET /healthz</c>: 200 while the worker is well, 503 otherwise, with its devices and its last heartbeat either way.</summary>
public sealed class HealthEndpoint : IAsyncDisposable
{
    private const string Path = "/healthz";

    private readonly HttpListener _listener = new();
    private readonly WorkerHealth _health;
    private readonly ILogger _logger;
    private readonly Task _serving;

    private HealthEndpoint(string host, int port, WorkerHealth health, ILogger logger)
    {
        (_health, _logger) = (health, logger);
        _listener.Prefixes.Add(string.Create(CultureInfo.InvariantCulture, $"http://{host}:{port}/"));
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>Answers on a port from now on.</summary>
    /// <param name="host">Name or address that is listened to; <c>*</c> for all.</param>
    /// <param name="port">Port.</param>
    /// <param name="health">What is told.</param>
    /// <param name="logger">Gets what goes wrong with a request.</param>
    /// <exception cref="HttpListenerException">The port is taken.</exception>
    public static HealthEndpoint Start(string host, int port, WorkerHealth health, ILogger logger) => new(host, port, health, logger);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        _listener.Close();
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                Answer(await _listener.GetContextAsync());
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException or IOException)
            {
                // The end of listening, or a client that did not wait for its answer.
                _logger.LogDebug(exception, "A question for the worker's health was not answered.");
            }
        }
    }

    private void Answer(HttpListenerContext context)
    {
        var response = context.Response;
        if (context.Request.HttpMethod != HttpMethod.Get.Method || context.Request.Url?.AbsolutePath != Path)
        {
            response.StatusCode = (int)HttpStatusCode.NotFound;
            response.Close();
            return;
        }

        var report = _health.Report();
        response.StatusCode = (int)(report.IsWell ? HttpStatusCode.OK : HttpStatusCode.ServiceUnavailable);
        response.ContentType = "application/json";
        response.Close(JsonSerializer.SerializeToUtf8Bytes(report, DurableJson.Options), willBlock: false);
    }
}
