using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsPipeline.Pipelines.Comments.Input;
using FunctionsPipeline.Pipelines.Input;
using FunctionsPipeline.Pipelines.PostSearch.Reporting;
using FunctionsPipeline.Pipelines.RunFolder;
using FunctionsPipeline.State.Ledger;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.Tests.PostSearch;

/// <summary>Searches from their plan to their files, over HTTP, on the real engine.</summary>
public sealed class PostSearchTests
{
    private const long TicksPerPost = 50_000_000;

    [Fact]
    public async Task Pages_follow_each_other_until_there_is_none_left()
    {
        await using var server = await PostServer.StartAsync(asked => asked.Token switch
        {
            null => PostServer.Page(Enumerable.Range(1, 10), "token-2"),
            "token-2" => PostServer.Page(Enumerable.Range(11, 10), "token-3"),
            _ => PostServer.Page(Enumerable.Range(21, 3)),
        });
        await using var world = new PostSearchWorld(server);

        var run = await world.RunAsync("""queries:"bikes lang:en",pagesMax:10,count:10""".Json());

        run.Status.ShouldBe(RunStatus.Succeeded);
        server.Asked.ShouldBe([new("bikes lang:en", null, null, "10"), new("bikes lang:en", "token-2", null, "10"), new("bikes lang:en", "token-3", null, "10")]);
        var calls = await world.LedgerAsync(run);
        calls.Select(call => call.ChargedTicks).Order().ShouldBe([3 * TicksPerPost, 10 * TicksPerPost, 10 * TicksPerPost]);
        calls.ShouldAllBe(call => call.State == PaidCallState.Settled && call.Step == "search.x" && call.WorstTicks == 10 * TicksPerPost);
        var summary = await world.SummaryAsync(run);
        summary.Tasks.ShouldHaveSingleItem().Result.ShouldBe(new PostSearchTaskResult(23, 3));
        summary.Cost.SpentTicks.ShouldBe(23 * TicksPerPost);
        Ids(world, run).ShouldBe(Enumerable.Range(1, 23).Select(id => $"{id}"));
        world.Lines(run, "items.jsonl").ShouldHaveSingleItem()["query"]!.GetValue<string>().ShouldBe("bikes lang:en");
        world.Lines(run, "ledger.jsonl").Count.ShouldBe(3);
        File.ReadAllText(world.FileOf(run, "manifest.sha256")).ShouldContain("candidates.jsonl");
    }

    [Fact]
    public async Task No_more_pages_are_bought_than_were_asked_for()
    {
        await using var server = await PostServer.StartAsync(asked => PostServer.Page([NumberOf(asked)], "more"));
        await using var world = new PostSearchWorld(server);

        var run = await world.RunAsync("""queries:"bikes",pagesMax:2""".Json());

        run.Status.ShouldBe(RunStatus.Succeeded);
        server.Asked.Count.ShouldBe(2);
        (await world.SummaryAsync(run)).Cost.SpentTicks.ShouldBe(2 * TicksPerPost);

        static int NumberOf(AskedPage asked) => asked.Token is null ? 1 : 2;
    }

    [Fact]
    public async Task A_call_that_is_turned_away_is_made_again_when_its_window_ends_and_paid_once()
    {
        var isFirst = true;
        DateTimeOffset reset = default;
        await using var server = await PostServer.StartAsync(_ =>
        {
            if (!isFirst) return PostServer.Page([1, 2]);
            isFirst = false;
            return PostServer.Error(429, "Too Many Requests", reset);
        });
        await using var world = new PostSearchWorld(server);
        reset = world.Clock.GetUtcNow().AddMinutes(3);

        var run = await world.RunAsync("""queries:"bikes" """.Json());

        run.Status.ShouldBe(RunStatus.Succeeded);
        server.Asked.Count.ShouldBe(2);
        world.Clock.GetUtcNow().ShouldBeGreaterThanOrEqualTo(reset);
        (await world.LedgerAsync(run)).ShouldHaveSingleItem().ChargedTicks.ShouldBe(2 * TicksPerPost);
    }

