using System.Text;
using FunctionsPipeline.Cli.Tests.Processes;

namespace FunctionsPipeline.Cli.Tests.BadInput;

/// <summary>Everything wrong with a spec or its prompts is told with file and line before anything is started.</summary>
public sealed class SpecFileTests : IDisposable
{
    private readonly PipelineHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public Task A_missing_spec() => ShouldBeRefusedAsync("nowhere.yaml", "nowhere.yaml: there is no such file");

    [Fact]
    public Task Malformed_yaml() => ShouldBeRefusedAsync(
        _home.Write("bad.yaml", "pipeline: video-batch\nprompts: [a ball\n"), "bad.yaml:3:1: the file is not well-formed YAML");

    [Fact]
    public Task Malformed_json() => ShouldBeRefusedAsync(
        _home.Write("bad.json", "{\"pipeline\": \"video-batch\","), "bad.json:1:", "not well-formed JSON");

    [Fact]
    public Task A_wrong_type() => ShouldBeRefusedAsync(
        _home.Write("type.yaml", "pipeline: video-batch\nprompts: [a ball]\nrepeat: lots\nbudgetUsd: much\n"),
        "type.yaml:3:9: repeat: the value is not allowed; found the text 'lots'",
        "type.yaml:4:12: budgetUsd");

    [Fact]
    public Task An_unknown_field_gets_a_suggestion() => ShouldBeRefusedAsync(
        _home.Write("field.yaml", "pipeline: video-batch\nprompts: [a ball]\nconcurency: 4\n"),
        "field.yaml:3:1: concurency: there is no such field; did you mean 'concurrency'?");

    [Fact]
    public Task Prompts_that_are_empty() => PromptsShouldBeRefusedAsync([], "prompts.txt: the file holds no prompt");

    [Fact]
    public Task A_prompt_line_of_two_megabytes() => PromptsShouldBeRefusedAsync(
        Encoding.UTF8.GetBytes("a ball\n" + new string('x', 2 * 1024 * 1024)), "prompts.txt:2: the line is too long");

    [Fact]
    public Task Prompts_that_are_not_utf8() =>
        // 0xC3 begins a character of two bytes, which "t" does not continue.
        PromptsShouldBeRefusedAsync([.. "a ball\nca"u8, 0xC3, .. "tch\n"u8], "prompts.txt:2", "UTF-8");

    [Fact]
    public Task A_prompt_file_that_is_missing() => ShouldBeRefusedAsync(
        _home.Write("spec.yaml", "pipeline: video-batch\nprompts: nowhere.txt\n"), "spec.yaml:2:10: prompts: there is no such file");

    [Fact]
    public Task Duplicate_ids() => ShouldBeRefusedAsync(
        _home.Write("twice.yaml", "pipeline: video-batch\nprompts:\n  - {id: a, prompt: one}\n  - {id: A, prompt: two}\n"),
        "twice.yaml:4:10: id: the id is already that of the prompt in line 3");

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData(".hidden")]
    public async Task An_id_that_leaves_the_folder(string id)
    {
        await ShouldBeRefusedAsync(
            _home.Write("path.yaml", $"pipeline: video-batch\nprompts:\n  - {{id: '{id}', prompt: one}}\n"),
            "path.yaml:3:10: id: the value is not allowed");
    }

    private async Task PromptsShouldBeRefusedAsync(byte[] prompts, params string[] words)
    {
        await File.WriteAllBytesAsync(_home.File("prompts.txt"), prompts);
        await ShouldBeRefusedAsync(_home.Write("spec.yaml", "pipeline: video-batch\nprompts: prompts.txt\n"), words);
    }

    private async Task ShouldBeRefusedAsync(string spec, params string[] words)
    {
        // A plan checks what a run checks, and starts no simulator.
        var refused = (await _home.RunAsync("plan", spec, "--json")).ShouldExitWith(1);

        var error = refused.Json["error"]!;
        error["code"]!.GetValue<string>().ShouldBe("invalid_input");
        foreach (var word in words) error["message"]!.GetValue<string>().ShouldContain(word);
        refused.Error.ShouldContain("no money was spent");
        Directory.Exists(Path.Combine(_home.Path, "runs")).ShouldBeFalse();
    }
}
