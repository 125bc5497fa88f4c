using FunctionsPipeline.Pipelines.Publishing;
using FunctionsPipeline.Providers;
using FunctionsPipeline.State.Publishing;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.Tests.Publishing;

public sealed class VideoPublishingTests
{
    private readonly PublishedFile _file = new();
    private readonly PublishingWorld _all;

    public VideoPublishingTests() => _all = new PublishingWorld(_file);

    [Fact]
    public void The_session_is_written_down_before_the_first_byte_and_the_id_by_the_step_that_learns_it()
    {
        var channel = new HonestChannel(_all.Clock);
        var life = new Contracts.ProcessLife();

        Run(channel, _all.VideoOrder, life).State.ShouldBe(PublicationState.Done);

        var points = life.Points.ToList();
        var session = points.IndexOf("after session start");
        var firstByte = points.IndexOf("before chunk");
        points.GetRange(session + 1, firstByte - session - 1).ShouldBe(["before write publications publication", "after write publications publication"]);
        points[points.LastIndexOf("after chunk") + 1].ShouldBe("before write publications publication");
        points.IndexOf("before session start").ShouldBeGreaterThan(points.IndexOf("after write publications publication"));
    }

    [Fact]
    public void Without_a_time_it_stays_private()
    {
        var channel = new HonestChannel(_all.Clock);

        var answer = Run(channel, _all.VideoOrder with { Video = new VideoPublication { Title = "t", RunTag = "" } });

        answer.Outcome.ShouldBe(PublishOutcome.Done);
        channel.Videos.Single().Visibility.ShouldBe(VideoVisibility.Private);
        channel.Videos.Single().PublishAt.ShouldBeNull();
        channel.Plan.CountOf("visibility").ShouldBe(0);
    }

    /// <summary>daiki-beppu/youtube-automation#381: what failed after the upload was taken for a failed upload, and everything was uploaded again.</summary>
    [Theory]
    [InlineData(VideoProcessing.Failed)]
    [InlineData(VideoProcessing.Rejected)]
    [InlineData(VideoProcessing.Deleted)]
    public void Issue_youtube_automation_381_failed_processing_is_partial_and_never_uploaded_again(VideoProcessing end)
    {
        var channel = new HonestChannel(_all.Clock) { ProcessingEnd = end };

        var answer = Run(channel, _all.VideoOrder);
        var again = Run(channel, _all.VideoOrder);

        (answer.Outcome, answer.RemoteId).ShouldBe((PublishOutcome.Partial, "video-1"));
        answer.Problems.ShouldHaveSingleItem().Code.ShouldBe("video_" + end.ToString().ToLowerInvariant());
        again.State.ShouldBe(PublicationState.Partial);
        (channel.Videos.Count, channel.Sessions).ShouldBe((1, 1));
    }

    [Fact]
    public void A_thumbnail_that_cannot_be_set_is_written_down_and_the_rest_is_done()
    {
        var channel = new HonestChannel(_all.Clock);

        var answer = Run(channel, _all.VideoOrder with { ThumbnailPath = "artifacts/nowhere.png" });

        answer.Outcome.ShouldBe(PublishOutcome.Partial);
        answer.Problems.ShouldHaveSingleItem().Code.ShouldBe("thumbnail_missing");
        channel.Videos.Single().PublishAt.ShouldNotBeNull();
    }

    [Fact]
    public void A_time_that_passed_while_the_video_was_processed_does_not_publish_at_once()
    {
        var channel = new HonestChannel(_all.Clock) { ProcessingTime = TimeSpan.FromHours(3) };
        var order = _all.VideoOrder;

        var answer = Run(channel, order with { Video = order.Video with { PublishAt = _all.Clock.GetUtcNow().AddHours(1) } });

        answer.Problems.ShouldHaveSingleItem().Code.ShouldBe("publish_time_past");
        channel.Videos.Single().PublishAt.ShouldBeNull();
        channel.Plan.CountOf("visibility").ShouldBe(0);
    }

    [Fact]
    public void A_change_that_the_provider_takes_and_does_not_keep_is_partial()
    {
        var channel = new HonestChannel(_all.Clock) { IsLocked = true };

        var answer = Run(channel, _all.VideoOrder);

        answer.Outcome.ShouldBe(PublishOutcome.Partial);
        answer.Problems.ShouldHaveSingleItem().Code.ShouldBe("visibility_not_kept");
    }

    [Fact]
    public void What_is_less_than_it_was_to_be_is_not_published_unless_that_kind_is_allowed()
    {
        var channel = new HonestChannel(_all.Clock);
        var degraded = _all.VideoOrder with
        {
            Degradations = [new Degradation("lip-sync-ken-burns", "w", "y", DateTimeOffset.UnixEpoch, "A still picture stands for a talking head.")],
        };

        var refused = Run(channel, degraded);
        refused.Outcome.ShouldBe(PublishOutcome.Refused);
        refused.Message!.ShouldContain("A still picture stands for a talking head.");
        refused.Message!.ShouldContain("lip-sync-ken-burns");
        channel.Sessions.ShouldBe(0);
        _all.Tables.WriteCount.ShouldBe(0);

        Run(channel, degraded with { AllowedDegradations = ["voice-fallback"] }).Outcome.ShouldBe(PublishOutcome.Refused);
        Run(channel, degraded with { AllowedDegradations = ["lip-sync-ken-burns"] }).Outcome.ShouldBe(PublishOutcome.Done);
    }

