using FunctionsPipeline.Pipelines.Publishing;
using FunctionsPipeline.State;
using FunctionsPipeline.State.Ledger;
using FunctionsPipeline.State.Publishing;

namespace FunctionsPipeline.Pipelines.Tests.Publishing.Orchestrations;

/// <summary>Posts: a person's yes, which may come early, late or never, and their money.</summary>
public sealed class PostOrchestrationTests
{
    private const long PostTicks = 150_000_000;

    [Fact]
    public async Task A_yes_that_was_there_before_is_not_waited_for()
    {
        await using var world = new PublishRunWorld(approvalHours: 48);
        await world.PutPostAsync();
        await world.DecideAsync();

        var end = await world.RunAsync("x");

        end.State.ShouldBe(PublishEndState.Done, end.Message);
        world.Account.Posts.ShouldHaveSingleItem().Text.ShouldStartWith(PublishRunWorld.Text);
        (world.Clock.GetUtcNow() - new DateTimeOffset(2026, 11, 1, 12, 20, 0, TimeSpan.Zero)).ShouldBeLessThan(TimeSpan.FromMinutes(5));
        var paid = (await world.LedgerAsync()).ShouldHaveSingleItem();
        (paid.State, paid.ChargedTicks, paid.RequestId, paid.Step).ShouldBe((PaidCallState.Settled, PostTicks, end.RemoteId, "post.x"));
    }

    [Fact]
    public async Task A_late_yes_wakes_the_post_at_once_and_crashes_in_between_change_nothing()
    {
        await using var world = new PublishRunWorld(approvalHours: 72);
        await world.PutPostAsync();
        var id = await world.StartAsync("x");
        await LeapAsync(world, TimeSpan.FromHours(30));
        await world.CrashAsync();
        await world.IdleAsync();
        world.Account.Posts.ShouldBeEmpty();
        var saidAt = world.Clock.GetUtcNow();

        await world.DecideAsync();
        (await world.Engine.RaiseEventAsync(world.PublishId("x"), PublishNames.DecidedEvent, "yes", default)).ShouldBeTrue();
        var end = await world.EndAsync(id);

        end.State.ShouldBe(PublishEndState.Done, end.Message);
        (world.Account.Posts.ShouldHaveSingleItem().At - saidAt).ShouldBeLessThan(TimeSpan.FromMinutes(5));
        world.Freeze("publish-post-approved-late", "x");
    }

