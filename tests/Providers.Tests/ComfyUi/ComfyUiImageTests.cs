using System.Text.Json;
using FunctionsPipeline.Contracts;
using FunctionsPipeline.Providers.ComfyUi;
using FunctionsPipeline.Providers.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace FunctionsPipeline.Providers.Tests.ComfyUi;

public sealed class ComfyUiImageTests
{
    private const string Accepted = """{"prompt_id":"p-1","number":3,"node_errors":{}}""";

    private static readonly ImageRequest Request = new("sdxl.safetensors", "A lighthouse, \"quoted\", {{seed}} in fog", 2, "16:9", "1k") { Seed = 42, NegativePrompt = "rain" };

    [Fact]
    public async Task An_order_is_the_workflow_with_its_placeholders_filled_and_no_key()
    {
        await using var server = await TestServer.StartAsync(200, Accepted);
        using var provider = PaidProviders.ComfyUi(server.Url);

        (await provider.Images.SubmitAsync(Request)).ShouldBe(new ImageSubmission.Queued("p-1"));
        await provider.Images.SubmitAsync(Request);

        var seen = server.Seen.ToArray();
        seen[0].Path.ShouldBe("/prompt");
        seen[0].Headers.ContainsKey("Authorization").ShouldBeFalse();
        var graph = JsonElement.Parse(seen[0].Body).GetProperty("prompt");
        Input(graph, "1", "ckpt_name").GetString().ShouldBe("sdxl.safetensors");
        Input(graph, "2", "text").GetString().ShouldBe(Request.Prompt);
        Input(graph, "2", "clip").GetRawText().ShouldBe("""["1",1]""");
        Input(graph, "3", "text").GetString().ShouldBe("rain");
        Input(graph, "4", "width").GetInt32().ShouldBe(1344);
        Input(graph, "4", "height").GetInt32().ShouldBe(768);
        Input(graph, "4", "batch_size").GetInt32().ShouldBe(2);
        Input(graph, "5", "seed").GetInt64().ShouldBe(42);

        // The server lists no files for an order like an earlier one.
        var second = JsonElement.Parse(seen[1].Body).GetProperty("prompt");
        Input(second, "7", "filename_prefix").GetString().ShouldNotBe(Input(graph, "7", "filename_prefix").GetString());
    }

