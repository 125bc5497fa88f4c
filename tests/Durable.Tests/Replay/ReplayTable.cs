using FunctionsPipeline.Durable.Engine;
using Microsoft.Extensions.Logging.Abstractions;

namespace FunctionsPipeline.Durable.Tests.Replay;

/// <summary>History in, new lines in, decisions out.</summary>
internal static class ReplayTable
{
    public static readonly ActivityReference<string, string> Download = new("Download");
    public static readonly ActivityReference<string, string> Submit = new("Submit");
    public static readonly OrchestratorReference<string, string> Item = new("Item");
    private static readonly OrchestratorReference<string, string> s_recipe = new("Recipe");

    public static readonly DateTime Noon = new(2026, 11, 1, 12, 0, 0, DateTimeKind.Utc);

    public static ReceivedEvent Started { get; } = new ExecutionStarted(1, 1, "\"in\"", null) { At = Noon };

    /// <summary>What the code decides on the new lines, in words.</summary>
    public static IReadOnlyList<string> Decide(
        Func<OrchestrationContext, string, Task<string>> recipe, IReadOnlyList<HistoryEvent> history, params ReceivedEvent[] news)
    {
        var engine = New(recipe);
        engine.Replay(history);
        var decisions = new List<HistoryEvent>();
        foreach (var line in news)
        {
            if (line.At == default) line.At = Noon;
            if (engine.Accepts(line)) engine.Deliver(line, decisions);
        }

        return [.. decisions.Cast<DecisionEvent>().Select(decision => $"{decision.Step} {decision.Describe()}{Detail(decision)}")];
    }

    public static ReplayEngine New(Func<OrchestrationContext, string, Task<string>> recipe) => new(
        new OrchestrationRegistry().Orchestrator(s_recipe, recipe).Orchestrators["Recipe"],
        new InstanceIdentity("run", "Recipe", null),
        registry: null,
        NullLoggerFactory.Instance);

    private static string Detail(DecisionEvent decision) => decision switch
    {
        TimerCreated timer => $" {timer.FireAt:HH:mm:ss}",
        ExecutionCompleted completed => $" {completed.Output}",
        ActivityScheduled { Attempt: > 1 } again => $" attempt {again.Attempt}",
        _ => "",
    };
}