    [Fact]
    public async Task A_yes_whose_event_was_lost_is_found_within_hours()
    {
        await using var world = new PublishRunWorld(approvalHours: 72);
        await world.PutPostAsync();
        var id = await world.StartAsync("x");
        await LeapAsync(world, TimeSpan.FromHours(13));
        await world.DecideAsync();

        (await world.EndAsync(id)).State.ShouldBe(PublishEndState.Done);

        world.Account.Posts.ShouldHaveSingleItem().At.ShouldBeLessThan(new DateTimeOffset(2026, 11, 2, 7, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task Without_a_yes_it_ends_as_waiting_for_one_and_a_later_yes_goes_on_with_it()
    {
        await using var world = new PublishRunWorld(approvalHours: 24);
        await world.PutPostAsync();

        var end = await world.RunAsync("x");

        (end.State, end.Code).ShouldBe((PublishEndState.AwaitingApproval, "not_approved"));
        end.Message!.ShouldContain("--approve");
        world.Clock.GetUtcNow().ShouldBe(new DateTimeOffset(2026, 11, 2, 12, 20, 0, TimeSpan.Zero));
        (await world.LedgerAsync()).ShouldBeEmpty();
        world.Freeze("publish-post-never-approved", "x");

        await world.DecideAsync();
        var input = new PublishInput("default", PublishRunWorld.Run.Value, "item-1", "x");
        var later = PublishNames.LaterInstanceId(input, world.Clock.GetUtcNow());
        await world.Engine.ScheduleAsync(PublishNames.Publish, input, later, default);
        (await world.EndAsync(later)).State.ShouldBe(PublishEndState.Done);
        world.Account.Posts.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_no_ends_it_and_a_yes_to_another_text_is_none()
    {
        await using var world = new PublishRunWorld();
        await world.PutPostAsync();
        await world.DecideAsync(text: "Something else.");
        (await world.RunAsync("x")).State.ShouldBe(PublishEndState.AwaitingApproval);

        await using var other = new PublishRunWorld();
        await other.PutPostAsync();
        await other.DecideAsync(isApproved: false);
        var end = await other.RunAsync("x");

        (end.State, end.Code).ShouldBe((PublishEndState.Refused, "denied"));
        end.Message!.ShouldContain("Ada said no");
        other.Account.MediaCount.ShouldBe(0);
    }

    [Fact]
    public async Task An_approved_post_waits_days_for_its_slot()
    {
        await using var world = new PublishRunWorld();
        var terms = new SlotTerms("account", [new TimeOnly(9, 0)], "UTC");
        foreach (var day in new[] { 2, 3 })
        {
            var taken = new DateTimeOffset(2026, 11, day, 9, 0, 0, TimeSpan.Zero);
            (await new PublishSlots(world.Tables).ClaimAsync("account", [taken], $"other-{day}", default)).ShouldBe(taken);
        }

        await world.PutPostAsync(terms);
        await world.DecideAsync();
        var end = await world.RunAsync("x");

        end.State.ShouldBe(PublishEndState.Done, end.Message);
        world.Account.Posts.ShouldHaveSingleItem().At.ShouldBeInRange(new DateTimeOffset(2026, 11, 4, 9, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 11, 4, 9, 5, 0, TimeSpan.Zero));
        world.Freeze("publish-post-slot", "x");
    }

    [Theory]
    [InlineData(RemoteFault.ReplyLost)]
    [InlineData(RemoteFault.ErrorAfter)]
    public async Task A_post_whose_reply_was_lost_is_found_and_paid_once(RemoteFault fault)
    {
        await using var world = new PublishRunWorld(account: clock => new HonestAccount(clock, new PlannedFault("post", 1, fault)) { ListingLag = TimeSpan.FromMinutes(2) });
        await world.PutPostAsync();
        await world.DecideAsync();

        var end = await world.RunAsync("x");

        (end.State, end.RemoteId).ShouldBe((PublishEndState.Done, "post-1"));
        var entries = await world.LedgerAsync();
        entries.Single(entry => entry.Step == "post.x").ShouldSatisfyAllConditions(
            entry => entry.State.ShouldBe(PaidCallState.Settled), entry => entry.ChargedTicks.ShouldBe(PostTicks), entry => entry.RequestId.ShouldBe("post-1"));
        entries.Where(entry => entry.Step == "look.x").ShouldAllBe(entry => entry.State == PaidCallState.Settled);
        entries.Where(entry => entry.Step == "look.x").Sum(entry => entry.ChargedTicks).ShouldBe(10_000_000, "one post of our own was read, once");
    }

    [Fact]
    public async Task A_post_that_nobody_finds_stays_unknown_with_its_money_held()
    {
        await using var world = new PublishRunWorld(account: clock => new HonestAccount(clock, new PlannedFault("post", 1, RemoteFault.ErrorBefore)));
        await world.PutPostAsync();
        await world.DecideAsync();

        var end = await world.RunAsync("x");

        end.State.ShouldBe(PublishEndState.Unknown);
        world.Account.Posts.ShouldBeEmpty();
        (await world.LedgerAsync()).Single(entry => entry.Step == "post.x").State.ShouldBe(PaidCallState.Unknown);
    }

    [Fact]
    public async Task A_cap_stops_a_post_before_it_is_sent_and_a_retry_under_a_higher_one_posts()
    {
        await using var world = new PublishRunWorld();
        await world.PutPostAsync(caps: [new BudgetCap("run:" + PublishRunWorld.Run, PostTicks - 1)]);
        await world.DecideAsync();

        var end = await world.RunAsync("x");

        (end.State, end.Code).ShouldBe((PublishEndState.Failed, "budget_stopped"));
        end.Message!.ShouldContain("nothing was sent");
        world.Account.Plan.CountOf("post").ShouldBe(0);
        (await world.LedgerAsync()).ShouldBeEmpty();

        await world.PutPostAsync(caps: [new BudgetCap("run:" + PublishRunWorld.Run, PostTicks)]);
        await world.Publications.RetryAsync(PublishRunWorld.Key("x"), default);
        var input = new PublishInput("default", PublishRunWorld.Run.Value, "item-1", "x");
        await world.Engine.ScheduleAsync(PublishNames.Publish, input, "later", default);
        (await world.EndAsync("later")).State.ShouldBe(PublishEndState.Done);
        world.Account.Posts.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Posting_that_is_switched_off_posts_nothing_whoever_approves()
    {
        await using var world = new PublishRunWorld();
        await world.PutPostAsync(isEnabled: false);
        await world.DecideAsync();

        (await world.RunAsync("x")).Code.ShouldBe("posting_off");
        world.Account.MediaCount.ShouldBe(0);
    }

    private static async Task LeapAsync(PublishRunWorld world, TimeSpan time)
    {
        var until = world.Clock.GetUtcNow() + time;
        while (true)
        {
            await world.IdleAsync();
            if (world.Clock.NextDue is not { } due || due > until) break;
            world.Clock.Advance(due - world.Clock.GetUtcNow());
        }

        world.Clock.Advance(until - world.Clock.GetUtcNow());
        await world.IdleAsync();
    }
}
