using FunctionsPipeline.Providers.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace FunctionsPipeline.Providers.Tests.ComfyUi;

public sealed class ComfyUiResultTests
{
    private const string Done = """
        {"p-1":{"prompt":[1,"p-1",{}],"outputs":{
           "6":{"images":[{"filename":"preview.png","subfolder":"","type":"temp"}]},
           "7":{"images":[{"filename":"a b&c.png","subfolder":"x/y","type":"output"},{"filename":"2.png","type":"output"}]},
           "8":{"text":["not a picture"]}},
         "status":{"status_str":"success","completed":true,"messages":[["execution_success",{}]]}}}
        """;

    [Fact]
    public async Task The_files_that_were_saved_are_fetched_and_previews_are_not()
    {
        await using var server = await TestServer.StartAsync(Answer(Done, context => context.AnswerFileAsync("text/plain", Png.Jpeg)));

        var reply = (await GetAsync(server)).ShouldNotBeNull();

        reply.Id.ShouldBe("p-1");
        reply.ChargedTicks.ShouldBe(0);
        reply.Images.Select(image => image.File!.MediaType).ShouldBe(["image/jpeg", "image/jpeg"]);
        server.Seen.Select(seen => seen.Path).ShouldBe(
            ["/history/p-1", "/view?filename=a%20b%26c.png&subfolder=x%2Fy&type=output", "/view?filename=2.png&subfolder=&type=output"]);
    }

    [Theory]
    [InlineData("""{"queue_running":[[0,"p-1",{},{},[]]],"queue_pending":[]}""")]
    [InlineData("""{"queue_running":[],"queue_pending":[[0,"other",{}],[1,"p-1",{}]]}""")]
    public async Task An_order_without_a_history_that_is_in_the_queue_is_waited_for(string queue)
    {
        await using var server = await TestServer.StartAsync(Answer("{}", queue: queue));

        (await GetAsync(server)).ShouldBeNull();
        server.Seen.Select(seen => seen.Path).ShouldBe(["/history/p-1", "/queue"]);
    }

    [Fact]
    public async Task An_order_that_is_neither_waiting_nor_done_is_lost()
    {
        await using var server = await TestServer.StartAsync(Answer("{}"));

        var failure = await Rig.FailureOfAsync(GetAsync(server));

        failure.Code.ShouldBe(ProviderErrorCode.GenerationExpired);
        failure.Message.ShouldContain("restarted");
        failure.MoneySpent.ShouldBe(MoneySpent.No);
    }

    [Fact]
    public async Task An_order_that_ends_between_the_two_questions_is_not_lost()
    {
        var histories = Answers.InTurn(context => context.AnswerAsync(200, "{}"), context => context.AnswerAsync(200, Done));
        await using var server = await TestServer.StartAsync(context => context.Request.Path.StartsWithSegments("/history")
            ? histories(context)
            : Answer("{}", view => view.AnswerFileAsync("image/png", Png.File()))(context));

        (await GetAsync(server)).ShouldNotBeNull().Images.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("""{"outputs":{},"status":{"status_str":"error","completed":false,"messages":[["execution_start",{}],["execution_error",{"node_type":"KSampler","exception_message":"out of memory"}]]}}""", "KSampler: out of memory")]
    [InlineData("""{"outputs":{},"status":{"status_str":"error","messages":[["execution_interrupted",{}]]}}""", "it was interrupted on the server")]
    [InlineData("""{"outputs":{},"status":{"status_str":"error"}}""", "it ended with 'error'")]
    [InlineData("""{"outputs":{},"status":{"status_str":"success","completed":true}}""", "the order ended without files")]
    [InlineData("""{"outputs":{"9":{"images":[{"subfolder":""}]}}}""", "the order ended without files")]
    public async Task What_went_wrong_at_run_time_shows_in_the_history(string entry, string message)
    {
        await using var server = await TestServer.StartAsync(Answer($$"""{"p-1":{{entry}}}"""));

        var failure = await Rig.FailureOfAsync(GetAsync(server));

        failure.Code.ShouldBe(ProviderErrorCode.GenerationFailed);
        failure.Message.ShouldStartWith(message);
        failure.MoneySpent.ShouldBe(MoneySpent.No);
    }

    [Fact]
    public async Task Previews_are_taken_when_nothing_else_was_made_and_older_servers_have_no_status()
    {
        await using var server = await TestServer.StartAsync(Answer(
            """{"p-1":{"outputs":{"6":{"images":[{"filename":"preview.png","subfolder":"","type":"temp"}]}}}}""",
            context => context.AnswerFileAsync("image/png", Png.File())));

        (await GetAsync(server)).ShouldNotBeNull().Images.ShouldHaveSingleItem();
        server.Seen.Last().Path.ShouldEndWith("type=temp");
    }

    [Fact]
    public async Task A_file_that_is_no_image_is_an_answer_that_says_so()
    {
        foreach (var file in new[] { "{}"u8.ToArray(), "<html>"u8.ToArray(), Png.Truncated })
        {
            await using var server = await TestServer.StartAsync(Answer(Done, context => context.AnswerFileAsync("image/png", file)));
            (await GetAsync(server)).ShouldNotBeNull().Images.ShouldAllBe(image => image.Malformed != null && !image.IsRefused);
        }
    }

    [Fact]
    public async Task A_history_that_stumbles_is_asked_for_again()
    {
        var histories = Answers.InTurn(context => context.AnswerAsync(500), context => context.AnswerAsync(200, Done));
        await using var server = await TestServer.StartAsync(context => context.Request.Path.StartsWithSegments("/history")
            ? histories(context)
            : context.AnswerFileAsync("image/png", Png.File()));

        (await GetAsync(server)).ShouldNotBeNull();
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("")]
    public async Task A_history_of_another_form_is_unexpected(string json)
    {
        await using var server = await TestServer.StartAsync(200, json);

        (await Rig.FailureOfAsync(GetAsync(server))).Code.ShouldBe(ProviderErrorCode.UnexpectedReply);
    }

    private static RequestDelegate Answer(string history, RequestDelegate? view = null, string queue = """{"queue_running":[],"queue_pending":[]}""") => context =>
        context.Request.Path.Value switch
        {
            "/queue" => context.AnswerAsync(200, queue),
            "/view" => view!(context),
            _ => context.AnswerAsync(200, history),
        };

    private static async Task<ImageReply?> GetAsync(TestServer server)
    {
        using var provider = PaidProviders.ComfyUi(server.Url);
        return await provider.Images.GetResultAsync("sdxl.safetensors", "p-1", CancellationToken.None);
    }
}
