using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using FunctionsPipeline.Cli.Tests.Processes;
using Xunit.Abstractions;

namespace FunctionsPipeline.Cli.Tests;

/// <summary>
/// An episode killed at random moments and taken up by the same command each time, beside one that nobody disturbs. A few kills of a small
/// episode; by hand as many as one likes, with talking heads and a thumbnail:
/// <code>FP_SOAK_EPISODE_KILLS=20 FP_SOAK_SEED=7 ./test --filter FullyQualifiedName~EpisodeKill</code>
/// </summary>
public sealed class EpisodeKillTests(ITestOutputHelper log) : IDisposable
{
    private const int UsualKills = 3;

    private static readonly string Story = Path.Combine(BuiltPrograms.RepositoryRoot, "samples", "episode", "the-dearest-thing.md");

    private readonly PipelineHome _home = new();
    private readonly PipelineHome _undisturbed = new();

    public void Dispose()
    {
        _home.Dispose();
        _undisturbed.Dispose();
    }

    [Fact]
    public async Task However_often_it_is_killed_there_is_one_episode_paid_once_and_the_same_to_the_byte()
    {
        var kills = Number("FP_SOAK_EPISODE_KILLS", UsualKills);
        var seed = Number("FP_SOAK_SEED", 1);
        log.WriteLine($"kills {kills}, seed {seed}");
        string[] size = kills > UsualKills ? ["--size", "180x320"] : ["--size", "128x228", "--no-lip-sync", "--thumbnail", "off"];
        string[] command = ["episode", "--input-file", Story, .. size, "--json"];

        // A provider outlives its clients, so each run has a simulator beside it.
        await using var simulator = await SimulatorChild.StartAsync();
        await using var other = await SimulatorChild.StartAsync();
        _home.WithEpisodeProviders(simulator);
        var undisturbed = _undisturbed.WithEpisodeProviders(other).RunAsync(command);
        var killed = await RunWithKillsAsync(command, kills, new Random(seed));
        var whole = (await undisturbed).ShouldExitWith(0).Json;

        ((int)killed["succeeded"]!).ShouldBe(1, killed.ToJsonString());

        // Killed before its run was written down, the command leaves at most a plan that nobody knows of.
        (await _home.RunAsync("status", "--all", "--json")).ShouldExitWith(0).Json["runs"]!.AsArray().ShouldHaveSingleItem();
        var film = await FilmAsync(killed);
        film.ShouldBe(await FilmAsync(whole));
        (await simulator.PublishedAsync()).ShouldBe([film]);

        var rows = await _home.LedgerAsync();
        var charges = await simulator.ChargesAsync();
        log.WriteLine($"{rows.Count} ledger rows, {charges.Calls.Count} accepted calls, {charges.TotalTicks} ticks, video {film}");
        rows.ShouldAllBe(row => (string)row["state"]! == "settled");
        charges.Calls.Count.ShouldBe(rows.Count);
        charges.TotalTicks.ShouldBe(rows.Sum(row => (long)row["chargedTicks"]!));
        (await _undisturbed.LedgerAsync()).Select(Step).Order().ShouldBe(rows.Select(Step).Order());
        (await other.ChargesAsync()).TotalTicks.ShouldBe(charges.TotalTicks);
    }

    private async Task<JsonObject> RunWithKillsAsync(string[] command, int kills, Random random)
    {
        for (var kill = 1; kill <= kills; kill++)
        {
            await using var process = _home.Start(command);
            var moment = TimeSpan.FromSeconds(1 + (6 * random.NextDouble()));
            if (await process.EndsWithinAsync(moment))
            {
                log.WriteLine($"The episode ended before kill {kill}.");
                return (await process.WaitForEndAsync()).ShouldExitWith(0).Json;
            }

            await process.KillAsync();
            log.WriteLine($"Kill {kill} after {moment.TotalSeconds:0.00} s");
        }

        var finished = await _home.RunAsync(command);
        finished.ExitCode.ShouldBe(0, finished.Error + finished.Output);
        return finished.Json;
    }

    private static async Task<string> FilmAsync(JsonObject run)
    {
        await using var film = File.OpenRead(Path.Combine((string)run["runFolder"]!, "videos", "the-dearest-thing.mp4"));
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(film));
    }

    private static string Step(JsonObject row) => string.Create(CultureInfo.InvariantCulture, $"{(string)row["step"]!} {(int)row["repeat"]!} {(int)row["retry"]!}");

    private static int Number(string variable, int otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