    [Fact]
    public async Task A_token_that_is_refused_costs_nothing_and_is_told()
    {
        await using var server = await PostServer.StartAsync(_ => PostServer.Error(401, "Unauthorized"));
        await using var world = new PostSearchWorld(server);

        var run = await world.RunAsync("""queries:["bikes","cars"]""".Json());

        run.Status.ShouldBe(RunStatus.Failed);
        var items = await world.ItemsAsync(run);
        items[0].FailedStage.ShouldBe("search");
        items[0].Error!.Code.ShouldBe("unauthorized");
        items.ShouldAllBe(item => item.Status != ItemStatus.Succeeded);
        (await world.SummaryAsync(run)).Cost.SpentTicks.ShouldBe(0);
        (await world.LedgerAsync(run)).ShouldAllBe(call => call.State != PaidCallState.Unknown);
    }

    [Fact]
    public async Task Nothing_found_is_a_run_that_succeeds_with_an_empty_file_and_costs_nothing()
    {
        await using var server = await PostServer.StartAsync(_ => PostServer.Page([]));
        await using var world = new PostSearchWorld(server);

        var run = await world.RunAsync("""queries:"bikes from:nobody",pagesMax:3""".Json());

        run.Status.ShouldBe(RunStatus.Succeeded);
        (await world.SummaryAsync(run)).Tasks.ShouldHaveSingleItem().Result.ShouldBe(new PostSearchTaskResult(0, 1));
        (await world.LedgerAsync(run)).ShouldHaveSingleItem().ChargedTicks.ShouldBe(0);
        new FileInfo(world.FileOf(run, "candidates.jsonl")).Length.ShouldBe(0);
    }

    [Fact]
    public async Task A_post_that_two_queries_find_is_paid_twice_and_is_one_candidate()
    {
        await using var server = await PostServer.StartAsync(asked => PostServer.Page(asked.Query == "bikes" ? [1, 2, 3] : [3, 2, 4]));
        await using var world = new PostSearchWorld(server);

        var run = await world.RunAsync("""queries:["bikes","cycling"]""".Json());

        Ids(world, run).ShouldBe(["1", "2", "3", "4"]);
        (await world.SummaryAsync(run)).Tasks.Select(task => task.Result).ShouldBe([new PostSearchTaskResult(3, 1), new PostSearchTaskResult(3, 1)]);
        (await world.SummaryAsync(run)).Cost.SpentTicks.ShouldBe(6 * TicksPerPost);
    }

    [Fact]
    public async Task A_crash_between_pages_pays_no_page_twice()
    {
        await using var server = await PostServer.StartAsync(asked => asked.Token is null ? PostServer.Page([1, 2], "token-2") : PostServer.Page([3]));
        await using var world = new PostSearchWorld(server);
        var started = await world.StartAsync("""queries:"bikes",pagesMax:2,requestsPerMinute:1""".Json());
        while (server.Asked.IsEmpty)
        {
            await world.IdleAsync();
            if (server.Asked.IsEmpty) world.Clock.Advance(world.Clock.NextDue!.Value - world.Clock.GetUtcNow());
        }

        await world.IdleAsync();
        server.Asked.Count.ShouldBe(1, "the second page waits for its time slot");
        await world.CrashAsync();
        var run = await world.EndAsync(started);

        run.Status.ShouldBe(RunStatus.Succeeded);
        server.Asked.Select(asked => asked.Token).ShouldBe([null, "token-2"]);
        (await world.LedgerAsync(run)).Sum(call => call.ChargedTicks).ShouldBe(3 * TicksPerPost);
        Ids(world, run).ShouldBe(["1", "2", "3"]);
    }

    [Fact]
    public async Task A_page_that_fails_loses_no_page_before_it_and_a_retry_asks_for_the_missing_one_alone()
    {
        var isMended = false;
        await using var server = await PostServer.StartAsync(asked =>
            asked.Token is null ? PostServer.Page([1, 2], "token-2") : isMended ? PostServer.Page([3]) : PostServer.Error(403, "Client Forbidden"));
        await using var world = new PostSearchWorld(server);

        var failed = await world.RunAsync("""queries:"bikes",pagesMax:2""".Json());
        failed.Status.ShouldBe(RunStatus.Failed);
        Ids(world, failed).ShouldBe(["1", "2"]);

        isMended = true;
        var again = await world.Pipeline.PlanRetryAsync(failed, item => item.Status == ItemStatus.Failed, null, evenIfEmpty: false, CancellationToken.None);
        await world.StartAsync(again!);
        var mended = await world.EndAsync(again!);

        mended.Status.ShouldBe(RunStatus.Succeeded);
        server.Asked.Select(asked => asked.Token).ShouldBe([null, "token-2", "token-2"]);
        Ids(world, mended).ShouldBe(["1", "2", "3"]);
        (await world.SummaryAsync(mended)).Cost.SpentTicks.ShouldBe(3 * TicksPerPost);
    }

