using System.Text.Json.Nodes;
using FunctionsPipeline.Cli.Tests.Processes;

namespace FunctionsPipeline.Cli.Tests.Runs;

/// <summary>The command <c>images</c> as a person uses it, against the built-in simulator.</summary>
public sealed class ImagesTests : IDisposable
{
    private const string Prompts = """
        - id: fox
          prompt: A red fox in fresh snow
        - id: teapot
          prompt: A blue porcelain teapot on a wooden table

        """;

    private readonly PipelineHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Prompts_become_judged_images_in_the_folder_that_was_asked_for()
    {
        _home.Write("prompts.yaml", Prompts);

        var run = (await _home.RunAsync("images", "--input-file", "prompts.yaml", "--output-dir", "made", "--iterations", "2", "--requests-per-minute", "6000", "--json")).ShouldExitWith(0).Json;

        foreach (var id in new[] { "fox", "teapot" })
        {
            var folder = Path.Combine(_home.WorkingFolder, "made", "results", id);
            var summary = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "summary.json")))!;
            foreach (var image in summary["images"]!.AsArray())
            {
                var number = image!["iteration"]!.GetValue<int>();
                new FileInfo(Path.Combine(folder, (string)image["file"]!)).Length.ShouldBe(image["bytes"]!.GetValue<long>());
                foreach (var ending in new[] { "results.json", "results.yaml", "evaluation.json" }) File.Exists(Path.Combine(folder, $"iteration_{number}_{ending}")).ShouldBeTrue();
            }
        }

        var runFolder = (string)run["runFolder"]!;
        await using var check = _home.StartProgram("bash", "-c", $"cd '{runFolder}' && sha256sum -c manifest.sha256 --quiet");
        (await check.WaitForEndAsync()).ShouldExitWith(0);
        (await File.ReadAllTextAsync(Path.Combine(runFolder, "report.html"))).ShouldContain("results/fox/iteration_1.png");
    }

    [Fact]
    public async Task A_fork_with_one_edited_prompt_pays_for_that_prompt_alone()
    {
        string[] flags = ["--iterations", "2", "--requests-per-minute", "6000", "--json"];
        _home.Write("prompts.yaml", Prompts);
        var first = (await _home.RunAsync(["images", "--input-file", "prompts.yaml", .. flags])).ShouldExitWith(0).Json;
        _home.Write("edited.yaml", Prompts.Replace("blue porcelain", "white porcelain", StringComparison.Ordinal));

        var fork = (await _home.RunAsync(["images", "--input-file", "edited.yaml", "--fork", (string)first["runId"]!, .. flags])).ShouldExitWith(0).Json;

        (await _home.LedgerAsync()).ShouldAllBe(call => (string)call["itemId"]! == "teapot");
        var taken = (await _home.RunAsync("explain", "fox", "image", "--run", (string)fork["runId"]!, "--json")).ShouldExitWith(0).Json["steps"]![0]!;
        ((string)taken["takenFrom"]!).ShouldBe((string)first["runId"]!);
    }

    [Fact]
    public async Task A_broken_file_of_prompts_is_refused_where_it_is_broken()
    {
        _home.Write("prompts.yaml", "- id: fox\n  promt: A red fox\n");

        (await _home.RunAsync("images", "--input-file", "prompts.yaml")).ShouldExitWith(1).Error.ShouldContain("prompts.yaml:2:3: promt: there is no such field; did you mean 'prompt'?");
    }
}
