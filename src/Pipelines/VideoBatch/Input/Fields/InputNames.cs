using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace FunctionsPipeline.Pipelines.VideoBatch.Input;

/// <summary>Forms that specifications and prompts share.</summary>
internal static partial class InputNames
{
    public const string Allowed = "1 to 64 letters, digits, '.', '_' and '-', not beginning with '.' and without '..'";

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

    /// <summary>Ids and project names: safe as one segment of a path.</summary>
    [GeneratedRegex(@"\A(?!\.)(?!.*\.\.)[A-Za-z0-9._-]{1,64}\z")]
    public static partial Regex Form();
}
