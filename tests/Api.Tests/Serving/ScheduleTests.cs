namespace FunctionsPipeline.Api.Tests.Serving;

/// <summary>Daily runs over HTTP. What the clock does with them is tested in virtual time, in Pipelines.Tests.</summary>
public sealed class ScheduleTests(ServedHome served) : IClassFixture<ServedHome>
{
    private const string Spec = """{"pipeline":"video-batch","prompts":["A ball rolls."],"traps":[],"durationSeconds":1,"jitter":"0s..0s","project":"daily"}""";

    [Fact]
    public async Task A_schedule_is_put_shown_replaced_and_removed()
    {
        var made = await PutAsync("evening", $$"""{"cron":"0 0 18 * * *","timeZone":"Europe/Berlin","spec":{{Spec}}}""");
        made.Status.ShouldBe(201, made.Text);
        made.Json["nextAt"].ShouldNotBeNull();
        made.Json["catchUp"]!.GetValue<string>().ShouldBe("today");

        (await PutAsync("evening", $$"""{"cron":"0 0 19 * * *","isEnabled":false,"spec":{{Spec}}}""")).Status.ShouldBe(200);
        var shown = (await served.GetAsync("api/schedules/evening")).Json;
        shown["cron"]!.GetValue<string>().ShouldBe("0 0 19 * * *");
        shown["nextAt"].ShouldBeNull();
        (await served.GetAsync("api/schedules")).Json["values"]!.AsArray().Select(schedule => schedule!["name"]!.GetValue<string>()).ShouldContain("evening");

        (await served.SendAsync(HttpMethod.Delete, "api/schedules/evening")).Status.ShouldBe(204);
        (await served.GetAsync("api/schedules/evening")).ShouldBeProblem(404, "no_schedule");
    }

    [Fact]
    public async Task The_run_of_today_is_started_by_hand_once()
    {
        var spec = Spec.Replace("\"daily\"", "\"by-hand\"", StringComparison.Ordinal);
        await PutAsync("by-hand", $$"""{"cron":"0 0 3 1 1 *","spec":{{spec}}}""");

        var started = await served.PostAsync("api/schedules/by-hand/run");

        started.Status.ShouldBe(202, started.Text);
        var run = await served.FollowToEndAsync(started.Json["runId"]!.GetValue<string>());
        run["status"]!.GetValue<string>().ShouldBe("succeeded");
        (await served.PostAsync("api/schedules/by-hand/run")).ShouldBeProblem(409, "day_taken");

        // Its time is on the first of January; a day on which a person started it is told all the same.
        var day = (await served.GetAsync("api/schedules/by-hand/days")).Json["values"]!.AsArray().ShouldHaveSingleItem()!;
        (day["runId"]!.GetValue<string>(), day["dueAt"], day["status"]!.GetValue<string>()).ShouldBe((run["runId"]!.GetValue<string>(), null, "succeeded"));
        (await served.GetAsync("api/schedules/nothing/days")).ShouldBeProblem(404, "no_schedule");
        (await served.GetAsync("api/schedules/by-hand")).Json["lastRunId"]!.GetValue<string>().ShouldBe(run["runId"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("""{"cron":"0 0 9 * *","spec":SPEC}""", "invalid_schedule")]
    [InlineData("""{"cron":"0 0 9 * * *","timeZone":"Mars/Olympus","spec":SPEC}""", "invalid_schedule")]
    [InlineData("""{"cron":"0 0 9 * * *"}""", "invalid_schedule")]
    [InlineData("""{"spec":SPEC}""", "invalid_schedule")]
    [InlineData("""{"cron":"0 0 9 * * *","spec":{"pipeline":"nothing"}}""", "unknown_pipeline")]
    [InlineData("""{"cron":"0 0 9 * * *","spec":{"pipeline":"video-batch","prompts":[]}}""", "invalid_input")]
    [InlineData("""{"cron":"0 0 9 * * *","catchup":"always","spec":SPEC}""", "invalid_json")]
    [InlineData("""{"cron":"0 0 9 * * *","every":1,"spec":SPEC}""", "invalid_json")]
    public async Task A_schedule_that_could_not_run_is_refused_now_and_not_at_night(string body, string code)
    {
        (await PutAsync("wrong", body.Replace("SPEC", Spec, StringComparison.Ordinal))).ShouldBeProblem(400, code);
        (await served.GetAsync("api/schedules/wrong")).ShouldBeProblem(404, "no_schedule");
    }

    [Theory]
    [InlineData("UPPER")]
    [InlineData("a_b")]
    [InlineData("..%2f..%2fx")]
    public async Task A_name_that_is_none_is_refused(string name) =>
        (await PutAsync(name, $$"""{"cron":"0 0 9 * * *","spec":{{Spec}}}""")).ShouldBeProblem(400, "invalid_schedule_name");

    private Task<Answer> PutAsync(string name, string body) => served.SendAsync(HttpMethod.Put, $"api/schedules/{name}", body);
}
