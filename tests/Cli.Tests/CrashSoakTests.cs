using System.Globalization;
using System.Text.Json.Nodes;
using FunctionsPipeline.Cli.Tests.Processes;
using Xunit.Abstractions;

namespace FunctionsPipeline.Cli.Tests;

/// <summary>
/// A run against a simulator that plays every fault there is, killed at random moments and taken up by the same command each time. In the
/// end the simulator's own account of what it charged is held against the ledger. The size is raised by hand:
/// <code>FP_SOAK_ITEMS=500 FP_SOAK_KILLS=20 FP_SOAK_SEED=7 ./test --filter FullyQualifiedName~CrashSoak</code>
/// </summary>
public sealed class CrashSoakTests(ITestOutputHelper log) : IDisposable
{
    private readonly PipelineHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Nothing_is_lost_and_nothing_paid_twice_however_often_the_run_is_killed()
    {
        var items = Number("FP_SOAK_ITEMS", 60);
        var kills = Number("FP_SOAK_KILLS", 5);
        var seed = Number("FP_SOAK_SEED", 1);
        log.WriteLine($"items {items}, kills {kills}, seed {seed}");
        await using var simulator = await SimulatorChild.StartAsync(
            "--faults", "mixed", "--seed", seed.ToString(CultureInfo.InvariantCulture), "--rate-limit", "10", "--clips", "full");
        _home.With(simulator);
        var spec = _home.WriteSpec(items, "concurrency: 100\nbudgetUsd: 500");

        var summary = await RunWithKillsAsync(spec, kills, new Random(seed));

        summary["unfinished"]!.GetValue<int>().ShouldBe(0);
        summary["total"]!.GetValue<int>().ShouldBe(items);
        var charges = await simulator.ChargesAsync();
        var rows = await _home.LedgerAsync();
        EveryShortfallShouldBeAnUnknownRow(charges, rows);
        NoPromptShouldBeChargedMoreOftenThanTheLedgerSays(charges, rows);

        await ResolveAsync(charges, rows);

        var resolved = (await _home.RunAsync("status", "--json")).ShouldExitWith(0).Json["cost"]!;
        resolved["spentTicks"]!.GetValue<long>().ShouldBe((await simulator.ChargesAsync()).TotalTicks);
        resolved["reservedTicks"]!.GetValue<long>().ShouldBe(0);
    }

    private static int Number(string variable, int otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    private async Task<JsonObject> RunWithKillsAsync(string spec, int kills, Random random)
    {
        for (var kill = 1; kill <= kills; kill++)
        {
            await using var process = _home.Start("run", spec, "--json");
            // The first second is the start of the program; what is interesting comes after.
            var moment = TimeSpan.FromSeconds(0.5 + (3.5 * random.NextDouble()));
            if (await process.EndsWithinAsync(moment))
            {
                log.WriteLine($"The run ended before kill {kill}.");
                return (await process.WaitForEndAsync()).Json;
            }

            await process.KillAsync();
            log.WriteLine($"Kill {kill} after {moment.TotalSeconds:0.00} s");
        }

        var finished = await _home.RunAsync("run", spec, "--json");
        finished.ExitCode.ShouldBeOneOf(0, 100);
        return finished.Json;
    }

    private static void EveryShortfallShouldBeAnUnknownRow(Charges charges, IReadOnlyList<JsonObject> rows)
    {
        var known = rows.Select(RequestId).ToHashSet();
        var unknown = rows.Where(IsUnknown).GroupBy(PromptHash).ToDictionary(group => group.Key, group => group.Count());
        foreach (var orphans in charges.Calls.Where(call => !known.Contains(call.RequestId)).GroupBy(call => call.PromptHash))
        {
            orphans.Count().ShouldBeLessThanOrEqualTo(unknown.GetValueOrDefault(orphans.Key), $"accepted calls that the ledger knows nothing of: {orphans.First()}");
        }
    }

    private static void NoPromptShouldBeChargedMoreOftenThanTheLedgerSays(Charges charges, IReadOnlyList<JsonObject> rows)
    {
        var settled = rows.Where(row => !IsUnknown(row) && row["chargedTicks"]?.GetValue<long>() > 0).Select(RequestId).ToList();
        settled.Count.ShouldBe(settled.Distinct().Count());
        foreach (var charged in charges.Calls.Where(call => call.IsCharged).GroupBy(call => call.PromptHash))
        {
            charged.Count().ShouldBeLessThanOrEqualTo(rows.Count(row => PromptHash(row) == charged.Key));
        }
    }

    /// <summary>Plays the person who reads the provider's bill.</summary>
    private async Task ResolveAsync(Charges charges, IReadOnlyList<JsonObject> rows)
    {
        var known = rows.Select(RequestId).ToHashSet();
        var orphans = charges.Calls.Where(call => !known.Contains(call.RequestId)).ToList();
        foreach (var row in rows.Where(IsUnknown))
        {
            var call = charges.Calls.FirstOrDefault(candidate => candidate.RequestId == RequestId(row))
                ?? orphans.Find(candidate => candidate.PromptHash == PromptHash(row));
            if (call is not null) orphans.Remove(call);
            string[] word = call is { IsCharged: true }
                ? ["--charged-ticks", call.Ticks.ToString(CultureInfo.InvariantCulture), "--request-id", call.RequestId]
                : ["--not-charged"];
            (await _home.RunAsync(["ledger", "resolve", row["callId"]!.GetValue<string>(), .. word])).ShouldExitWith(0);
        }

        log.WriteLine($"{charges.Calls.Count} calls accepted, {rows.Count} ledger rows, {rows.Count(IsUnknown)} unknown rows resolved");
        orphans.ShouldBeEmpty();
    }

    private static bool IsUnknown(JsonObject row) => row["state"]!.GetValue<string>() == "unknown";

    private static string? RequestId(JsonObject row) => row["requestId"]?.GetValue<string>();

    private static string PromptHash(JsonObject row) => row["promptHash"]!.GetValue<string>();
}
