using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using FunctionsPipeline.Analysis;
using FunctionsPipeline.Contracts;
using FunctionsPipeline.GpuWorker.Hosting;
using FunctionsPipeline.State.Blobs;
using Microsoft.Extensions.Logging.Abstractions;

namespace FunctionsPipeline.GpuWorker.Tests.Hosting;

/// <summary>What <c>GET /healthz</c> says, over HTTP.</summary>
public sealed class HealthEndpointTests : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _folder = new();
    private readonly ManualTimeProvider _clock = new();
    private readonly HttpClient _client = new();
    private readonly ObservedBlobStore _store;
    private readonly WorkerHealth _health;
    private HealthEndpoint _endpoint = null!;
    private string _address = "";

    public HealthEndpointTests()
    {
        _store = new ObservedBlobStore(new FolderBlobStore(_folder.Path, _clock), _clock);
        _health = new WorkerHealth("worker-1", new DevicePool([new CpuDevice()]), _store, SilenceMax, [], _clock);
    }

    public Task InitializeAsync()
    {
        var port = FreePort();
        _address = $"http://127.0.0.1:{port}";
        _endpoint = HealthEndpoint.Start("127.0.0.1", port, _health, NullLogger.Instance);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _endpoint.DisposeAsync();

    public void Dispose()
    {
        _client.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_worker_that_writes_its_heartbeat_is_well_and_shows_its_devices()
    {
        await BeatAsync();

        var (status, report) = await AskAsync();

        status.ShouldBe(HttpStatusCode.OK);
        report.GetProperty("status").GetString().ShouldBe("ok");
        report.GetProperty("worker").GetString().ShouldBe("worker-1");
        report.GetProperty("devices")[0].GetProperty("id").GetString().ShouldBe("cpu");
        report.GetProperty("lastHeartbeat").GetDateTimeOffset().ShouldBe(_clock.GetUtcNow());
    }

    [Fact]
    public async Task A_worker_that_has_not_written_yet_is_not_well() => (await AskAsync()).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);

    [Fact]
    public async Task A_worker_that_has_been_silent_is_not_well()
    {
        await BeatAsync();
        _clock.Advance(SilenceMax + TimeSpan.FromSeconds(1));

        var (status, report) = await AskAsync();

        status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        report.GetProperty("status").GetString().ShouldBe("silent");
    }

    [Fact]
    public async Task A_worker_that_was_told_to_stop_is_not_well()
    {
        await BeatAsync();
        _health.Stop();

        (await AskAsync()).Report.GetProperty("status").GetString().ShouldBe("stopping");
    }

    [Fact]
    public async Task Other_addresses_are_not_found()
    {
        using var response = await _client.GetAsync(_address + "/");

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private async Task<(HttpStatusCode Status, JsonElement Report)> AskAsync()
    {
        using var response = await _client.GetAsync(_address + "/healthz");
        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return (response.StatusCode, document.RootElement.Clone());
    }

    private Task BeatAsync() => _store.PutAsync("frame-jobs/beat", new MemoryStream([1]), BlobCondition.None, CancellationToken.None);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
