using FunctionsPipeline.Pipelines.Publishing;
using FunctionsPipeline.State;
using FunctionsPipeline.State.Governor;
using FunctionsPipeline.State.Publishing;

namespace FunctionsPipeline.Pipelines.Tests.Publishing.Orchestrations;

/// <summary>Publications of videos from an item's call to their end, on the real engine, in virtual time.</summary>
public sealed class PublishOrchestrationTests
{
    private static readonly SlotTerms s_evenings = new("channel", [new TimeOnly(18, 30)], "Europe/Berlin");

    [Fact]
    public async Task A_video_is_published_once_and_the_item_is_told_where()
    {
        await using var world = new PublishRunWorld();
        await world.PutVideoAsync();

        var end = await world.RunAsync("youtube");

        end.State.ShouldBe(PublishEndState.Done, end.Message);
        (end.Target, end.RemoteId, end.Url, end.Problems.Count).ShouldBe(("youtube", "video-1", "https://youtu.be/video-1", 0));
        world.Channel.Videos.ShouldHaveSingleItem();
        world.Freeze("publish-video", "youtube");
    }

    [Fact]
    public async Task A_process_that_dies_at_every_pause_publishes_one_video()
    {
        await using var world = new PublishRunWorld(clock => new HonestChannel(clock, new PlannedFault("chunk", 1, RemoteFault.ReplyLost)) { ProcessingTime = TimeSpan.FromMinutes(9) });
        await world.PutVideoAsync(slots: s_evenings);
        var id = await world.StartAsync("youtube");
        var crashes = 0;
        await world.UntilAsync(async () =>
        {
            if (await world.Engine.GetAsync(id, default) is { IsEnded: true }) return true;
            await world.CrashAsync();
            await world.IdleAsync();
            crashes++;
            return false;
        });

        var end = await world.EndAsync(id);
        end.State.ShouldBe(PublishEndState.Done, end.Message);
        crashes.ShouldBeGreaterThan(3);
        world.Channel.Videos.ShouldHaveSingleItem().PublishAt.ShouldBe(end.PublishAt);

        // Half past six in the evening, Berlin, in winter.
        end.PublishAt.ShouldBe(new DateTimeOffset(2026, 11, 1, 17, 30, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task Runs_that_want_a_slot_at_once_get_one_each()
    {
        await using var world = new PublishRunWorld();
        var runs = Enumerable.Range(1, 7).Select(number => RunId.Parse($"20261101-120000-00000{number}")).ToList();
        var ids = new List<string>();
        foreach (var run in runs)
        {
            await world.PutVideoAsync(run: run, slots: s_evenings);
            ids.Add(await world.StartAsync("youtube", run: run));
        }

        var ends = new List<PublishEnd>();
        foreach (var id in ids) ends.Add(await world.EndAsync(id));

        ends.ShouldAllBe(end => end.State == PublishEndState.Done);
        var first = new DateTimeOffset(2026, 11, 1, 17, 30, 0, TimeSpan.Zero);
        ends.Select(end => end.PublishAt!.Value).Order().ShouldBe(Enumerable.Range(0, 7).Select(day => first.AddDays(day)));
        world.Channel.Videos.Select(video => video.PublishAt).Distinct().Count().ShouldBe(7);
    }

    [Fact]
    public async Task What_may_not_go_out_gives_its_slot_back()
    {
        await using var world = new PublishRunWorld();
        await world.PutVideoAsync(slots: s_evenings, change: order => order with { Video = order.Video with { Title = "" } });

        var end = await world.RunAsync("youtube");

        (end.State, end.Code).ShouldBe((PublishEndState.Refused, "invalid"));
        world.Channel.Sessions.ShouldBe(0);
        (await new PublishSlots(world.Tables).GetAsync("channel", PublishRunWorld.Key("youtube").Id, default)).ShouldBeNull();
    }

    [Fact]
    public async Task An_upload_over_the_quota_waits_for_midnight_in_the_pacific_zone()
    {
        await using var world = new PublishRunWorld();
        var uploads = world.Services.Limits.Find("youtube", "upload")!;
        for (var upload = 0; upload < 100; upload++)
        {
            var slot = await world.Services.Governor.AcquireAsync("youtube/upload", uploads, $"other-{upload}", SlotPriority.Normal, null, default);
            world.Services.Governor.TryUse(slot).ShouldBeTrue();
        }

        await world.PutVideoAsync();
        var end = await world.RunAsync("youtube");

        // Los Angeles went back to winter time that morning: its midnight is at eight.
        end.State.ShouldBe(PublishEndState.Done, end.Message);
        world.Channel.Videos.ShouldHaveSingleItem().UploadedAt.ShouldBeGreaterThanOrEqualTo(new DateTimeOffset(2026, 11, 2, 8, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task A_day_of_processing_is_waited_for_with_short_histories_and_ends_in_part()
    {
        await using var world = new PublishRunWorld(clock => new HonestChannel(clock) { ProcessingTime = TimeSpan.FromDays(9) });
        await world.PutVideoAsync();

        var end = await world.RunAsync("youtube");

        (end.State, end.Code, end.RemoteId).ShouldBe((PublishEndState.Partial, "processing_timeout", "video-1"));
        world.Channel.Videos.ShouldHaveSingleItem();
        var history = world.Engine.ReadHistory(world.PublishId("youtube"))!;
        history.Events.Count.ShouldBeLessThan(500);
        world.Channel.Plan.CountOf("get").ShouldBeGreaterThan(200, "it went on over several executions");
    }

    [Fact]
    public async Task Without_an_order_or_an_account_it_is_refused_and_the_item_goes_on()
    {
        await using var world = new PublishRunWorld();

        var end = await world.RunAsync("youtube");

        (end.State, end.Code).ShouldBe((PublishEndState.Refused, "order_missing"));
    }

    [Fact]
    public async Task A_video_that_is_less_than_it_was_to_be_waits_for_nobody()
    {
        await using var world = new PublishRunWorld();
        await world.PutVideoAsync(change: order => order with { Degradations = [new("head_ken_burns", "A head", "No provider", world.Clock.GetUtcNow(), "The head does not move.")] });

        var end = await world.RunAsync("youtube");

        (end.State, end.Code).ShouldBe((PublishEndState.Refused, "degraded"));
        world.Channel.Sessions.ShouldBe(0);
    }
}
