using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using FunctionsPipeline.Contracts;

namespace FunctionsPipeline.Simulator.Tests;

/// <summary>A simulator on a free port, with a clock that stands still unless moved, and a client for each provider.</summary>
internal sealed class SimulatorUnderTest : IAsyncDisposable
{
    private readonly SimulatorHost _host;

    private SimulatorUnderTest(SimulatorHost host, ManualTimeProvider clock)
    {
        (_host, Clock) = (host, clock);
        Xai = CreateClient("Bearer", "test-key");
        Fal = CreateClient("Key", "id:secret");
        Plain = CreateClient(null, null);
    }

    /// <summary>Options under which nothing takes time and nothing is limited, unless a test wants it.</summary>
    public static SimulatorOptions Instant { get; } = new() { Seed = 11, TimeScale = 0, RateLimitPerSecond = 0 };

    /// <summary>Options under which a video takes exactly 100 s.</summary>
    public static SimulatorOptions Slow { get; } = Instant with { TimeScale = 1, Latency = new SecondsRange(100, 100) };

    public ManualTimeProvider Clock { get; }

    public HttpClient Xai { get; }

    public HttpClient Fal { get; }

    public HttpClient Plain { get; }

    public Uri Address => _host.Address;

    public static async Task<SimulatorUnderTest> StartAsync(SimulatorOptions options, ManualTimeProvider? clock = null)
    {
        clock ??= new ManualTimeProvider();
        return new SimulatorUnderTest(await SimulatorHost.StartAsync(options, clock, CancellationToken.None), clock);
    }

    /// <summary>Starts one with a fault script.</summary>
    public static async Task<SimulatorUnderTest> StartAsync(SimulatorOptions options, string rules)
    {
        using var file = new TemporaryFile(rules);
        return await StartAsync(options with { Faults = file.Path });
    }

    public HttpClient CreateClient(string? scheme, string? key)
    {
        var client = new HttpClient { BaseAddress = Address };
        if (scheme is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(scheme, key);
        return client;
    }

    public Task<HttpResponseMessage> PostVideoAsync(string prompt) => Xai.PostAsJsonAsync("xai/v1/videos/generations", new { prompt });

    /// <summary>Orders a video at xAI.</summary>
    /// <returns>Its request id.</returns>
    public async Task<string> SubmitAsync(string prompt)
    {
        using var response = await PostVideoAsync(prompt);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return (await ReadAsync(response)).GetProperty("request_id").GetString()!;
    }

    /// <summary>Orders a video at fal.</summary>
    /// <returns>The whole reply.</returns>
    public async Task<JsonElement> SubmitFalAsync(string prompt, string endpoint = "fal-ai/veo3.1")
    {
        using var response = await Fal.PostAsJsonAsync($"fal/{endpoint}", new { prompt });
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await ReadAsync(response);
    }

    public Task<HttpResponseMessage> PollAsync(string id) => Xai.GetAsync($"xai/v1/videos/{id}");

    /// <summary>The link to a finished video at xAI.</summary>
    public async Task<string> UrlOfAsync(string id)
    {
        using var response = await PollAsync(id);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return (await ReadAsync(response)).GetProperty("video").GetProperty("url").GetString()!;
    }

    /// <summary>Orders a video at xAI and downloads it.</summary>
    public async Task<byte[]> MakeVideoAsync(string prompt) => await Plain.GetByteArrayAsync(await UrlOfAsync(await SubmitAsync(prompt)));

    public async Task<JsonElement> GetAsync(string path)
    {
        using var response = await Plain.GetAsync(path);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await ReadAsync(response);
    }

    public async Task<JsonElement[]> ChargesAsync() => [.. (await GetAsync("_sim/charges")).GetProperty("calls").EnumerateArray()];

    public async Task<JsonElement[]> TruthAsync() => [.. (await GetAsync("_sim/truth")).GetProperty("calls").EnumerateArray()];

    public static async Task<JsonElement> ReadAsync(HttpResponseMessage response)
    {
        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return document.RootElement.Clone();
    }

    public async ValueTask DisposeAsync()
    {
        Xai.Dispose();
        Fal.Dispose();
        Plain.Dispose();
        await _host.DisposeAsync();
    }
}