    [Fact]
    public async Task A_fork_takes_every_page_over_and_pays_nothing()
    {
        await using var server = await PostServer.StartAsync(asked => asked.Token is null ? PostServer.Page([1, 2], "token-2") : PostServer.Page([3]));
        await using var world = new PostSearchWorld(server);
        var source = await world.RunAsync("""queries:"bikes",pagesMax:2,hoursBack:5""".Json());

        var fork = await world.Pipeline.ForkAsync(source, world.Services.NewRunId(), null, null, CancellationToken.None);
        await world.StartAsync(fork);
        var ended = await world.EndAsync(fork);

        server.Asked.Count.ShouldBe(2);
        (await world.LedgerAsync(ended)).ShouldBeEmpty();
        Ids(world, ended).ShouldBe(["1", "2", "3"]);
    }

    [Fact]
    public async Task Hours_back_count_from_a_full_hour_and_a_run_that_waited_asks_for_nothing_out_of_reach()
    {
        await using var server = await PostServer.StartAsync(_ => PostServer.Page([1]));
        await using var world = new PostSearchWorld(server);

        await world.RunAsync("""queries:"bikes",hoursBack:6""".Json());
        await world.RunAsync("""queries:"bikes",hoursBack:168""".Json());

        // It is 12:20; the seventh day begins in the middle of an hour, and the search itself goes back no further.
        server.Asked.Select(asked => asked.From).ShouldBe(["2026-11-01T06:00:00Z", null]);
    }

    [Fact]
    public async Task Candidates_have_the_fields_that_the_suggestions_read_and_are_read_by_them()
    {
        await using var server = await PostServer.StartAsync(_ => PostServer.Page([1, 2]));
        await using var world = new PostSearchWorld(server);

        var run = await world.RunAsync("""queries:"bikes" """.Json());

        world.Lines(run, "candidates.jsonl")[0].ToJsonString(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }).ShouldBe(
            """{"id":"1","text":"Post number 1 about bikes","author":"quiet_fox","followers":1234,"createdAt":"2026-11-01T10:00:00.123+00:00","url":"https://x.com/quiet_fox/status/1","likes":4,"reposts":3,"replies":2,"language":"en"}""",
            StringCompareShould.IgnoreCase);
        world.Lines(run, "candidates.jsonl")[0].Select(field => field.Key).Order().ShouldBe(CandidateFields.All.Select(field => field.Name).Order());
        var reader = new CandidateReader(new CommentsSpec { Candidates = new EntrySource("candidates.jsonl", world.FileOf(run, "candidates.jsonl"), []) }, world.Clock.GetUtcNow());
        var read = await reader.ReadAsync(CancellationToken.None).ToListAsync();
        read.Select(candidate => (candidate.Id, candidate.Author, candidate.Followers)).ShouldBe([("1", "quiet_fox", 1234L), ("2", "quiet_fox", 1234L)]);
    }

    [Fact]
    public async Task The_export_in_lines_is_the_file_of_candidates()
    {
        await using var server = await PostServer.StartAsync(_ => PostServer.Page([1, 2]));
        await using var world = new PostSearchWorld(server);
        var run = await world.RunAsync("""queries:"bikes" """.Json());

        using var exported = new MemoryStream();
        var stores = new RunStores(world.Services.Runs, world.Services.Blobs, world.Services.Ledger);
        await RunExports.WriteAsync("jsonl", run, await world.SummaryAsync(run), stores, exported, CancellationToken.None);

        exported.ToArray().ShouldBe(await File.ReadAllBytesAsync(world.FileOf(run, "candidates.jsonl")));
    }

    private static IEnumerable<string> Ids(PostSearchWorld world, RunRecord run) => world.Lines(run, "candidates.jsonl").Select(line => line["id"]!.GetValue<string>());
}

internal static class SpecText
{
    /// <summary>Fields as JSON, their names without quotes for the reader's sake.</summary>
    public static string Json(this string fields) => System.Text.RegularExpressions.Regex.Replace(fields, @"(^|,)([a-zA-Z]+):", "$1\"$2\":");
}
