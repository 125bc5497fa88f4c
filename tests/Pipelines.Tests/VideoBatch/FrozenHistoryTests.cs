using System.Text.Json.Nodes;
using FunctionsPipeline.Durable;
using FunctionsPipeline.Durable.Engine;
using FunctionsPipeline.Pipelines.Tests.Control;

namespace FunctionsPipeline.Pipelines.Tests.VideoBatch;

/// <summary>
/// Histories of real runs, kept for ever: an orchestrator that no longer fits one would break a run that is under way at a user.
/// Changing an orchestrator means adding a history, never editing one.
/// </summary>
public sealed class FrozenHistoryTests
{
    private static readonly OrchestrationRegistry Registry = ReadCatalog();

    private static string Folder => Path.Combine(RepositoryRoot.Path, "tests", "Pipelines.Tests", "VideoBatch", "Histories");

    public static TheoryData<string> Histories => [.. Directory.EnumerateFiles(Folder, "*.json").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Histories))]
    public void A_frozen_history_replays_to_its_end(string file) =>
        Replay(File.ReadAllText(Path.Combine(Folder, file))).ShouldBe(OrchestrationStatus.Completed);

    [Fact]
    public void Every_orchestrator_of_the_catalog_has_a_frozen_history()
    {
        var names = Directory.EnumerateFiles(Folder, "*.json")
            .Select(file => JsonNode.Parse(File.ReadAllText(file))!["name"]!.GetValue<string>())
            .Distinct();

        names.Order().ShouldBe(Registry.Orchestrators.Keys.Order());
    }

    [Fact]
    public void An_altered_history_is_refused_and_the_step_is_named()
    {
        var history = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "item-refused.json")))!;
        var download = history["events"]!.AsArray().Last(recorded => (string?)recorded!["kind"] == "ActivityScheduled")!;
        var step = (int)download["step"]!;
        download["name"] = "VideoBatch.SomethingElse";

        var refusal = Should.Throw<NonDeterminismException>(() => Replay(history.ToJsonString()));

        refusal.Message.ShouldContain($"step {step}: history has");
        refusal.Message.ShouldContain("VideoBatch.SomethingElse");
        refusal.Message.ShouldContain("VideoBatch.CompleteItem");
    }

    [Fact]
    public void A_history_cut_after_any_turn_replays_to_where_it_was_cut()
    {
        var text = File.ReadAllText(Path.Combine(Folder, "item-succeeded.json"));
        var kinds = JsonNode.Parse(text)!["events"]!.AsArray().Select(recorded => (string)recorded!["kind"]!).ToList();

        // A turn is saved whole: what came in, then what was decided. So a crash leaves a history that ends with a decision.
        var cuts = Enumerable.Range(1, kinds.Count - 1).Where(at => IsDecision(kinds[at - 1]) && !IsDecision(kinds[at])).ToList();
        cuts.Count.ShouldBeGreaterThan(10);
        foreach (var kept in cuts)
        {
            var history = JsonNode.Parse(text)!;
            var list = history["events"]!.AsArray();
            while (list.Count > kept) list.RemoveAt(list.Count - 1);

            Replay(history.ToJsonString()).ShouldBe(OrchestrationStatus.Running, $"{kept} events kept");
        }

        static bool IsDecision(string kind) => kind.EndsWith("Scheduled", StringComparison.Ordinal) || kind.EndsWith("Created", StringComparison.Ordinal);
    }

    /// <summary>What users can run, not a list kept here: a new orchestrator without a history fails a test.</summary>
    private static OrchestrationRegistry ReadCatalog()
    {
        using var world = new PipelineWorld(DateTimeOffset.UnixEpoch);
        return world.OpenHost().Catalog.Registry;
    }

    private static OrchestrationStatus Replay(string historyJson)
    {
        var name = JsonNode.Parse(historyJson)!["name"]!.GetValue<string>();
        return OrchestratorReplayer.Replay(Registry.Orchestrators[name], historyJson);
    }
}
