using System.Diagnostics;
using System.Text.Json;

namespace FunctionsPipeline.Simulator.Tests;

public sealed class ProgramTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task It_prints_one_line_with_address_and_process_id_and_ends_on_a_signal()
    {
        using var program = Start("--port", "0", "--time-scale", "0");
        var line = await program.StandardOutput.ReadLineAsync();
        using var listening = JsonDocument.Parse(line!);
        listening.RootElement.EnumerateObject().Select(field => field.Name).ShouldBe(["listening", "pid"]);
        listening.RootElement.GetProperty("pid").GetInt32().ShouldBe(program.Id);
        using var client = new HttpClient();
        (await client.GetStringAsync(listening.RootElement.Text("listening") + "/_sim/health")).ShouldContain("\"status\":\"ok\"");

        using (var kill = Process.Start("kill", ["-TERM", program.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)])) await kill.WaitForExitAsync();
        (await program.StandardOutput.ReadToEndAsync()).ShouldBeEmpty();
        (await EndAsync(program)).ShouldBe(0);
    }

    [Theory]
    [InlineData("--port", "99999", "--port must be a whole number from 0 to 65535; it is '99999'.")]
    [InlineData("--time-scale", "fast", "--time-scale must be a number")]
    [InlineData("--latency", "5..2", "--latency must be MIN..MAX")]
    [InlineData("--clips", "some", "--clips must be full or canned")]
    [InlineData("--trap-chance", "2", "--trap-chance must be a number from 0 to 1")]
    [InlineData("--colour", "red", "--colour")]
    [InlineData("--faults", "/no/such/file", "/no/such/file")]
    [InlineData("--parent-pid", "me", "--parent-pid must be")]
    public async Task A_bad_flag_is_told_on_standard_error_and_ends_with_1(string flag, string value, string message)
    {
        using var program = Start(flag, value);
        var error = await program.StandardError.ReadToEndAsync();
        (await program.StandardOutput.ReadToEndAsync()).ShouldBeEmpty();
        (await EndAsync(program)).ShouldBe(1);
        error.ShouldContain(message);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_told()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        var options = SimulatorUnderTest.Instant with { Port = simulator.Address.Port };
        var refusal = await Should.ThrowAsync<StartException>(() => SimulatorUnderTest.StartAsync(options));
        refusal.Message.ShouldContain("cannot be listened on");
    }

    [Fact]
    public async Task It_ends_with_its_parent()
    {
        using var parent = Process.Start("sleep", ["600"]);
        using var program = Start("--parent-pid", parent.Id.ToString(System.Globalization.CultureInfo.InvariantCulture));
        (await program.StandardOutput.ReadLineAsync()).ShouldNotBeNull();
        parent.Kill();
        (await EndAsync(program)).ShouldBe(0);
    }

    [Fact]
    public async Task A_successor_takes_the_journal_over_when_the_one_before_has_noticed_its_parents_death()
    {
        using var journal = new TemporaryFile();
        using var parent = Process.Start("sleep", ["600"]);
        using var program = Start("--journal", journal.Path, "--parent-pid", parent.Id.ToString(System.Globalization.CultureInfo.InvariantCulture));
        (await program.StandardOutput.ReadLineAsync()).ShouldNotBeNull();
        parent.Kill();

        using var successor = Start("--journal", journal.Path, "--parent-pid", Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture));
        (await successor.StandardOutput.ReadLineAsync()).ShouldNotBeNull();
        (await EndAsync(program)).ShouldBe(0);
        successor.Kill();
    }

    [Fact]
    public async Task The_clips_of_one_that_was_killed_are_swept_up_by_the_next()
    {
        using var program = Start("--clips", "canned");
        (await program.StandardOutput.ReadLineAsync()).ShouldNotBeNull();
        string[] FoldersOfProgram() => Directory.GetDirectories(Path.GetTempPath(), $"functions-pipeline-simulator-{program.Id}-*");
        FoldersOfProgram().Length.ShouldBe(1);
        program.Kill();
        await EndAsync(program);

        await using var next = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        await next.MakeVideoAsync("a ball");
        FoldersOfProgram().ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_ffmpeg_it_says_how_to_get_it()
    {
        using var empty = new TemporaryFile();
        var start = StartInfo();
        start.Environment["PATH"] = Path.GetDirectoryName(empty.Path);
        using var program = Process.Start(start)!;
        (await program.StandardError.ReadToEndAsync()).ShouldContain("apt-get install ffmpeg");
        (await EndAsync(program)).ShouldBe(1);
    }

    private static Process Start(params string[] arguments)
    {
        var start = StartInfo();
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    private static ProcessStartInfo StartInfo()
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(typeof(SimulatorHost).Assembly.Location);
        return start;
    }

    private static async Task<int> EndAsync(Process program)
    {
        using var patience = new CancellationTokenSource(Patience);
        await program.WaitForExitAsync(patience.Token);
        return program.ExitCode;
    }
}
