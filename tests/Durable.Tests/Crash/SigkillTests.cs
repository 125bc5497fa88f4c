using System.Diagnostics;
using FunctionsPipeline.Durable.Engine;
using Xunit.Abstractions;

namespace FunctionsPipeline.Durable.Tests.Crash;

/// <summary>A real process, really killed, many times on one home.</summary>
public sealed class SigkillTests(ITestOutputHelper output)
{
    private const int Kills = 12;
    private const int Seed = 20261101;

    [Fact]
    public async Task A_process_killed_many_times_ends_its_batch_and_repeats_nothing_that_was_acknowledged()
    {
        using var home = new TemporaryFolder();
        output.WriteLine($"seed {Seed}");
        var random = new Random(Seed);
        var acknowledged = new HashSet<string>();
        for (var kill = 0; kill < Kills; kill++)
        {
            var seen = ReadCalls(home).Count;
            await RunUntilCallAsync(home.Path, random.Next(1, 25));
            foreach (var call in ReadCalls(home).Skip(seen)) acknowledged.ShouldNotContain(call, $"after kill {kill}");
            acknowledged.UnionWith(await CompletedAsync(home.Path));
        }

        var before = ReadCalls(home).Count;
        var last = await RunUntilCallAsync(home.Path, int.MaxValue);

        const int Items = VictimProgram.Chunks * VictimProgram.ItemsPerChunk;
        last.ShouldBe($"Completed {Items * (Items - 1) / 2}");
        ReadCalls(home).Skip(before).Intersect(acknowledged).ShouldBeEmpty();
        ReadCalls(home).Distinct().Count().ShouldBe(Items);
        output.WriteLine($"{acknowledged.Count} calls were on disk at the last kill; {ReadCalls(home).Count - Items} of {Items} were made again.");
    }

    [Fact]
    public async Task A_second_process_is_told_who_owns_the_home_and_can_still_end_its_instances()
    {
        using var home = new TemporaryFolder();
        using var victim = Start(home.Path, callTimeMs: 500);
        await victim.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60));

        Should.Throw<HomeInUseException>(() => EmbeddedEngine.Open(new EngineOptions { Home = home.Path }, new OrchestrationRegistry()))
            .ProcessId.ShouldBe(victim.Id);
        await using (var client = new EmbeddedClient(home.Path, TimeProvider.System))
        {
            (await client.TerminateAsync("batch", "enough", CancellationToken.None)).ShouldBeTrue();
            (await client.WaitForCompletionAsync("batch", CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(60))).Status.ShouldBe(OrchestrationStatus.Terminated);
        }

        var rest = await victim.StandardOutput.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(60));
        rest.TrimEnd().ShouldEndWith("Terminated");
        await victim.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        HomeLock.Acquire(home.Path, TimeProvider.System).Dispose();
    }

    /// <summary>Runs the victim until it has made so many calls, then kills it; returns its last line.</summary>
    private static async Task<string> RunUntilCallAsync(string home, int calls)
    {
        using var victim = Start(home, callTimeMs: 2);
        var last = "";
        try
        {
            for (var call = 0; call < calls && await victim.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60)) is { } line; call++) last = line;
        }
        finally
        {
            // SIGKILL: nothing in the process gets to run after it.
            if (calls < int.MaxValue) victim.Kill();
            await victim.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        }

        return last;
    }

    private static Process Start(string home, int callTimeMs)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(VictimProgram).Assembly.Location, home, $"{callTimeMs}"]) { RedirectStandardOutput = true };
        return Process.Start(start)!;
    }

    private static async Task<IReadOnlyList<string>> CompletedAsync(string home)
    {
        await using var client = new EmbeddedClient(home, TimeProvider.System);
        var completed = new List<string>();
        await foreach (var state in client.ListAsync("", CancellationToken.None))
        {
            completed.AddRange(client.ReadHistory(state.InstanceId)!.Events.OfType<ActivityCompleted>().Select(line => $"{state.InstanceId} {line.Step}"));
        }

        return completed;
    }

    private static List<string> ReadCalls(TemporaryFolder home)
    {
        var path = home.File(VictimProgram.CallsFile);

        // The last line may have been cut off by the kill.
        return File.Exists(path) ? [.. File.ReadAllText(path).Split('\n').SkipLast(1)] : [];
    }
}
