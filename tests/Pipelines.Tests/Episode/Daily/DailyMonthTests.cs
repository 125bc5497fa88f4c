using FunctionsPipeline.Pipelines.Episode;
using FunctionsPipeline.Pipelines.Publishing;
using FunctionsPipeline.Pipelines.Schedules;
using FunctionsPipeline.Pipelines.Tests.Publishing;

namespace FunctionsPipeline.Pipelines.Tests.Episode.Daily;

/// <summary>Thirty days of an episode a day, in virtual time, with all that goes wrong in a month.</summary>
public sealed class DailyMonthTests
{
    // Ten in the morning in Berlin; evenings at half past six belong to one video each.
    private const string Spec = """
        {"pipeline":"episode","project":"daily","sources":["hackernews"],"duration":30,"lipSync":false,"music":false,"thumbnail":"off",
         "publish":{"slots":["18:30"],"timeZone":"Europe/Berlin"}}
        """;

    private static readonly DateTimeOffset Start = new(2026, 11, 1, 5, 0, 0, TimeSpan.Zero);

    // Days, from 1, and what happens on them.
    private const int KilledAtWork = 4;
    private const int UploadsUsedUp = 6;
    private const int WriterDown = 9;
    private const int NoNewStory = 13;
    private const int SourceDown = 17;
    private const int HostDown = 20;
    private const int AskedByHand = 24;
    private const int WritesUsedUp = 27;

    [Fact]
    public async Task Every_day_has_one_episode_or_a_reason_and_no_slot_is_given_twice()
    {
        await using var world = await MonthWorld.StartAsync(
            Start,
            clock => new MonthStories(clock, Start) { DaysWithout = [1, 2, 3, 12, NoNewStory], DaysDown = [SourceDown] },
            clock => new HonestChannel(clock, new PlannedFault("start", 2, RemoteFault.RateLimited), new PlannedFault("last chunk", 5, RemoteFault.ReplyLost)) { ProcessingTime = TimeSpan.FromMinutes(9) });
        world.Writer.IsDown = now => Day(now) is WriterDown or WriterDown + 1;
        await world.PutScheduleAsync("0 0 10 * * *", "Europe/Berlin", Spec);

        for (var day = 1; day <= 30; day++) await LiveAsync(world, day);
        await world.PassAsync(At(31).AddHours(3.5));

        var days = await world.DaysAsync();
        days.Select(day => day.Day).ShouldBe(Enumerable.Range(0, 30).Select(day => new DateOnly(2026, 11, 1).AddDays(day)));
        var told = await ToldAsync(world, days);
        ShouldHaveAnEpisodeOrAReason(days, told);
        ShouldHaveASlotEach(world, told);
        ShouldBeToldOnce(told);
        world.Freeze(days[0].RunId!, "episode-item-no-story");
    }

    /// <summary>A day, from its morning to the next.</summary>
    private static async Task LiveAsync(MonthWorld world, int day)
    {
        var morning = At(day);
        await world.PassAsync(morning.AddHours(3));
        switch (day)
        {
            case KilledAtWork:
                // Killed at every half minute for a while, from the moment at which the run is due.
                await world.PassAsync(morning.AddHours(4));
                for (var kill = 0; kill < 12; kill++)
                {
                    await world.PassAsync(world.Clock.GetUtcNow().AddSeconds(30));
                    await world.DownAsync();
                    world.Clock.Advance(TimeSpan.FromSeconds(20));
                    await world.UpAsync();
                }

                break;
            case UploadsUsedUp:
                // Midnight in Los Angeles is at eight; then somebody else uploads a hundred videos.
                await world.PassAsync(morning.AddHours(3.5));
                await world.ExhaustAsync("upload", 100);
                break;
            case WritesUsedUp:
                await world.PassAsync(morning.AddHours(3.5));
                await world.ExhaustAsync("write", 160);
                break;
            case HostDown:
                // Down before the run is due, until the afternoon of the day after the next one.
                await world.DownAsync();
                world.Clock.Advance(TimeSpan.FromHours(54));
                await world.UpAsync();
                break;
            case AskedByHand:
                var mine = await world.AskAsync(Spec, new DateOnly(2026, 11, day));
                (await world.AskAsync(Spec, new DateOnly(2026, 11, day))).RunId.ShouldBe(mine.RunId);
                break;
        }

        await world.PassAsync(At(day + 1));
    }

