using System.Text.Json.Nodes;
using FunctionsPipeline.Cli.Tests.Processes;

namespace FunctionsPipeline.Cli.Tests.Commands;

public sealed class CalibrateTests : IDisposable
{
    private readonly PipelineHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task It_writes_operating_points_counts_and_tables_for_the_detectors_asked_for_and_leaves_the_others()
    {
        CopyData("operating-points.json");
        CopyData("detector-accuracy.json");
        var before = Read("operating-points.json");

        var calibrated = await _home.RunAsync(
            "calibrate", "--repository", "tree", "--clips", "clips", "--per-cell", "1", "--footage", "nowhere",
            "--detectors", "flicker", "black", "--controls", "static", "low-texture");

        calibrated.ShouldExitWith(0);
        var accuracy = Read("detector-accuracy.json").AsArray();
        foreach (var id in new[] { "flicker", "black" })
        {
            // One series has three clips from severity 3 on.
            var counts = accuracy.Single(line => line!["detectorId"]!.GetValue<string>() == id)!;
            counts["defectClips"]!.GetValue<int>().ShouldBe(3);
            counts["cleanClips"]!.GetValue<int>().ShouldBe(2);
        }

        var after = Read("operating-points.json");
        after["flicker"]!.GetValue<double>().ShouldBeGreaterThan(0);
        after["warping"]!.ToJsonString().ShouldBe(before["warping"]!.ToJsonString());
        var page = await File.ReadAllTextAsync(_home.File("tree/docs/calibration.md"));
        page.ShouldContain("| flicker ");
        page.ShouldContain("The real footage was absent in this run");
    }

    private static string DataFolder(string root) => Path.Combine(root, "src", "Analysis", "Data");

    private void CopyData(string name)
    {
        Directory.CreateDirectory(DataFolder(_home.File("tree")));
        File.Copy(Path.Combine(DataFolder(BuiltPrograms.RepositoryRoot), name), Path.Combine(DataFolder(_home.File("tree")), name));
    }

    private JsonNode Read(string name) => JsonNode.Parse(File.ReadAllText(Path.Combine(DataFolder(_home.File("tree")), name)))!;
}
