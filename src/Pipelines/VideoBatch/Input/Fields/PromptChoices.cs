using System.Text.Json.Nodes;
using FunctionsPipeline.Pipelines.Input;

namespace FunctionsPipeline.Pipelines.VideoBatch.Input;

/// <summary>Choices that a batch's specification and its prompts share.</summary>
internal static class PromptChoices
{
    public static readonly (string Name, ItemPriority Value)[] Priorities =
        [("high", ItemPriority.High), ("normal", ItemPriority.Normal), ("low", ItemPriority.Low)];

    /// <summary>What a prompt may expect to see. <c>ballistic</c>: what is loose moves freely under gravity.</summary>
    public static readonly IReadOnlyList<string> Expectations = ["ballistic"];

    public static TextListField ExpectsField(string description) => new(
        "expects",
        description,
        Expectations.Contains,
        $"a list, each entry once, of {string.Join(", ", Expectations)}",
        new JsonObject { ["enum"] = new JsonArray([.. Expectations.Select(name => (JsonNode)name)]) });
}
