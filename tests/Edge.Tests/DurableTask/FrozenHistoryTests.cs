using FunctionsPipeline.Durable;
using FunctionsPipeline.Durable.Engine;
using Microsoft.DurableTask.Protobuf;

namespace FunctionsPipeline.Edge.Tests.DurableTask;

/// <summary>The frozen histories of the pipelines, which the embedded engine replays too: a recipe makes the same calls on both hosts.</summary>
public sealed class FrozenHistoryTests
{
    private static readonly OrchestrationRegistry s_registry = AppCatalog.Create().Registry;

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Histories");

    private static IEnumerable<string> Files => Directory.EnumerateFiles(Folder, "*.json").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    public static TheoryData<string> Histories => [.. Files];

    [Theory]
    [MemberData(nameof(Histories))]
    public void A_frozen_history_leads_to_the_same_calls_and_the_same_end(string file)
    {
        var end = new DurableTaskReplay(s_registry, Read(file)).Run();

        end.ShouldNotBeNull().OrchestrationStatus.ShouldBe(Microsoft.DurableTask.Protobuf.OrchestrationStatus.Completed);
    }

    [Fact]
    public void Every_orchestrator_of_the_catalog_has_a_frozen_history() =>
        Files.Select(file => Read(file).Name).Distinct().Order().ShouldBe(s_registry.Orchestrators.Keys.Order());

    [Fact]
    public void An_altered_history_is_noticed()
    {
        var history = Read("item-refused.json");
        var altered = history.Events.Select(line => line is ActivityScheduled { Name: "VideoBatch.CompleteItem" } call ? call with { Name = "VideoBatch.SomethingElse" } : line);

        var difference = Should.Throw<ShouldAssertException>(() => new DurableTaskReplay(s_registry, history with { Events = [.. altered] }).Run());

        difference.Message.ShouldContain("VideoBatch_SomethingElse");
    }

    private static InstanceHistory Read(string file) => HistoryJson.Read(File.ReadAllText(Path.Combine(Folder, file)));
}