    private static async Task<Dictionary<int, (EpisodeResult Result, EpisodeDocument Document)>> ToldAsync(MonthWorld world, IReadOnlyList<ScheduledDay> days)
    {
        var told = new Dictionary<int, (EpisodeResult, EpisodeDocument)>();
        var runs = await world.RunsAsync();
        runs.Count.ShouldBe(days.Count(day => day.RunId is not null), "a day has one run at most");
        runs.ShouldAllBe(run => run.IsEnded);
        var files = new EpisodeFiles(world.Services);
        foreach (var (index, day) in days.Index())
        {
            if (day.RunId is null || await files.ReadAsync<EpisodeDocument>(EpisodeFiles.DocumentPath(day.RunId, "episode-0001"), default) is not { Result.Publication.RemoteId: not null } document) continue;
            told.Add(index + 1, (document.Result, document));
        }

        return told;
    }

    private static void ShouldHaveAnEpisodeOrAReason(IReadOnlyList<ScheduledDay> days, Dictionary<int, (EpisodeResult Result, EpisodeDocument Document)> told)
    {
        var without = days.Index().Where(day => !told.ContainsKey(day.Index + 1)).ToDictionary(day => day.Index + 1, day => day.Item.Reason);

        without.Values.ShouldAllBe(reason => !string.IsNullOrWhiteSpace(reason));
        without[WriterDown]!.ShouldStartWith("server_error: ");
        without[WriterDown + 1]!.ShouldStartWith("server_error: ");
        without[SourceDown]!.ShouldStartWith("story_sources_down: ");
        without[HostDown]!.ShouldStartWith("Missed: no host was there at 2026-11-20 09:00Z");
        without[HostDown + 1]!.ShouldStartWith("Missed: ");
        without.Where(day => day.Value!.StartsWith("no_story: ", StringComparison.Ordinal)).Select(day => day.Key).ShouldBe([1, 2, 3], ignoreOrder: true);
        without.Count.ShouldBe(8);
    }

    private static void ShouldHaveASlotEach(MonthWorld world, Dictionary<int, (EpisodeResult Result, EpisodeDocument Document)> told)
    {
        var published = told.Values.Select(episode => episode.Result.Publication!).ToList();
        world.Channel.Videos.Count.ShouldBe(published.Count, "no video twice");
        published.Select(end => end.PublishAt).ShouldBeUnique();
        published.ShouldAllBe(end => end.PublishAt!.Value.TimeOfDay == new TimeSpan(17, 30, 0));

        published.ShouldAllBe(end => end.State == PublishEndState.Done);
        world.Channel.Videos.Select(video => video.PublishAt!.Value).ShouldBe(published.Select(end => end.PublishAt!.Value), ignoreOrder: true);

        // On a usual day the evening is that of the day. A day without uploads, or without the write that tells YouTube when, takes the next free one,
        // and those after it move on, until a day without an episode leaves an evening free.
        var late = told.Where(day => DateOnly.FromDateTime(day.Value.Result.Publication!.PublishAt!.Value.UtcDateTime) != new DateOnly(2026, 11, day.Key)).Select(day => day.Key);
        late.ShouldBe([UploadsUsedUp, UploadsUsedUp + 1, UploadsUsedUp + 2, WritesUsedUp, WritesUsedUp + 1, WritesUsedUp + 2, WritesUsedUp + 3], ignoreOrder: true);
    }

    private static void ShouldBeToldOnce(Dictionary<int, (EpisodeResult Result, EpisodeDocument Document)> told)
    {
        told.Values.Select(episode => episode.Document.Origin!.Key).ShouldBeUnique();

        // The days without a writer cost no story: nothing was bought for theirs, and later days tell them.
        foreach (var day in new[] { WriterDown, WriterDown + 1 }) told.Values.ShouldContain(episode => episode.Document.Origin!.Key == $"hackernews:day-{day}");
        told[NoNewStory].Document.Origin!.Key.ShouldBe($"hackernews:day-{WriterDown}");
    }

    private static DateTimeOffset At(int day) => Start.AddDays(day - 1);

    private static int Day(DateTimeOffset now) => (int)(now - Start).TotalDays + 1;
}
