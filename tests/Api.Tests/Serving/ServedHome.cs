using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using FunctionsPipeline.Cli.Tests.Processes;

namespace FunctionsPipeline.Api.Tests.Serving;

/// <summary><c>pipeline serve</c> as a process, on a free port, over a home of the test's own.</summary>
public sealed class ServedHome : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly PipelineHome _home = new();
    private SimulatorChild? _simulator;
    private ChildProcess? _process;
    private string? _endedRun;

    /// <summary>Where it listens.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1/");

    /// <summary>Without a token: reads.</summary>
    public HttpClient Reader { get; private set; } = new();

    /// <summary>With the home's token: changes.</summary>
    public HttpClient Writer { get; private set; } = new();

    /// <summary>The home's folder.</summary>
    public string Path => _home.Path;

    /// <summary>The home's token.</summary>
    public string Token => File.ReadAllText(System.IO.Path.Combine(_home.Path, "api-token"));

    internal PipelineHome Home => _home;

    internal ChildProcess Process => _process!;

    internal SimulatorChild Simulator => _simulator!;

    public async Task InitializeAsync()
    {
        _simulator = await SimulatorChild.StartAsync();
        _home.With(_simulator);
        await StartAsync();
    }

    /// <summary>Starts it, for the first time or again on the same home.</summary>
    public async Task StartAsync(params string[] arguments)
    {
        _process = _home.Start(["serve", "--port", "0", "--json", .. arguments]);
        var line = await _process.Output.WaitForAsync("\"listening\"");
        Address = new Uri(line.Split('"')[3]);
        Reader = new HttpClient { BaseAddress = Address };
        Writer = new HttpClient { BaseAddress = Address };
        if (!arguments.Contains("--token")) Writer.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
    }

    public async Task DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        if (_simulator is not null) await _simulator.DisposeAsync();
        Reader.Dispose();
        Writer.Dispose();
        _home.Dispose();
    }

    /// <summary>Starts a run of one-second clips, without delay unless the fields say so.</summary>
    public async Task<string> StartRunAsync(int prompts, string moreFields = "\"jitter\":\"0s..0s\"")
    {
        var answer = await PostAsync("api/runs", Spec(prompts, moreFields));
        answer.Status.ShouldBe(202, answer.Text);
        return answer.Json["runId"]!.GetValue<string>();
    }

    /// <summary>A run that has ended, the same for all tests of the home.</summary>
    public async Task<string> EndedRunAsync()
    {
        if (_endedRun is not null) return _endedRun;
        _endedRun = await StartRunAsync(1);
        await FollowToEndAsync(_endedRun);
        return _endedRun;
    }

    /// <summary>A specification as JSON.</summary>
    public static string Spec(int prompts, string moreFields = "\"jitter\":\"0s..0s\"") =>
        $$"""
          {"pipeline":"video-batch","prompts":[{{string.Join(',', Enumerable.Range(1, prompts).Select(number => $"\"Ball number {number} rolls off a table and bounces.\""))}}],
           "traps":[],"durationSeconds":1,{{moreFields}}}
          """;

    /// <summary>Reads.</summary>
    public async Task<Answer> GetAsync(string path) => await Answer.OfAsync(await Reader.GetAsync(new Uri(path, UriKind.Relative)));

    /// <summary>Posts JSON with the token.</summary>
    public Task<Answer> PostAsync(string path, string? json = null, string? idempotencyKey = null) => SendAsync(HttpMethod.Post, path, json, idempotencyKey);

    /// <summary>Sends JSON with the token.</summary>
    public async Task<Answer> SendAsync(HttpMethod method, string path, string? json = null, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (json is not null) request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        if (idempotencyKey is not null) request.Headers.Add("Idempotency-Key", idempotencyKey);
        return await Answer.OfAsync(await Writer.SendAsync(request));
    }

    /// <summary>Follows a run over its event stream until it satisfies a condition.</summary>
    public async Task<JsonNode> FollowAsync(string runId, Func<JsonNode, bool> isReached)
    {
        using var patience = new CancellationTokenSource(Patience);
        await using var stream = await Reader.GetStreamAsync(new Uri($"api/runs/{runId}/progress", UriKind.Relative), patience.Token);
        using var lines = new StreamReader(stream);
        while (await lines.ReadLineAsync(patience.Token) is { } line)
        {
            if (!line.StartsWith("data: ", StringComparison.Ordinal)) continue;
            var run = JsonNode.Parse(line["data: ".Length..])!;
            if (isReached(run)) return run;
        }

        throw new InvalidOperationException($"The stream of run {runId} ended before that.");
    }

    /// <summary>Follows a run to its end.</summary>
    public Task<JsonNode> FollowToEndAsync(string runId) => FollowAsync(runId, run => run["isEnded"]!.GetValue<bool>());

    /// <summary>Number of runs there are.</summary>
    public async Task<int> CountRunsAsync() => (await GetAsync("api/runs?limit=1000")).Json["values"]!.AsArray().Count;
}

/// <summary>An answer, read.</summary>
public sealed record Answer(int Status, string Text, HttpResponseMessage Message)
{
    public JsonNode Json => JsonNode.Parse(Text)!;

    /// <summary>The stable code of a problem.</summary>
    public string Code => Json["code"]!.GetValue<string>();

    public static async Task<Answer> OfAsync(HttpResponseMessage message) => new((int)message.StatusCode, await message.Content.ReadAsStringAsync(), message);

    /// <summary>Fails unless it is a problem of that status and code, told as problems are.</summary>
    public void ShouldBeProblem(int status, string code)
    {
        Status.ShouldBe(status, Text);
        Message.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        Code.ShouldBe(code);
        Json["status"]!.GetValue<int>().ShouldBe(status);
        Json["detail"]!.GetValue<string>().ShouldNotBeEmpty();
    }
}
