namespace FunctionsPipeline.Api.Tests.Serving;

/// <summary>Runs over HTTP, from their start to a retry.</summary>
public sealed class RunTests(ServedHome served) : IClassFixture<ServedHome>
{
    [Fact]
    public async Task A_run_is_accepted_followed_and_leaves_its_files()
    {
        var started = await served.PostAsync("api/runs", ServedHome.Spec(2));

        started.Status.ShouldBe(202, started.Text);
        var run = started.Json["runId"]!.GetValue<string>();
        started.Message.Headers.Location!.AbsolutePath.ShouldBe($"/api/runs/{run}");
        started.Message.Headers.RetryAfter.ShouldNotBeNull();

        var ended = await served.FollowToEndAsync(run);
        ended["status"]!.GetValue<string>().ShouldBe("succeeded");
        ended["progress"]!["succeeded"]!.GetValue<int>().ShouldBe(2);
        ended["progress"]!["spentTicks"]!.GetValue<long>().ShouldBeGreaterThan(0);

        var report = await served.GetAsync($"api/runs/{run}/files/report.html");
        report.Message.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        report.Text.ShouldContain(run);
        var summary = (await served.GetAsync($"api/runs/{run}/files/run.json")).Json;
        summary["succeeded"]!.GetValue<int>().ShouldBe(2);
    }

