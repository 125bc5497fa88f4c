using System.Net.Http.Headers;
using System.Text;

namespace FunctionsPipeline.Api.Tests.Serving;

/// <summary>What should not be asked: a clear answer each time, and nothing started.</summary>
public sealed class AbuseTests(ServedHome served) : IClassFixture<ServedHome>
{
    private const string NoRun = "20260101-000000-000000";

    [Theory]
    [InlineData("POST", "api/runs")]
    [InlineData("POST", "api/runs/" + NoRun + "/cancel")]
    [InlineData("POST", "api/runs/" + NoRun + "/retry")]
    [InlineData("POST", "api/runs/" + NoRun + "/events/x")]
    [InlineData("POST", "api/ledger/resolve")]
    [InlineData("PUT", "api/schedules/daily")]
    [InlineData("DELETE", "api/schedules/daily")]
    [InlineData("POST", "api/schedules/daily/run")]
    public async Task Whoever_changes_something_needs_the_token(string method, string path)
    {
        var runs = await served.CountRunsAsync();
        foreach (var (token, code) in new[] { ((string?)null, "token_missing"), ("wrong-token-wrong-token", "token_wrong"), ("", "token_missing") })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = Json(ServedHome.Spec(1)) };
            if (token is not null) request.Headers.TryAddWithoutValidation("x-functions-key", token);

