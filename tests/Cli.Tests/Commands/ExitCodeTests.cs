using FunctionsPipeline.Cli.Output;
using FunctionsPipeline.Cli.Tests.Processes;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Cli.Tests.Commands;

/// <summary>How a run ends is an exit code. Which end each fault of each provider leads to is tested beside the pipelines.</summary>
public sealed class ExitCodeTests : IDisposable
{
    private readonly PipelineHome _home = new();

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData(RunStatus.Succeeded, 0)]
    [InlineData(RunStatus.BudgetStopped, 3)]
    [InlineData(RunStatus.Degraded, 4)]
    [InlineData(RunStatus.Failed, 100)]
    [InlineData(RunStatus.Cancelled, 100)]
    [InlineData(RunStatus.Running, 130)]
    public void Every_status_has_its_code(RunStatus status, int code) => ExitCodes.Of(status).ShouldBe(code);

    [Theory]
    [InlineData("error-before-accept", 4, "assess_fallback")]
    [InlineData("reply-lost", 100, "Nobody can tell whether it was charged")]
    [InlineData("model-refusal", 4, "declined")]
    public async Task A_provider_that_fails_shows_in_the_code_and_in_the_items(string fault, int code, string told)
    {
        await using var simulator = await SimulatorChild.StartWithFaultsAsync(
            $$"""[{ "match": { "operation": "chat", "provider": "gemini", "every": 1 }, "fault": { "kind": "{{fault}}"{{(fault == "error-before-accept" ? ", \"status\": 401" : "")}} } }]""");
        _home.With("GEMINI_BASE_URL", simulator.Url + "/gemini").With("OPENAI_BASE_URL", simulator.Url + "/openai/v1").Write("posts.jsonl", """{"id":"one","text":"Our library now lends out telescopes."}""");

        var ended = await _home.RunAsync(
            "comments", "--input-file", "posts.jsonl", "--no-use-gate", "--no-skip-low-scores", "--embedder", "offline", "--model", "gemini", "--model", "openai", "--requests-per-minute", "6000", "--json");

        var runId = ended.ShouldExitWith(code).Json["runId"]!.GetValue<string>();
        File.ReadAllText(Path.Combine(_home.Path, "runs", runId, "items.jsonl")).ShouldContain(told);
    }
}
