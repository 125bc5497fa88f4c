using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace FunctionsPipeline.Contracts.Serving;

/// <summary>
/// A pipeline as a client of the HTTP API sees it, the same on both hosts: what a run, its items, its paid calls and its files come to is
/// stated here once. The providers are the simulator, which refuses the second prompt.
/// </summary>
public abstract class PipelineConformance
{
    private const string Spec = """
        {"pipeline":"video-batch","prompts":["A red ball rolls off a table","A gore scene","Water is poured into a glass"],
         "traps":[],"durationSeconds":1,"jitter":"0s..0s","project":"conformance"}
        """;

    private const string SlowSpec = """
        {"pipeline":"video-batch","prompts":["A feather falls","A stone sinks"],"traps":[],"durationSeconds":1,"jitter":"20s..30s","project":"conformance"}
        """;

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);
    private static readonly string[] s_states = ["0 succeeded", "1 failed", "2 succeeded"];

    /// <summary>A client of the host that may read and change.</summary>
    protected abstract HttpClient Client { get; }

    [Fact]
    public async Task A_run_is_followed_to_its_end_read_and_retried()
    {
        var run = await StartAsync(Spec);
        var ended = await FollowAsync(run);

        ended["status"]!.GetValue<string>().ShouldBe("failed");
        Counts(ended).ShouldBe((3, 2, 1));
        (await ItemsAsync(run)).ShouldBe(s_states);
        (await LinesAsync(run)).ShouldBe(s_states);
        var bought = await CallsAsync(run);
        bought.ShouldBe(["0 settled", "1 failed", "2 settled"], ignoreOrder: true);
        await ShouldMatchManifestAsync(run);

        var failed = (await GetJsonAsync($"api/runs/{run}/items?status=failed"))["values"]![0]!["id"]!.GetValue<string>();
        await PostAsync($"api/runs/{run}/retry", $$"""{"items":["{{failed}}"]}""");
        var again = await FollowAsync(run);

        // Refused again; what was bought is not bought again.
        again["round"]!.GetValue<int>().ShouldBe(2);
        Counts(again).ShouldBe((3, 2, 1));
        (await ItemsAsync(run)).ShouldBe(s_states);
        (await LinesAsync(run)).ShouldBe(s_states);
        (await CallsAsync(run)).Where(call => call.EndsWith("settled", StringComparison.Ordinal)).ShouldBe(["0 settled", "2 settled"], ignoreOrder: true);
        await ShouldMatchManifestAsync(run);
    }

    [Fact]
    public async Task A_cancelled_run_buys_nothing_and_ends_in_order()
    {
        var run = await StartAsync(SlowSpec);
        await PostAsync($"api/runs/{run}/cancel", json: null);

        var ended = await FollowAsync(run);

        ended["status"]!.GetValue<string>().ShouldBe("cancelled");
        ended["progress"]!["spentTicks"]!.GetValue<long>().ShouldBe(0);
        (await ItemsAsync(run)).ShouldBe(["0 cancelled", "1 cancelled"]);
        (await LinesAsync(run)).ShouldBe(["0 cancelled", "1 cancelled"]);
        (await CallsAsync(run)).ShouldBeEmpty();
        await ShouldMatchManifestAsync(run);
    }

    [Fact]
    public async Task A_request_that_comes_twice_starts_one_run()
    {
        var key = $"conformance-{Guid.CreateVersion7()}";

        var first = await StartAsync(SlowSpec, key);
        (await StartAsync(SlowSpec, key)).ShouldBe(first);

        await PostAsync($"api/runs/{first}/cancel", json: null);
        await FollowAsync(first);
    }

    private static (int Total, int Succeeded, int Failed) Counts(JsonNode run) =>
        (run["progress"]!["total"]!.GetValue<int>(), run["progress"]!["succeeded"]!.GetValue<int>(), run["progress"]!["failed"]!.GetValue<int>());

    /// <summary>Index and state of each item, as the API tells them.</summary>
    private async Task<IEnumerable<string>> ItemsAsync(string run) =>
        (await GetJsonAsync($"api/runs/{run}/items"))["values"]!.AsArray().Select(State!);

    /// <summary>Index and state of each line of the run's folder.</summary>
    private async Task<IEnumerable<string>> LinesAsync(string run) =>
        Encoding.UTF8.GetString(await GetFileAsync(run, "items.jsonl")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => State(JsonNode.Parse(line)!));

    private static string State(JsonNode item) => $"{item["index"]!.GetValue<int>()} {item["status"]!.GetValue<string>()}";

    /// <summary>Item and state of each paid call.</summary>
    private async Task<IReadOnlyList<string>> CallsAsync(string run)
    {
        var indexes = (await GetJsonAsync($"api/runs/{run}/items"))["values"]!.AsArray()
            .ToDictionary(item => item!["id"]!.GetValue<string>(), item => item!["index"]!.GetValue<int>());
        return [.. (await GetJsonAsync($"api/runs/{run}/ledger"))["values"]!.AsArray()
            .Select(call => $"{indexes[call!["itemId"]!.GetValue<string>()]} {call["state"]!.GetValue<string>()}")];
    }

    /// <summary>Every file that the manifest lists is there and is what it says.</summary>
    private async Task ShouldMatchManifestAsync(string run)
    {
        var lines = Encoding.UTF8.GetString(await GetFileAsync(run, "manifest.sha256")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBeGreaterThan(3);
        foreach (var line in lines)
        {
            var parts = line.Split("  ", 2);
            Convert.ToHexStringLower(SHA256.HashData(await GetFileAsync(run, parts[1]))).ShouldBe(parts[0], parts[1]);
        }
    }

    private async Task<string> StartAsync(string spec, string? key = null) =>
        JsonNode.Parse(await PostAsync("api/runs", spec, key))!["runId"]!.GetValue<string>();

    private async Task<JsonNode> FollowAsync(string run)
    {
        using var limit = new CancellationTokenSource(s_patience);
        using var looks = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (true)
        {
            var state = await GetJsonAsync($"api/runs/{run}");
            if (state["isEnded"]!.GetValue<bool>()) return state;
            await looks.WaitForNextTickAsync(limit.Token);
        }
    }

    private async Task<JsonNode> GetJsonAsync(string path) => JsonNode.Parse(await Client.GetStringAsync(new Uri(path, UriKind.Relative)))!;

    private Task<byte[]> GetFileAsync(string run, string path) => Client.GetByteArrayAsync(new Uri($"api/runs/{run}/files/{path}", UriKind.Relative));

    private async Task<string> PostAsync(string path, string? json, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative));
        if (json is not null) request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        using var answer = await Client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        ((int)answer.StatusCode).ShouldBe(202, string.Create(CultureInfo.InvariantCulture, $"{path}: {text}"));
        return text;
    }
}