    [Fact]
    public async Task Without_a_seed_every_order_has_another_one()
    {
        await using var server = await TestServer.StartAsync(200, Accepted);
        using var provider = PaidProviders.ComfyUi(server.Url);

        await provider.Images.SubmitAsync(Request with { Seed = null });
        await provider.Images.SubmitAsync(Request with { Seed = null });

        var seeds = server.Seen.Select(seen => Input(JsonElement.Parse(seen.Body).GetProperty("prompt"), "5", "seed").GetInt64()).ToList();
        seeds.Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task A_placeholder_inside_a_text_becomes_text_and_a_prompt_never_becomes_structure()
    {
        await using var server = await TestServer.StartAsync(200, Accepted);
        using var provider = PaidProviders.ComfyUi(
            server.Url, workflow: """{"1":{"class_type":"Own","inputs":{"a":"photo of {{prompt}}, take {{seed}}","b":["{{width}}",{"c":"{{height}}"}]}}}""");

        await provider.Images.SubmitAsync(Request with { Count = 1, NegativePrompt = null });

        var graph = JsonElement.Parse(server.Seen.Single().Body).GetProperty("prompt");
        Input(graph, "1", "a").GetString().ShouldBe("photo of A lighthouse, \"quoted\", {{seed}} in fog, take 42");
        Input(graph, "1", "b").GetRawText().ShouldBe("""[1344,{"c":768}]""");
    }

    [Theory]
    [InlineData("not json", "is not JSON")]
    [InlineData("[]", "is not an object of nodes")]
    [InlineData("""{"nodes":[],"links":[]}""", "Export (API)")]
    [InlineData("""{"1":{"class_type":"X"}}""", "node '1'")]
    [InlineData("""{"1":{"class_type":"X","inputs":{}}}""", "{{prompt}}")]
    public void A_workflow_that_cannot_work_is_refused_when_the_provider_is_built(string workflow, string message) =>
        Should.Throw<ArgumentException>(() => PaidProviders.ComfyUi(new Uri("http://127.0.0.1:1"), workflow: workflow)).Message.ShouldContain(message);

    [Fact]
    public async Task Every_problem_of_a_request_is_named_before_anything_is_sent()
    {
        await using var server = await TestServer.StartAsync(200, Accepted);
        using var provider = PaidProviders.ComfyUi(server.Url);
        using var bare = PaidProviders.ComfyUi(server.Url, workflow: """{"1":{"class_type":"X","inputs":{"text":"{{prompt}}"}}}""");
        var wrong = Request with { Prompt = " ", Count = 9, AspectRatio = "1", Resolution = "8k", Seed = -1, References = [new InlineImage("image/png", new byte[] { 1 })] };

        var failure = await Rig.FailureOfAsync(provider.Images.SubmitAsync(wrong));
        foreach (var field in new[] { "prompt:", "count: 9", "resolution: '8k'", "seed: -1", "references: 1" }) failure.Message.ShouldContain(field);
        failure.NeverLeft.ShouldBeTrue();
        bare.Images.Validate(Request).Select(problem => problem.Split(':')[0]).ShouldBe(["count", "seed", "negative prompt", "aspect ratio", "resolution"]);
        server.Seen.ShouldBeEmpty();
    }

    [Fact]
    public void Plain_http_to_a_server_of_ones_own_is_fine_without_a_key_and_not_with_one()
    {
        using var provider = PaidProviders.ComfyUi(new Uri("http://gpu-box:8188"));
        provider.Images.IsOnLoopback.ShouldBeFalse();

        Should.Throw<ArgumentException>(() => PaidProviders.ComfyUi(new Uri("http://gpu-box:8188"), "secret-key")).Message.ShouldContain("plain http");
    }

    [Theory]
    [InlineData(400, """{"error":{"type":"prompt_outputs_failed_validation","message":"Prompt outputs failed validation","details":""},"node_errors":{"1":{"errors":[{"type":"value_not_in_list","message":"Value not in list","details":"ckpt_name: 'x' not in ['a']"}],"class_type":"C"}}}""", ProviderErrorCode.InvalidRequest, "Prompt outputs failed validation: node 1: Value not in list ckpt_name: 'x' not in ['a']", false)]
    [InlineData(400, """{"error":"no prompt","node_errors":{}}""", ProviderErrorCode.InvalidRequest, "no prompt", false)]
    [InlineData(401, "", ProviderErrorCode.Unauthorized, "no reason given", false)]
    [InlineData(429, "", ProviderErrorCode.RateLimited, "no reason given", true)]
    [InlineData(500, "500 Internal Server Error", ProviderErrorCode.ServerError, "no reason given", true)]
    public async Task A_failed_order_never_costs_money(int status, string body, ProviderErrorCode code, string message, bool isRetryable)
    {
        await using var server = await TestServer.StartAsync(status, body);
        using var provider = PaidProviders.ComfyUi(server.Url);

        var failure = await Rig.FailureOfAsync(provider.Images.SubmitAsync(Request));

        failure.Code.ShouldBe(code);
        failure.Message.ShouldBe(message);
        failure.MoneySpent.ShouldBe(MoneySpent.No);
        failure.IsRetryable.ShouldBe(isRetryable);
    }

    [Fact]
    public async Task Nor_does_one_whose_reply_is_lost_or_late()
    {
        var clock = new ManualTimeProvider();
        var arrived = new TaskCompletionSource();
        await using var lost = await TestServer.StartAsync(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        await using var late = await TestServer.StartAsync(context =>
        {
            arrived.SetResult();
            return context.HangAsync();
        });
        using var first = PaidProviders.ComfyUi(lost.Url);
        using var second = PaidProviders.ComfyUi(late.Url, clock: clock);

        var lostFailure = await Rig.FailureOfAsync(first.Images.SubmitAsync(Request));
        var submit = second.Images.SubmitAsync(Request);
        await arrived.Task;
        clock.Advance(TimeSpan.FromSeconds(61));
        var lateFailure = await Rig.FailureOfAsync(submit);

        foreach (var failure in new[] { lostFailure, lateFailure })
        {
            failure.MoneySpent.ShouldBe(MoneySpent.No);
            failure.IsRetryable.ShouldBeTrue();
        }

        lateFailure.Code.ShouldBe(ProviderErrorCode.Timeout);
        lost.Seen.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("")]
    [InlineData("""{"prompt_id":"../evil"}""")]
    public async Task A_reply_without_a_usable_id_is_unexpected_and_free(string json)
    {
        await using var server = await TestServer.StartAsync(200, json);
        using var provider = PaidProviders.ComfyUi(server.Url);

        var failure = await Rig.FailureOfAsync(provider.Images.SubmitAsync(Request));

        failure.Code.ShouldBe(ProviderErrorCode.UnexpectedReply);
        failure.MoneySpent.ShouldBe(MoneySpent.No);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(400)]
    [InlineData(500)]
    public async Task Neither_key_nor_prompt_shows_up_in_messages_or_logs(int status)
    {
        const string Key = "proxy-key-0123456789";
        await using var server = await TestServer.StartAsync(context => context.AnswerAsync(
            status, $$$"""{"error":{"type":"t","message":"You sent {{{context.Request.Headers.Authorization}}} and: A lighthouse in fog, at night"}}"""));
        var loggers = new RecordingLoggers();
        using var provider = PaidProviders.ComfyUi(server.Url, Key, loggers: loggers);

        var exception = await Should.ThrowAsync<ProviderException>(() => provider.Images.SubmitAsync(Request with { Prompt = "A lighthouse in fog, at night" }));

        server.Seen.Single().Headers["Authorization"].ShouldBe("Bearer " + Key);
        string[] texts = [exception.ToString(), exception.Failure.ToString(), .. loggers.Lines];
        foreach (var text in texts)
        {
            text.ShouldNotContain(Key);
            text.ShouldNotContain("lighthouse in fog");
        }
    }

    private static JsonElement Input(JsonElement graph, string node, string name) => graph.GetProperty(node).GetProperty("inputs").GetProperty(name);
}
