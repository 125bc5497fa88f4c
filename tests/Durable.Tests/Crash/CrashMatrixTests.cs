using FunctionsPipeline.Durable.Engine;

namespace FunctionsPipeline.Durable.Tests.Crash;

/// <summary>
/// One script that uses everything, ended before and after every operation on the store that it makes. Whatever the point,
/// the next engine on the same file ends it with the same output, and what was acknowledged is not done again.
/// </summary>
public sealed class CrashMatrixTests
{
    private readonly CrashScript _script = new();

    /// <summary>Operations of <see cref="IHistoryStore"/> by which the engine runs. A new one that is not listed fails <see cref="No_operation_of_the_store_is_without_a_crash"/>.</summary>
    private static readonly string[] s_operations =
    [
        nameof(IHistoryStore.CreateAsync), nameof(IHistoryStore.CommitTurnAsync), nameof(IHistoryStore.AddToInboxAsync), nameof(IHistoryStore.TerminateAsync),
        nameof(IHistoryStore.PurgeAsync), nameof(IHistoryStore.ReadInbox), nameof(IHistoryStore.ListUnfinished), nameof(IHistoryStore.Find),
        nameof(IHistoryStore.LoadHistory),
    ];

    private static readonly string[] s_readsForOutsiders = [nameof(IHistoryStore.List)];

    public static TheoryData<string, CrashSide> Points()
    {
        var points = new TheoryData<string, CrashSide>();
        foreach (var operation in s_operations)
        {
            points.Add(operation, CrashSide.Before);
            points.Add(operation, CrashSide.After);
        }

        return points;
    }

    [Fact]
    public void No_operation_of_the_store_is_without_a_crash() =>
        typeof(IHistoryStore).GetMethods().Select(method => method.Name).ShouldBe([.. s_operations, .. s_readsForOutsiders], ignoreOrder: true);

    [Theory]
    [MemberData(nameof(Points))]
    public async Task Ended_at_any_call_of_an_operation_the_script_is_finished_by_the_next_engine(string operation, CrashSide side)
    {
        for (var occurrence = 1; ; occurrence++)
        {
            await using var home = new EngineHome { Registry = _script.Registry };
            var point = new CrashPoint(operation, side, occurrence);
            _script.Reset();

            // The first engine leaves something to take up; the second one, which loads it, is the one that crashes.
            await _script.BeginAsync(await home.StartAsync());
            await home.IdleAsync();
            await home.Engine.StopAsync(drain: false);
            CrashingStore? store = null;
            home.WrapStore = inner => store = new CrashingStore(inner, point);
            var crashed = !await FinishedAsync(home);
            home.WrapStore = inner => inner;
            if (!crashed)
            {
                store!.Counts.GetValueOrDefault(operation).ShouldBeLessThan(occurrence, $"{point} was passed without a crash");
                occurrence.ShouldBeGreaterThan(1, $"the script never calls {operation}");
                return;
            }

            await home.Engine.StopAsync(drain: false);
            var acknowledged = await _script.AcknowledgedAsync(home);
            (await FinishedAsync(home)).ShouldBeTrue(point.ToString());
            await _script.CheckAsync(home, acknowledged, point.ToString());
        }
    }

    /// <summary>Runs the script to its end. False when the engine crashed on the way.</summary>
    private async Task<bool> FinishedAsync(EngineHome home)
    {
        try
        {
            await home.StartAsync();
            await _script.FinishAsync(home);
            return true;
        }
        catch (Exception error) when (error is CrashException || error.InnerException is CrashException)
        {
            return false;
        }
    }
}
