using System.Net.Http.Headers;
using FunctionsPipeline.Cli.Tests.Processes;

namespace FunctionsPipeline.Api.Tests.Serving;

/// <summary>The process behind the API: its token, its end, its death.</summary>
public sealed class HostTests : IAsyncLifetime
{
    private readonly ServedHome _served = new();

    public Task InitializeAsync() => _served.InitializeAsync();

    public Task DisposeAsync() => _served.DisposeAsync();

    [Fact]
    public async Task Killed_in_the_middle_it_goes_on_at_the_next_start_and_pays_for_nothing_twice()
    {
        var run = await _served.StartRunAsync(12, "\"concurrency\":4,\"jitter\":\"0s..1s\"");
        await _served.Simulator.WaitForCallsAsync(5);
        await _served.Process.KillAsync();

        await _served.StartAsync();
        var ended = await _served.FollowToEndAsync(run);

        ended["progress"]!["ended"]!.GetValue<int>().ShouldBe(12);
        var charges = await _served.Simulator.ChargesAsync();
        charges.Calls.Where(call => call.IsCharged).GroupBy(call => call.PromptHash).ShouldAllBe(calls => calls.Count() == 1);
        var spent = ended["progress"]!["spentTicks"]!.GetValue<long>();
        var unknown = ended["progress"]!["unknownCalls"]!.GetValue<int>();
        if (unknown == 0) spent.ShouldBe(charges.TotalTicks);
        else spent.ShouldBeLessThan(charges.TotalTicks + 1);
    }

    [Fact]
    public async Task Asked_to_end_it_ends_well_and_goes_on_at_the_next_start()
    {
        var run = await _served.StartRunAsync(6, "\"concurrency\":2,\"jitter\":\"0s..1s\"");
        await _served.Simulator.WaitForCallsAsync(2);

        _served.Process.Terminate();
        (await _served.Process.WaitForEndAsync()).ShouldExitWith(0);

        await _served.StartAsync();
        (await _served.FollowToEndAsync(run))["status"]!.GetValue<string>().ShouldBe("succeeded");
        (await _served.Simulator.ChargesAsync()).Calls.Count.ShouldBe(6);
    }

    [Fact]
    public void Its_token_can_be_read_by_its_owner_only() =>
        File.GetUnixFileMode(Path.Combine(_served.Path, "api-token")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);

    [Fact]
    public async Task The_token_stays_the_same_over_a_restart_and_is_in_no_log()
    {
        var token = _served.Token;
        await _served.StartRunAsync(1);
        _served.Process.Terminate();
        var ended = await _served.Process.WaitForEndAsync();

        await _served.StartAsync();

        _served.Token.ShouldBe(token);
        ended.Error.ShouldNotContain(token);
        foreach (var log in Directory.EnumerateFiles(Path.Combine(_served.Path, "logs"))) ReadShared(log).ShouldNotContain(token);
    }

    [Fact]
    public async Task A_signal_that_comes_as_soon_as_it_listens_ends_it()
    {
        _served.Process.Terminate();
        await _served.Process.WaitForEndAsync();
        await using var early = _served.Home.Start(["serve", "--port", "0", "--json"]);
        await early.Output.WaitForAsync("\"listening\"");

        early.Terminate();

        (await early.WaitForEndAsync()).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task A_token_file_that_others_can_read_is_refused()
    {
        _served.Process.Terminate();
        await _served.Process.WaitForEndAsync();
        File.SetUnixFileMode(Path.Combine(_served.Path, "api-token"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);

        var refused = await _served.Home.RunAsync("serve", "--port", "0");

        refused.ShouldExitWith(2).Error.ShouldContain("chmod 600");
    }

    [Fact]
    public async Task A_token_that_was_given_takes_the_place_of_the_homes_own()
    {
        _served.Process.Terminate();
        await _served.Process.WaitForEndAsync();
        await _served.StartAsync("--token", "a-token-of-my-own");

        (await _served.PostAsync("api/runs", ServedHome.Spec(1))).ShouldBeProblem(401, "token_missing");
        _served.Writer.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "a-token-of-my-own");
        (await _served.PostAsync("api/runs", ServedHome.Spec(1))).Status.ShouldBe(202);

        (await _served.Home.RunAsync("serve", "--token", "short", "--port", "0")).ShouldExitWith(1).Error.ShouldContain("16 or more");
    }

    [Fact]
    public async Task A_second_host_on_the_same_home_is_told_of_the_first() =>
        (await _served.Home.RunAsync("serve", "--port", "0")).ShouldExitWith(1).Error.ShouldContain("home");

    private static string ReadShared(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
