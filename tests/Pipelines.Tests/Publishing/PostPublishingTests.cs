using FunctionsPipeline.Pipelines.Publishing;
using FunctionsPipeline.State.Publishing;

namespace FunctionsPipeline.Pipelines.Tests.Publishing;

public sealed class PostPublishingTests
{
    private readonly PublishedFile _file = new();
    private readonly PublishingWorld _all;

    public PostPublishingTests() => _all = new PublishingWorld(_file);

    [Fact]
    public void Nothing_is_posted_unless_it_is_switched_on_and_somebody_approved_this_very_text()
    {
        var account = new HonestAccount(_all.Clock);
        var order = _all.PostOrder;

        Run(account, order with { IsEnabled = false }).Code.ShouldBe("posting_off");
        Run(account, order with { Approval = null }).Code.ShouldBe("not_approved");
        Run(account, order with { Post = order.Post with { Text = "Another text." } }).Message!.ShouldContain("needs an approval of its own: pipeline publish");
        (account.MediaCount, account.Posts.Count, _all.Tables.WriteCount).ShouldBe((0, 0, 0));

        Run(account, order).Outcome.ShouldBe(PublishOutcome.Done);
        account.Posts.ShouldHaveSingleItem().Text.ShouldContain("Made with AI");
    }

    [Fact]
    public void A_yes_that_is_taken_back_on_the_way_holds_the_post_back()
    {
        var account = new HonestAccount(_all.Clock);
        _all.World.Run(async () => (await _all.Posts(account).AdvanceAsync(_all.PostOrder, null, default)).Code.ShouldBe("processing"));

        Run(account, _all.PostOrder with { Approval = null }).Code.ShouldBe("not_approved");

        account.Posts.ShouldBeEmpty();
        Run(account, _all.PostOrder).Outcome.ShouldBe(PublishOutcome.Done);
    }

    /// <summary>gitroomhq/postiz-app#1681: a post was there and shown as failed, so people sent it again.</summary>
    [Theory]
    [InlineData(RemoteFault.ErrorAfter)]
    [InlineData(RemoteFault.ReplyLost)]
    public void Issue_postiz_1681_a_post_that_is_there_is_not_called_failed(RemoteFault fault)
    {
        var account = new HonestAccount(_all.Clock, new PlannedFault("post", 1, fault)) { ListingLag = TimeSpan.FromMinutes(30) };

        var answer = Run(account, _all.PostOrder);

        (answer.Outcome, answer.RemoteId).ShouldBe((PublishOutcome.Done, "post-1"));
        account.Posts.Count.ShouldBe(1);
    }

    /// <summary>gitroomhq/postiz-app#1321: a workflow posted the same again and again.</summary>
    [Fact]
    public void Issue_postiz_1321_asking_a_hundred_times_posts_once()
    {
        var account = new HonestAccount(_all.Clock);

        for (var count = 0; count < 100; count++) Run(account, _all.PostOrder).Outcome.ShouldBe(PublishOutcome.Done);

        (account.Posts.Count, account.Plan.CountOf("post")).ShouldBe((1, 1));
    }

    /// <summary>gitroomhq/postiz-app#1813: an unknown failure ran the publishing step again.</summary>
    [Fact]
    public void Issue_postiz_1813_a_failure_that_nobody_understands_does_not_post_again()
    {
        var account = new HonestAccount(_all.Clock, new PlannedFault("post", 1, RemoteFault.ErrorAfter)) { ListingLag = TimeSpan.FromDays(2) };

        var answer = Run(account, _all.PostOrder);
        Run(account, _all.PostOrder);

        answer.Outcome.ShouldBe(PublishOutcome.Unknown);
        answer.Message!.ShouldContain("It is not sent again by itself.");
        (account.Posts.Count, account.Plan.CountOf("post")).ShouldBe((1, 1));
    }

    [Fact]
    public void Media_that_cannot_be_used_fails_and_nothing_is_posted()
    {
        var account = new HonestAccount(_all.Clock) { ProcessingFails = true };

        var answer = Run(account, _all.PostOrder);

        (answer.Outcome, answer.Code).ShouldBe((PublishOutcome.Failed, "media_failed"));
        account.Posts.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_failed_post_begins_again_when_a_person_says_so_and_no_other_does()
    {
        var account = new HonestAccount(_all.Clock) { ProcessingFails = true };
        Run(account, _all.PostOrder);

        await _all.Store.RetryAsync(PublishingWorld.PostKey, default);

        Run(new HonestAccount(_all.Clock), _all.PostOrder).Outcome.ShouldBe(PublishOutcome.Done);
        (await Should.ThrowAsync<InvalidOperationException>(() => _all.Store.RetryAsync(PublishingWorld.PostKey, default))).Message.ShouldContain("is done");
        (await Should.ThrowAsync<InvalidOperationException>(() => _all.Store.ResolveAsync(PublishingWorld.PostKey, null, default))).Message.ShouldContain("only one that is unknown");
    }

    private PublishAnswer Run(HonestAccount account, PostOrder order)
    {
        PublishAnswer? answer = null;
        _all.World.Run(async () => answer = await _all.ToTheEndAsync(
            async place => await _all.Posts(account).AdvanceAsync(order, place, default)));
        return answer!;
    }
}
