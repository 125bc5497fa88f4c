using FunctionsPipeline.Cli.Tests.Processes;

namespace FunctionsPipeline.Cli.Tests.Runs;

/// <summary><c>--output-dir</c>: a copy of what a run gave, whole files or none.</summary>
public sealed class OutputDirectoryTests : IDisposable
{
    private readonly PipelineHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Suggestions_are_copied_as_they_are_in_the_folder_of_the_run()
    {
        var run = (await CommentsAsync("out/replies")).ShouldExitWith(0).Json;

        var copies = Directory.GetFiles(_home.File("out/replies"));
        copies.Select(Path.GetFileName).ShouldBe(["suggestions.csv", "suggestions.jsonl", "suggestions.md"], ignoreOrder: true);
        foreach (var copy in copies) File.ReadAllBytes(copy).ShouldBe(File.ReadAllBytes(Path.Combine((string)run["runFolder"]!, Path.GetFileName(copy))));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_told_and_the_run_is_kept()
    {
        _home.Write("out", "a file stands where the folder would be");

        var ended = (await CommentsAsync("out")).ShouldExitWith(1);

        ended.Error.ShouldContain("The results could not be copied to out");
        ended.Error.ShouldContain("The run itself is kept in");
        Directory.GetFiles(_home.Path, "suggestions.md", SearchOption.AllDirectories).ShouldHaveSingleItem();
    }

    private Task<Finished> CommentsAsync(string directory)
    {
        _home.Write("posts.jsonl", """{"id":"a","text":"Our town library now lends out telescopes."}""");
        return _home.RunAsync("comments", "--input-file", "posts.jsonl", "--embedder", "offline", "--requests-per-minute", "6000", "--output-dir", directory, "--json");
    }
}