    [Fact]
    public async Task Items_come_in_pages_and_by_status()
    {
        var run = await served.StartRunAsync(5);
        await served.FollowToEndAsync(run);

        var first = (await served.GetAsync($"api/runs/{run}/items?limit=3")).Json;
        first["values"]!.AsArray().Count.ShouldBe(3);
        var second = (await served.GetAsync($"api/runs/{run}/items?limit=3&after={first["next"]}")).Json;
        second["values"]!.AsArray().Select(item => item!["index"]!.GetValue<int>()).ShouldBe([3, 4]);
        second["next"].ShouldBeNull();
        (await served.GetAsync($"api/runs/{run}/items?status=failed")).Json["values"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_failed_item_is_retried_alone_and_what_was_paid_is_not_paid_again()
    {
        var run = await StartWithRefusedPromptAsync();
        var before = await served.FollowToEndAsync(run);
        before["progress"]!["failed"]!.GetValue<int>().ShouldBe(1);
        var failed = (await served.GetAsync($"api/runs/{run}/items?status=failed")).Json["values"]![0]!["id"]!.GetValue<string>();

        var retried = await served.PostAsync($"api/runs/{run}/retry", $$"""{"items":["{{failed}}"]}""");

        retried.Status.ShouldBe(202, retried.Text);
        var after = await served.FollowToEndAsync(run);
        after["round"]!.GetValue<int>().ShouldBe(2);
        var calls = (await served.GetAsync($"api/runs/{run}/ledger")).Json["values"]!.AsArray();
        calls.Count(call => call!["itemId"]!.GetValue<string>() != failed).ShouldBe(1);
    }

    [Fact]
    public async Task A_run_is_cancelled()
    {
        var run = await served.StartRunAsync(3, "\"jitter\":\"3s..4s\"");

        (await served.PostAsync($"api/runs/{run}/cancel")).Status.ShouldBe(202);

        var ended = await served.FollowToEndAsync(run);
        ended["status"]!.GetValue<string>().ShouldBe("cancelled");
        ended["progress"]!["spentTicks"]!.GetValue<long>().ShouldBe(0);
        (await served.PostAsync($"api/runs/{run}/cancel")).ShouldBeProblem(409, "run_ended");
    }

    [Fact]
    public async Task A_run_that_is_held_buys_nothing_until_it_is_resumed()
    {
        var run = await served.StartRunAsync(2, "\"jitter\":\"2s..2s\"");
        var held = await served.PostAsync($"api/runs/{run}/suspend");
        held.Json["isSuspended"]!.GetValue<bool>().ShouldBeTrue();

        // The time at which it would have bought passes over another run.
        await served.FollowToEndAsync(await served.StartRunAsync(1, "\"jitter\":\"3s..3s\""));
        var run1 = (await served.GetAsync($"api/runs/{run}")).Json;
        run1["progress"]!["ended"]!.GetValue<int>().ShouldBe(0);
        run1["progress"]!["reservedTicks"]!.GetValue<long>().ShouldBe(0);

        (await served.PostAsync($"api/runs/{run}/resume")).Status.ShouldBe(202);
        (await served.FollowToEndAsync(run))["status"]!.GetValue<string>().ShouldBe("succeeded");
    }

    [Fact]
    public async Task A_run_that_is_held_can_be_cancelled()
    {
        var run = await served.StartRunAsync(2, "\"jitter\":\"1s..1s\"");
        await served.PostAsync($"api/runs/{run}/suspend");

        (await served.PostAsync($"api/runs/{run}/cancel")).Status.ShouldBe(202);

        (await served.FollowToEndAsync(run))["status"]!.GetValue<string>().ShouldBe("cancelled");
    }

    [Fact]
    public async Task A_run_that_is_held_can_be_cancelled_from_another_process()
    {
        var run = await served.StartRunAsync(2, "\"jitter\":\"1s..1s\"");
        await served.PostAsync($"api/runs/{run}/suspend");

        (await served.Home.RunAsync("cancel", run)).ExitCode.ShouldBe(0);

        (await served.FollowToEndAsync(run))["status"]!.GetValue<string>().ShouldBe("cancelled");
    }

    [Fact]
    public async Task A_run_that_its_cap_has_stopped_goes_on_with_a_larger_one()
    {
        var run = await served.StartRunAsync(2, "\"jitter\":\"0s..0s\",\"budgetUsd\":0");
        (await served.FollowToEndAsync(run))["status"]!.GetValue<string>().ShouldBe("budgetStopped");

        (await served.PostAsync($"api/runs/{run}/resume", """{"maxUsd":5}""")).Status.ShouldBe(202);

        (await served.FollowToEndAsync(run))["status"]!.GetValue<string>().ShouldBe("succeeded");
    }

    [Fact]
    public async Task The_same_request_under_the_same_key_gets_the_same_run()
    {
        var first = await served.PostAsync("api/runs", ServedHome.Spec(1), "the-same-key");
        var second = await served.PostAsync("api/runs", ServedHome.Spec(1), "the-same-key");

        second.Status.ShouldBe(202);
        second.Json["runId"]!.GetValue<string>().ShouldBe(first.Json["runId"]!.GetValue<string>());
    }

    [Fact]
    public async Task Runs_are_listed_newest_first_in_pages_and_by_project()
    {
        foreach (var _ in Enumerable.Range(0, 3)) await served.StartRunAsync(1, "\"project\":\"listed\"");

        var first = (await served.GetAsync("api/runs?project=listed&limit=2")).Json;
        var second = (await served.GetAsync($"api/runs?project=listed&limit=2&after={first["next"]}")).Json;

        var ids = first["values"]!.AsArray().Concat(second["values"]!.AsArray()).Select(run => run!["runId"]!.GetValue<string>()).ToList();
        ids.Count.ShouldBe(3);
        ids.Distinct().Count().ShouldBe(3);
    }

    [Fact]
    public async Task Only_the_items_asked_for_are_run()
    {
        var started = await served.PostAsync("api/runs?items=1:3", ServedHome.Spec(5));

        var ended = await served.FollowToEndAsync(started.Json["runId"]!.GetValue<string>());
        ended["progress"]!["total"]!.GetValue<int>().ShouldBe(2);
    }

    [Fact]
    public async Task The_host_says_that_it_is_well_and_what_it_offers()
    {
        (await served.GetAsync("healthz")).Json["host"]!.GetValue<string>().ShouldBe("embedded");
        var paths = (await served.GetAsync("api/openapi.json")).Json["paths"]!.AsObject();
        paths.ContainsKey("/api/runs/{runId}/retry").ShouldBeTrue();
    }

    private async Task<string> StartWithRefusedPromptAsync()
    {
        var answer = await served.PostAsync(
            "api/runs",
            """{"pipeline":"video-batch","prompts":["A ball rolls.","A gore scene."],"traps":[],"durationSeconds":1,"jitter":"0s..0s"}""");
        return answer.Json["runId"]!.GetValue<string>();
    }
}
