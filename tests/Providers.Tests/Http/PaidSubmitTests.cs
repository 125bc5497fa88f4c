using FunctionsPipeline.Contracts;
using FunctionsPipeline.Providers.Http;
using FunctionsPipeline.Providers.Tests.Support;
using FunctionsPipeline.Providers.Xai;

namespace FunctionsPipeline.Providers.Tests.Http;

/// <summary>What a submit that got no answer means for money, through xAI's video generator; the path is the same for every paid call.</summary>
public sealed class PaidSubmitTests
{
    [Fact]
    public async Task A_lost_reply_may_have_cost_money_and_is_not_sent_again()
    {
        await using var server = await TestServer.StartAsync(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        using var provider = Rig.Xai(server.Url);

        var failure = await Rig.FailureOfAsync(provider.SubmitAsync());

        failure.Code.ShouldBe(ProviderErrorCode.ConnectionLost);
        failure.MoneySpent.ShouldBe(MoneySpent.Maybe);
        failure.NeverLeft.ShouldBeFalse();
        server.Seen.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_reply_lost_on_a_reused_connection_is_not_sent_again_by_the_connection_pool()
    {
        await using var server = await TestServer.StartAsync(Answers.InTurn(
            context => context.AnswerAsync(200, """{"request_id":"first"}"""),
            context =>
            {
                context.Abort();
                return Task.CompletedTask;
            }));
        using var provider = Rig.Xai(server.Url);
        await provider.SubmitAsync();

        var failure = await Rig.FailureOfAsync(provider.SubmitAsync());

        failure.MoneySpent.ShouldBe(MoneySpent.Maybe);
        server.Seen.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_reply_cut_in_the_middle_may_have_cost_money()
    {
        await using var server = await TestServer.StartAsync(async context =>
        {
            context.Response.ContentLength = 1000;
            await context.AnswerAsync(200, """{"request_""");
            await context.Response.Body.FlushAsync();
            context.Abort();
        });
        using var provider = Rig.Xai(server.Url);

        var failure = await Rig.FailureOfAsync(provider.SubmitAsync());

        failure.Code.ShouldBe(ProviderErrorCode.ConnectionLost);
        failure.MoneySpent.ShouldBe(MoneySpent.Maybe);
    }

    [Fact]
    public async Task A_hanging_submit_ends_with_the_time_limit_and_may_have_cost_money()
    {
        var clock = new ManualTimeProvider();
        var arrived = new TaskCompletionSource();
        await using var server = await TestServer.StartAsync(context =>
        {
            arrived.SetResult();
            return context.HangAsync();
        });
        using var provider = Rig.Xai(server.Url, clock);

        var submit = provider.SubmitAsync();
        await arrived.Task;
        clock.Advance(TimeSpan.FromSeconds(61));
        var failure = await Rig.FailureOfAsync(submit);

        failure.Code.ShouldBe(ProviderErrorCode.Timeout);
        failure.Message.ShouldBe("no complete reply within 60 s");
        failure.MoneySpent.ShouldBe(MoneySpent.Maybe);
        failure.NeverLeft.ShouldBeFalse();
    }

    [Fact]
    public async Task A_submit_that_waits_for_a_connection_until_the_time_limit_never_left()
    {
        var clock = new ManualTimeProvider();
        var arrived = new TaskCompletionSource();
        await using var server = await TestServer.StartAsync(context =>
        {
            arrived.SetResult();
            return context.HangAsync();
        });
        var http = new ProviderHttpOptions { ConnectionsMax = 1, SubmitTimeout = TimeSpan.FromSeconds(60), SynchronousTimeout = TimeSpan.FromSeconds(150) };
        using var provider = Rig.Xai(server.Url, clock, http);
        using var giveUp = new CancellationTokenSource();
        var chat = Reserved.RunAsync(XaiProvider.Id, reservation =>
            provider.Chat.SubmitAsync(new ChatRequest("grok-4.3", [new ChatMessage("user", "hello")]), reservation, giveUp.Token));
        await arrived.Task;

        var submit = provider.SubmitAsync();
        while (clock.NextDue > clock.GetUtcNow() + TimeSpan.FromSeconds(60)) await Task.Yield();
        clock.Advance(TimeSpan.FromSeconds(61));
        var failure = await Rig.FailureOfAsync(submit);

        failure.Code.ShouldBe(ProviderErrorCode.Timeout);
        failure.NeverLeft.ShouldBeTrue();
        failure.MoneySpent.ShouldBe(MoneySpent.No);
        failure.IsRetryable.ShouldBeTrue();
        server.Seen.Count.ShouldBe(1);
        await giveUp.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => chat);
    }

    [Fact]
    public async Task A_refused_connection_never_left()
    {
        await using var server = await TestServer.StartAsync(200);
        var url = server.Url;
        await server.DisposeAsync();
        using var provider = Rig.Xai(url);

        var failure = await Rig.FailureOfAsync(provider.SubmitAsync());

        failure.Code.ShouldBe(ProviderErrorCode.ConnectionRefused);
        failure.NeverLeft.ShouldBeTrue();
        failure.MoneySpent.ShouldBe(MoneySpent.No);
        failure.IsRetryable.ShouldBeTrue();
    }

    [Fact]
    public async Task An_unknown_host_is_a_name_failure_and_never_left()
    {
        using var provider = Rig.Xai(new Uri("https://no-such-host.invalid"));

        var failure = await Rig.FailureOfAsync(provider.SubmitAsync());

        failure.Code.ShouldBe(ProviderErrorCode.DnsFailure);
        failure.NeverLeft.ShouldBeTrue();
        failure.MoneySpent.ShouldBe(MoneySpent.No);
    }

    [Fact]
    public async Task An_untrusted_certificate_is_a_tls_failure_and_never_left()
    {
        using var certificate = Answers.SelfSignedCertificate();
        await using var server = await TestServer.StartAsync(context => context.AnswerAsync(200), certificate);
        using var provider = Rig.Xai(server.Url);

        var failure = await Rig.FailureOfAsync(provider.SubmitAsync());

        failure.Code.ShouldBe(ProviderErrorCode.TlsFailure);
        failure.NeverLeft.ShouldBeTrue();
        failure.MoneySpent.ShouldBe(MoneySpent.No);
        failure.IsRetryable.ShouldBeFalse();
        server.Seen.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_submit_cancelled_before_it_left_is_not_accepted_so_that_no_money_stays_held()
    {
        await using var server = await TestServer.StartAsync(200, """{"request_id":"abc"}""");
        using var provider = Rig.Xai(server.Url);

        var failure = await Rig.FailureOfAsync(provider.SubmitAsync(null, new CancellationToken(canceled: true)));

        failure.Code.ShouldBe(ProviderErrorCode.Cancelled);
        failure.NeverLeft.ShouldBeTrue();
        failure.MoneySpent.ShouldBe(MoneySpent.No);
        server.Seen.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_submit_cancelled_when_it_may_have_left_is_cancelled()
    {
        using var cancel = new CancellationTokenSource();
        await using var server = await TestServer.StartAsync(async context =>
        {
            await cancel.CancelAsync();
            await context.HangAsync();
        });
        using var provider = Rig.Xai(server.Url);

        await Should.ThrowAsync<OperationCanceledException>(() => provider.SubmitAsync(null, cancel.Token));
    }
}
