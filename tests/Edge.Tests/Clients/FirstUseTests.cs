using FunctionsPipeline.AzureStorage.Clients;

namespace FunctionsPipeline.Edge.Tests.Clients;

public sealed class FirstUseTests
{
    private int _makings;

    [Fact]
    public async Task What_many_use_first_is_made_once()
    {
        var release = new TaskCompletionSource();
        var first = new FirstUse(_ =>
        {
            _makings++;
            return release.Task;
        });

        var users = Enumerable.Range(0, 10).Select(_ => first.EnsureAsync("runs", default)).ToList();
        users.ShouldAllBe(user => !user.IsCompleted);
        release.SetResult();
        await Task.WhenAll(users);
        await first.EnsureAsync("runs", default);

        _makings.ShouldBe(1);
    }

    [Fact]
    public async Task A_making_that_failed_or_ended_early_is_tried_again_by_the_next()
    {
        var first = new FirstUse(_ => ++_makings switch
        {
            1 => Task.FromException(new IOException("The account was away.")),
            2 => Task.FromCanceled(new CancellationToken(canceled: true)),
            _ => Task.CompletedTask,
        });

        await Should.ThrowAsync<IOException>(() => first.EnsureAsync("runs", default));
        await Should.ThrowAsync<OperationCanceledException>(() => first.EnsureAsync("runs", default));
        await first.EnsureAsync("runs", default);
        await first.EnsureAsync("runs", default);

        _makings.ShouldBe(3);
    }

    [Fact]
    public async Task A_user_that_gives_up_ends_nobody_elses_wait()
    {
        var release = new TaskCompletionSource();
        var first = new FirstUse(_ => release.Task);
        using var impatience = new CancellationTokenSource();
        var impatient = first.EnsureAsync("runs", impatience.Token);
        var patient = first.EnsureAsync("runs", default);

        await impatience.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => impatient);
        patient.IsCompleted.ShouldBeFalse();
        release.SetResult();

        await patient;
    }
}
