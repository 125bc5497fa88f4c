using FunctionsPipeline.Pipelines.Publishing;
using FunctionsPipeline.State.Governor;
using FunctionsPipeline.State.Publishing;

namespace FunctionsPipeline.Pipelines.Tests.Publishing;

/// <summary>The day of uploads ends at midnight Pacific, also on the days of 23 and 25 hours.</summary>
public sealed class PublishQuotaTests
{
    /// <summary>In 2026 the clocks of Los Angeles go forward on 8 March and back on 1 November.</summary>
    [Theory]
    [InlineData("2026-03-07T20:00:00Z", "2026-03-08T08:00:00Z")]
    [InlineData("2026-03-08T20:00:00Z", "2026-03-09T07:00:00Z")]
    [InlineData("2026-10-31T20:00:00Z", "2026-11-01T07:00:00Z")]
    [InlineData("2026-11-01T20:00:00Z", "2026-11-02T08:00:00Z")]
    public void The_upload_after_the_hundredth_waits_for_the_next_midnight_pacific_and_then_goes(string now, string midnight)
    {
        var all = new PublishingWorld(new PublishedFile());
        all.Clock.JumpTo(DateTimeOffset.Parse(now));
        var channel = new HonestChannel(all.Clock);
        var policy = LimitBook.Load().Find("youtube", "upload")!;
        policy.DailyQuota!.Limit.ShouldBe(100);
        var reset = DateTimeOffset.Parse(midnight);
        all.World.Run(async () =>
        {
            var others = all.Governor(all.Tables);
            for (var upload = 0; upload < 100; upload++)
            {
                var slot = await others.AcquireAsync("youtube/upload", policy, $"other-{upload}", SlotPriority.Normal, null, default);
                if (slot.Wait > TimeSpan.Zero) await all.World.Delay(slot.Wait);
                others.TryUse(slot).ShouldBeTrue();
            }

            var waiting = await all.Videos(channel).AdvanceAsync(all.VideoOrder, null, default);
            (waiting.Outcome, waiting.Code, waiting.State).ShouldBe((PublishOutcome.Wait, "quota", PublicationState.Planned));
            waiting.NotBefore!.Value.ShouldBeInRange(reset - TimeSpan.FromSeconds(10), reset + TimeSpan.FromSeconds(5));
            waiting.Message!.ShouldContain("youtube/upload");
            channel.Sessions.ShouldBe(0);

            (await all.ToTheEndAsync(all.Videos(channel), all.VideoOrder)).Outcome.ShouldBe(PublishOutcome.Done);
            channel.Videos.ShouldHaveSingleItem().UploadedAt.ShouldBeInRange(reset, reset + TimeSpan.FromMinutes(1));
        });
    }

    [Fact]
    public void Every_kind_of_request_has_its_limit_in_the_data()
    {
        var limits = LimitBook.Load();
        foreach (var operation in new[] { "upload", "write", "read" }) limits.Find("youtube", operation)!.DailyQuota!.TimeZone.ShouldBe("America/Los_Angeles");
        foreach (var operation in new[] { "media", "read", "post" }) limits.Find("x", operation)!.Windows.ShouldNotBeEmpty();
    }
}
