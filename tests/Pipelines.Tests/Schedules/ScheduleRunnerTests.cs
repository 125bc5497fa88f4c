using System.Text;
using FunctionsPipeline.Pipelines.Schedules;
using FunctionsPipeline.Pipelines.Tests.Control;
using FunctionsPipeline.State.Blobs;
using FunctionsPipeline.State.Runs;
using FunctionsPipeline.State.Schedules;
using Microsoft.Extensions.Logging.Abstractions;

namespace FunctionsPipeline.Pipelines.Tests.Schedules;

/// <summary>A run a day, whoever fires and however often, in virtual time.</summary>
public sealed class ScheduleRunnerTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 11, 1, 6, 0, 0, TimeSpan.Zero);

    private readonly PipelineWorld _world = new(Start);

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Before_its_time_nothing_is_started_and_after_it_one_run_is()
    {
        await PutAsync("0 0 9 * * *");
        var runner = OpenRunner();

        await runner.RunDueAsync(CancellationToken.None);
        (await RunsAsync()).ShouldBeEmpty();

        _world.Clock.Advance(TimeSpan.FromHours(3));
        await runner.RunDueAsync(CancellationToken.None);
        (await RunsAsync()).ShouldHaveSingleItem().Project.ShouldBe("daily");
    }

    [Fact]
    public async Task Fired_twice_it_runs_once()
    {
        await PutAsync("0 0 9 * * *");
        var runner = OpenRunner();
        _world.Clock.Advance(TimeSpan.FromHours(3));

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => runner.RunDueAsync(CancellationToken.None))));

        (await RunsAsync()).Count.ShouldBe(1);
        _world.Started.Ids.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Two_hosts_on_one_state_run_it_once_a_day()
    {
        await PutAsync("0 0 9 * * *");
        ScheduleRunner[] hosts = [OpenRunner(1), OpenRunner(2)];

        await PassAsync(TimeSpan.FromDays(3), TimeSpan.FromMinutes(30), () => Task.WhenAll(hosts.Select(host => Task.Run(() => host.RunDueAsync(CancellationToken.None)))));

        (await RunsAsync()).Count.ShouldBe(3);
        _world.Started.Ids.Count.ShouldBe(3);
    }

    [Theory]
    [InlineData(CatchUp.Skip, 0)]
    [InlineData(CatchUp.Today, 1)]
    [InlineData(CatchUp.EveryDay, 3)]
    public async Task After_an_outage_of_48_hours_the_stated_policy_decides(CatchUp policy, int expected)
    {
        await PutAsync("0 0 9 * * *", catchUp: policy);
        var runner = OpenRunner();

        // Down from 6 o'clock until 11 o'clock two days later: the times of three days have passed.
        _world.Clock.Advance(TimeSpan.FromHours(53));
        await runner.RunDueAsync(CancellationToken.None);
        await runner.RunDueAsync(CancellationToken.None);

        (await RunsAsync()).Count.ShouldBe(expected);
    }

    [Theory]
    [InlineData("2026-03-27T12:00:00Z", "2026-03-29")]
    [InlineData("2026-10-23T12:00:00Z", "2026-10-25")]
    public async Task On_the_days_on_which_the_clocks_are_moved_it_runs_once(string from, string day)
    {
        using var world = new PipelineWorld(DateTimeOffset.Parse(from, System.Globalization.CultureInfo.InvariantCulture));
        await PutAsync("0 30 2 * * *", "Europe/Berlin", world: world);
        var runner = OpenRunner(world: world);

        var days = new List<DateOnly?>();
        for (var tick = 0; tick < 4 * 24 * 4; tick++)
        {
            world.Clock.Advance(TimeSpan.FromMinutes(15));
            if ((await runner.RunDueAsync(CancellationToken.None)).Count > 0) days.Add((await new ScheduleStore(world.Tables).GetAsync("morning", CancellationToken.None))!.LastDay);
        }

        days.ShouldBe(days.Distinct());
        days.ShouldContain(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture));
        days.Count.ShouldBe(4);
    }

    [Fact]
    public async Task Two_schedules_of_a_project_share_the_run_of_a_day()
    {
        await PutAsync("0 0 9 * * *");
        await PutAsync("0 0 18 * * *", name: "evening");
        var runner = OpenRunner();

        await PassAsync(TimeSpan.FromDays(1), TimeSpan.FromHours(1), () => runner.RunDueAsync(CancellationToken.None));

        (await RunsAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_time_before_the_schedule_was_made_is_nobodys()
    {
        _world.Clock.Advance(TimeSpan.FromHours(6));
        await PutAsync("0 0 9 * * *");

        await OpenRunner().RunDueAsync(CancellationToken.None);

        (await RunsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_schedule_that_is_held_starts_nothing()
    {
        await PutAsync("0 0 9 * * *", isEnabled: false);
        _world.Clock.Advance(TimeSpan.FromHours(4));

        await OpenRunner().RunDueAsync(CancellationToken.None);

        (await RunsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_schedule_that_cannot_be_started_says_why_and_holds_up_no_other()
    {
        await PutAsync("0 0 9 * * *", name: "broken", spec: """{"pipeline":"video-batch","prompts":["one"],"project":"broken","provider":"fal"}""", project: "broken");
        await PutAsync("0 0 9 * * *");
        _world.Clock.Advance(TimeSpan.FromHours(4));

        await OpenRunner().RunDueAsync(CancellationToken.None);

        (await RunsAsync()).Count.ShouldBe(1);
        (await new ScheduleStore(_world.Tables).GetAsync("broken", CancellationToken.None))!.LastError!.ShouldContain("no key");
    }

    [Fact]
    public async Task Every_day_is_told_with_its_run_or_the_reason_why_there_is_none()
    {
        await PutAsync("0 0 9 * * *", name: "broken", spec: """{"pipeline":"video-batch","prompts":["one"],"project":"broken","provider":"fal"}""", project: "broken");
        await PutAsync("0 0 9 * * *");
        _world.Clock.Advance(TimeSpan.FromHours(4));
        await OpenRunner().RunDueAsync(CancellationToken.None);

        // Down for a day and a half; the second day passes without anybody.
        _world.Clock.Advance(TimeSpan.FromHours(47));
        await OpenRunner().RunDueAsync(CancellationToken.None);

        var days = await DaysAsync("morning");
        days.Select(day => day.Day.Day).ShouldBe([3, 2, 1]);
        days.Select(day => day.RunId is not null).ShouldBe([true, false, true]);
        days[1].Reason!.ShouldStartWith("Missed: no host was there at 2026-11-02 09:00Z");
        days[2].Reason.ShouldBeNull();
        (await DaysAsync("broken"))[0].Reason!.ShouldStartWith("It could not be started: ");
    }

    private async Task<IReadOnlyList<ScheduledDay>> DaysAsync(string name) =>
        await new ScheduleHistory(new StartClaims(_world.Tables, _world.Clock), _world.Runs, new ScheduleDays(_world.Tables, _world.Clock), _world.Clock)
            .ReadAsync((await new ScheduleStore(_world.Tables).GetAsync(name, CancellationToken.None))!, 30, CancellationToken.None);

    [Fact]
    public async Task A_schedule_whose_zone_this_machine_does_not_know_says_so_and_holds_up_no_other()
    {
        await PutAsync("0 0 9 * * *", "Mars/Olympus", name: "elsewhere", project: "elsewhere");
        await PutAsync("0 0 9 * * *");
        _world.Clock.Advance(TimeSpan.FromHours(4));

        await OpenRunner().RunDueAsync(CancellationToken.None);

        (await RunsAsync()).Count.ShouldBe(1);
        (await new ScheduleStore(_world.Tables).GetAsync("elsewhere", CancellationToken.None))!.LastError!.ShouldContain("Mars/Olympus");
    }

    private ScheduleRunner OpenRunner(int seed = 1, PipelineWorld? world = null)
    {
        world ??= _world;
        return new ScheduleRunner(
            new ScheduleStore(world.Tables), new ScheduleDays(world.Tables, world.Clock), world.Blobs, world.OpenHost(seed).Starter, world.Clock, NullLogger<ScheduleRunner>.Instance);
    }

    private async Task PutAsync(
        string cron,
        string zone = "UTC",
        CatchUp catchUp = CatchUp.Today,
        bool isEnabled = true,
        string name = "morning",
        string project = "daily",
        string spec = """{"pipeline":"video-batch","prompts":["one"],"traps":[],"project":"daily"}""",
        PipelineWorld? world = null)
    {
        world ??= _world;
        var path = $"schedules/{name}/spec.json";
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(spec));
        await world.Blobs.PutAsync(path, content, BlobCondition.None, CancellationToken.None);
        var schedule = new ScheduleRecord
        {
            Name = name,
            Pipeline = "video-batch",
            Project = project,
            Cron = cron,
            TimeZone = zone,
            CatchUp = catchUp,
            IsEnabled = isEnabled,
            SpecBlob = path,
            CreatedAt = world.Clock.GetUtcNow(),
        };
        await new ScheduleStore(world.Tables).PutAsync(schedule, CancellationToken.None);
    }

    private async Task PassAsync(TimeSpan time, TimeSpan step, Func<Task> look)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += step)
        {
            _world.Clock.Advance(step);
            await look();
        }
    }

    private async Task<List<RunRecord>> RunsAsync() => await _world.Runs.ListAsync(CancellationToken.None).ToListAsync();
}