            (await Answer.OfAsync(await served.Reader.SendAsync(request))).ShouldBeProblem(401, code);
        }

        (await served.CountRunsAsync()).ShouldBe(runs);
    }

    [Theory]
    [InlineData("Origin", "https://evil.example", "foreign_origin")]
    [InlineData("Origin", "null", "foreign_origin")]
    [InlineData("Host", "evil.example", "foreign_host")]
    public async Task A_page_of_another_origin_may_neither_read_nor_change(string header, string value, string code)
    {
        var runs = await served.CountRunsAsync();
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Post, HttpMethod.Options })
        {
            using var request = new HttpRequestMessage(method, "api/runs");
            if (method == HttpMethod.Post) request.Content = Json(ServedHome.Spec(1));
            request.Headers.TryAddWithoutValidation(header, value);

            var answer = await Answer.OfAsync(await served.Writer.SendAsync(request));

            answer.ShouldBeProblem(403, code);
            answer.Message.Headers.Contains("Access-Control-Allow-Origin").ShouldBeFalse();
        }

        (await served.CountRunsAsync()).ShouldBe(runs);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData(null)]
    public async Task A_body_that_does_not_say_that_it_is_JSON_is_refused(string? type)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(ServedHome.Spec(1)));
        content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);

        (await Answer.OfAsync(await served.Writer.PostAsync(new Uri("api/runs", UriKind.Relative), content))).ShouldBeProblem(415, "unsupported_media_type");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_of_20_MB_is_refused_whether_it_says_its_length_or_not(bool saysLength)
    {
        using HttpContent content = saysLength ? new ByteArrayContent(new byte[20_000_000]) : new UnmeasuredContent(20_000_000);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/runs") { Content = content };
        request.Headers.ExpectContinue = true;

        (await Answer.OfAsync(await served.Writer.SendAsync(request))).ShouldBeProblem(413, "body_too_large");
    }

    [Theory]
    [InlineData("", "invalid_json")]
    [InlineData("{", "invalid_json")]
    [InlineData("null", "unknown_pipeline")]
    [InlineData("[]", "unknown_pipeline")]
    [InlineData("{}", "unknown_pipeline")]
    [InlineData("""{"pipeline":"video-bach","prompts":["x"]}""", "unknown_pipeline")]
    [InlineData("""{"pipeline":7}""", "unknown_pipeline")]
    [InlineData("""{"pipeline":"video-batch"}""", "invalid_input")]
    [InlineData("""{"pipeline":"video-batch","prompts":["x"],"repeet":2}""", "invalid_input")]
    [InlineData("""{"pipeline":"video-batch","prompts":["x"],"repeat":0}""", "invalid_input")]
    [InlineData("""{"pipeline":"video-batch","prompts":"/etc/passwd"}""", "invalid_input")]
    [InlineData("""{"pipeline":"video-batch","prompts":"../../secrets.txt"}""", "invalid_input")]
    public async Task A_specification_that_is_none_is_refused(string body, string code)
    {
        var runs = await served.CountRunsAsync();
        (await served.PostAsync("api/runs", body)).ShouldBeProblem(400, code);
        (await served.CountRunsAsync()).ShouldBe(runs);
    }

    [Fact]
    public async Task Deep_JSON_is_refused()
    {
        var deep = new string('[', 100_000) + new string(']', 100_000);

        (await served.PostAsync("api/runs", $$"""{"pipeline":"video-batch","prompts":{{deep}}}""")).ShouldBeProblem(400, "invalid_json");
        (await served.PostAsync($"api/runs/{NoRun}/events/x", deep[..2000] + deep[^2000..])).Status.ShouldBe(404);
    }

    [Fact]
    public async Task A_wrong_field_is_named_with_its_place_and_what_is_allowed()
    {
        var answer = await served.PostAsync("api/runs", """{"pipeline":"video-batch","prompts":["x"],"repeet":2}""");

        var problem = answer.Json["problems"]![0]!;
        problem["field"]!.GetValue<string>().ShouldBe("repeet");
        problem["line"]!.GetValue<int>().ShouldBe(1);
        answer.Text.ShouldContain("repeat");
    }

    [Theory]
    [InlineData("..")]
    [InlineData("..%2f..%2fetc")]
    [InlineData("20260101-000000-00000G")]
    [InlineData("%00")]
    [InlineData("'%20or%201%20eq%201")]
    public async Task An_id_that_is_none_finds_nothing(string id)
    {
        foreach (var path in new[] { $"api/runs/{id}", $"api/runs/{id}/items", $"api/runs/{id}/files/run.json", $"api/runs/{id}/ledger" })
        {
            (await Raw(path)).Status.ShouldBeInRange(400, 404, path);
        }

        (await served.PostAsync($"api/runs/{id}/cancel")).Status.ShouldBeInRange(400, 404);
    }

    [Theory]
    [InlineData("../../state.db")]
    [InlineData("..%2f..%2fstate.db")]
    [InlineData("%2e%2e/%2e%2e/api-token")]
    [InlineData("..%5c..%5capi-token")]
    [InlineData("clips/..%2f..%2f..%2fapi-token")]
    [InlineData("%00")]
    [InlineData("")]
    public async Task A_path_out_of_the_runs_folder_leads_nowhere(string path)
    {
        var run = await served.EndedRunAsync();

        var answer = await Raw($"api/runs/{run}/files/{path}");

        answer.Status.ShouldBeInRange(400, 404, answer.Text);
        answer.Text.ShouldNotContain(served.Token);
    }

    [Fact]
    public async Task Another_body_under_a_key_that_was_used_is_refused()
    {
        await served.PostAsync("api/runs", ServedHome.Spec(1), "once");

        (await served.PostAsync("api/runs", ServedHome.Spec(2), "once")).ShouldBeProblem(422, "idempotency_key_reused");
        (await served.PostAsync("api/runs?items=0:1", ServedHome.Spec(1), "once")).ShouldBeProblem(422, "idempotency_key_reused");
        (await served.PostAsync("api/runs", ServedHome.Spec(1), new string('k', 256))).ShouldBeProblem(400, "invalid_idempotency_key");
    }

    [Theory]
    [InlineData("{}", "filter_required")]
    [InlineData("", "filter_required")]
    [InlineData("""{"only":[],"items":[]}""", "filter_required")]
    [InlineData("""{"only":["everything"]}""", "invalid_filter")]
    [InlineData("""{"onlyy":["failed"]}""", "invalid_json")]
    [InlineData("""{"only":["failed"],"maxUsd":-1}""", "invalid_amount")]
    public async Task A_retry_says_which_items(string body, string code)
    {
        var run = await served.EndedRunAsync();

        (await served.PostAsync($"api/runs/{run}/retry", body)).ShouldBeProblem(400, code);
        (await served.GetAsync($"api/runs/{run}")).Json["round"]!.GetValue<int>().ShouldBe(1);
    }

    [Theory]
    [InlineData("api/runs?statuss=failed", "unknown_parameter")]
    [InlineData("api/runs?status=broken", "invalid_parameter")]
    [InlineData("api/runs?status=1", "invalid_parameter")]
    [InlineData("api/runs?limit=0", "invalid_parameter")]
    [InlineData("api/runs?limit=1001", "invalid_parameter")]
    [InlineData("api/runs?after=x", "invalid_run_id")]
    [InlineData("api/ledger", "invalid_parameter")]
    public async Task A_question_that_is_not_understood_is_not_half_answered(string path, string code) => (await served.GetAsync(path)).ShouldBeProblem(400, code);

    [Theory]
    [InlineData("""{"callId":"x","notCharged":true}""", 400)]
    [InlineData("""{"callId":"../x","chargedUsd":1}""", 400)]
    [InlineData("""{"callId":"default/20260101-000000-000000/p/generate/1/0/0000","notCharged":true,"chargedTicks":1}""", 400)]
    [InlineData("""{"callId":"default/20260101-000000-000000/p/generate/1/0/0000","chargedTicks":-5}""", 400)]
    public async Task A_call_that_nobody_made_is_not_resolved(string body, int status) => (await served.PostAsync("api/ledger/resolve", body)).Status.ShouldBe(status);

    [Fact]
    public async Task An_event_needs_a_name_and_a_run_that_hears_it()
    {
        var run = await served.EndedRunAsync();

        (await served.PostAsync($"api/runs/{run}/events/go", "1")).ShouldBeProblem(409, "run_ended");
        (await served.PostAsync($"api/runs/{run}/events/{new string('x', 65)}", "1")).ShouldBeProblem(400, "invalid_event_name");
        (await served.PostAsync($"api/runs/{run}/events/go", '"' + new string('x', 20_000) + '"')).ShouldBeProblem(413, "body_too_large");
    }

    [Fact]
    public async Task An_address_that_there_is_not_is_said_to_be_none() => (await served.GetAsync("api/rums")).ShouldBeProblem(404, "no_such_address");

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    /// <summary>A path as it is written: a client would tidy it first.</summary>
    private async Task<Answer> Raw(string path)
    {
        var address = new Uri($"{served.Address.GetLeftPart(UriPartial.Authority)}/{path}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        return await Answer.OfAsync(await served.Reader.GetAsync(address));
    }

    private sealed class UnmeasuredContent(int lengthBytes) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context)
        {
            var block = Encoding.UTF8.GetBytes(new string(' ', 100_000));
            for (var sent = 0; sent < lengthBytes; sent += block.Length) await stream.WriteAsync(block);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
