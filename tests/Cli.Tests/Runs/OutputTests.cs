using System.Text.Json.Nodes;
using System.Xml.Linq;
using FunctionsPipeline.Cli.Tests.Processes;

namespace FunctionsPipeline.Cli.Tests.Runs;

public sealed class OutputTests : IDisposable
{
    private readonly PipelineHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task A_run_is_written_to_every_file_asked_for_at_its_end()
    {
        await using var simulator = await SimulatorChild.StartAsync();

        var ended = (await _home.With(simulator).RunAsync(
            "run", _home.WriteSpec(2), "--json", "-o", "run.json", "-o", "items.jsonl", "--output", "items.csv", "-o", "run.junit.xml", "-o", "run.html", "-o", "run.yaml")).ShouldExitWith(0);

        var runId = ended.Json["runId"]!.GetValue<string>();
        JsonNode.Parse(Read("run.json"))!["runId"]!.GetValue<string>().ShouldBe(runId);
        Read("items.jsonl").ShouldBe(File.ReadAllText(Path.Combine(_home.Path, "runs", runId, "items.jsonl")));
        Read("items.csv").Split("\r\n").Length.ShouldBe(4);
        XDocument.Parse(Read("run.junit.xml")).Descendants("testcase").Count().ShouldBe(2);
        Read("run.html").ShouldContain($"{runId}/items.jsonl\"");
        Read("run.yaml").ShouldContain($"runId: \"{runId}\"");
        Directory.GetFiles(_home.WorkingFolder, "*.unfinished").ShouldBeEmpty();
    }

    [Fact]
    public async Task Status_writes_the_files_of_an_earlier_run_over_old_ones()
    {
        await using var simulator = await SimulatorChild.StartAsync();
        (await _home.With(simulator).RunAsync("run", _home.WriteSpec(1))).ShouldExitWith(0);
        _home.Write("items.csv", "an older file");

        var status = (await _home.RunAsync("status", "-o", "items.csv")).ShouldExitWith(0);

        status.Error.ShouldContain("Written: " + _home.File("items.csv"));
        Read("items.csv").ShouldStartWith("id,promptId,variant");
    }

    [Theory]
    [InlineData("run.pdf", "allowed are .json, .jsonl, .csv, .junit.xml, .xml, .html, .yaml, .yml, .md.")]
    [InlineData("nowhere/run.csv", "its folder does not exist")]
    [InlineData("folder.csv", "which is a folder")]
    public async Task A_file_that_cannot_be_written_is_refused_before_anything_is_started(string file, string message)
    {
        Directory.CreateDirectory(_home.File("folder.csv"));

        var refused = (await _home.RunAsync("run", _home.WriteSpec(1), "-o", "good.json", "-o", file)).ShouldExitWith(1);

        refused.Error.ShouldContain(message);
        Directory.Exists(_home.Path).ShouldBeFalse();
    }

    [Fact]
    public async Task A_file_that_became_unwritable_does_not_cost_the_run()
    {
        await using var simulator = await SimulatorChild.StartAsync();
        (await _home.With(simulator).RunAsync("run", _home.WriteSpec(1))).ShouldExitWith(0);

        // Longer than a file's name may be, which only the disk knows.
        var failed = (await _home.RunAsync("status", "--json", "-o", new string('x', 300) + ".csv")).ShouldExitWith(1);

        failed.Json["error"]!["code"]!.GetValue<string>().ShouldBe("output_not_written");
        failed.Error.ShouldContain("The run itself is kept.");
    }

    [Fact]
    public async Task A_list_of_runs_is_not_written_to_a_file() =>
        (await _home.RunAsync("status", "--all", "-o", "runs.json")).ShouldExitWith(1).Error.ShouldContain("it does not go with --all");

    private string Read(string name) => File.ReadAllText(_home.File(name));
}