    [Fact]
    public void What_cannot_be_published_is_refused_before_anything_is_written()
    {
        var channel = new HonestChannel(_all.Clock);
        var order = _all.VideoOrder;

        Run(channel, order with { Video = order.Video with { Title = "" } }).Code.ShouldBe("invalid");
        Run(channel, order with { Video = order.Video with { PublishAt = _all.Clock.GetUtcNow() } }).Message!.ShouldContain("is past or nearly");
        Run(channel, order with { ContentPath = "artifacts/nowhere.mp4" }).Code.ShouldBe("content_missing");
        _all.Tables.WriteCount.ShouldBe(0);
    }

    [Fact]
    public void Another_file_is_not_sent_to_the_session_of_the_first()
    {
        var channel = new HonestChannel(_all.Clock, new PlannedFault("chunk", 2, RemoteFault.ErrorBefore));
        var process = _all.Videos(channel);
        _all.World.Run(async () => (await process.AdvanceAsync(_all.VideoOrder, null, default)).Outcome.ShouldBe(PublishOutcome.Wait));
        _file.Blobs.Put(PublishedFile.VideoPath, [1, 2, 3]);

        var answer = Run(channel, _all.VideoOrder);

        (answer.Outcome, answer.Code).ShouldBe((PublishOutcome.Failed, "content_changed"));
        channel.Videos.ShouldBeEmpty();
    }

    [Fact]
    public void A_session_that_takes_no_more_ends_and_does_not_go_on_for_ever()
    {
        var faults = Enumerable.Range(1, 200).Select(number => new PlannedFault("chunk", number, RemoteFault.KeepsNothing)).ToArray();
        var channel = new HonestChannel(_all.Clock, faults);

        var answer = Run(channel, _all.VideoOrder);

        (answer.Outcome, answer.Code).ShouldBe((PublishOutcome.Failed, "upload_stuck"));
        channel.Plan.CountOf("chunk").ShouldBeInRange(2, 40);
    }

    [Fact]
    public void Another_process_is_left_alone_until_its_lease_ends()
    {
        var channel = new HonestChannel(_all.Clock);
        var life = new Contracts.ProcessLife(30);
        _all.World.Run(async () =>
        {
            try
            {
                await _all.ToTheEndAsync(_all.Videos(channel, life), _all.VideoOrder);
            }
            catch (Contracts.ProcessEndedException)
            {
                life.HasEnded.ShouldBeTrue();
            }

            var answer = await _all.Videos(channel, owner: "two").AdvanceAsync(_all.VideoOrder, null, default);
            answer.Code.ShouldBe("in_other_hands");
            answer.WaitSeconds.ShouldBeInRange(1, 600);
        });
    }

    [Fact]
    public void A_person_resolves_what_nobody_could_tell()
    {
        var channel = new HonestChannel(_all.Clock, new PlannedFault("last chunk", 1, RemoteFault.DoneThenExpires)) { ListingLag = TimeSpan.FromDays(1) };
        var unknown = Run(channel, _all.VideoOrder);
        unknown.Outcome.ShouldBe(PublishOutcome.Unknown);
        unknown.Message!.ShouldContain(PublishingWorld.VideoKey.RunTag);
        Run(channel, _all.VideoOrder).Outcome.ShouldBe(PublishOutcome.Unknown);
        channel.Videos.Count.ShouldBe(1);

        _all.World.Run(() => _all.Store.ResolveAsync(PublishingWorld.VideoKey, "video-1", default));

        var done = Run(channel, _all.VideoOrder);
        (done.Outcome, done.RemoteId).ShouldBe((PublishOutcome.Done, "video-1"));
        channel.Videos.Count.ShouldBe(1);
    }

    [Fact]
    public void What_a_person_did_not_find_begins_anew()
    {
        var channel = new HonestChannel(_all.Clock, new PlannedFault("last chunk", 1, RemoteFault.SessionExpires));
        Run(channel, _all.VideoOrder).Outcome.ShouldBe(PublishOutcome.Unknown);

        _all.World.Run(() => _all.Store.ResolveAsync(PublishingWorld.VideoKey, null, default));

        Run(channel, _all.VideoOrder).Outcome.ShouldBe(PublishOutcome.Done);
        channel.Videos.ShouldHaveSingleItem().Bytes.ShouldBe(_file.Bytes);
    }

    private PublishAnswer Run(HonestChannel channel, VideoOrder order, Contracts.ProcessLife? life = null)
    {
        PublishAnswer? answer = null;
        _all.World.Run(async () => answer = await _all.ToTheEndAsync(_all.Videos(channel, life), order));
        return answer!;
    }
}
