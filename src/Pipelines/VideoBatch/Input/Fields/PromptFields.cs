using FunctionsPipeline.Pipelines.Input;
using System.Text.Json.Nodes;

namespace FunctionsPipeline.Pipelines.VideoBatch.Input;

/// <summary>Every field of a prompt that is written as an object, a map or a CSV row.</summary>
internal static class PromptFields
{
    public static readonly PromptTextField Text = new("text", "What is asked for.");

    public static readonly PromptTextField Prompt = new("prompt", "The same as text.");

    public static readonly TextField Id = new(
        "id", "Own id, unique ignoring case. Default: by position.", InputNames.Form(), InputNames.Allowed);

    public static readonly ChoiceField<ItemPriority> Priority = new("priority", "How soon it starts.", PromptChoices.Priorities);

    public static readonly TextListField Expects = PromptChoices.ExpectsField("What it expects to see.");

    public static readonly IReadOnlyList<InputField> All = [Text, Prompt, Id, Priority, Expects];

    public static readonly CsvColumns Columns = new(All, OneOf: [Prompt, Text], Lists: [Expects]);
}

/// <summary>
/// The words of a prompt. What is wrong inside them is told by <see cref="PromptChecks"/>, in more words than a field has.
/// </summary>
internal sealed class PromptTextField(string name, string description) : InputField<string>(name, description)
{
    public override string Allowed => "text (in quotes where it looks like a number, a truth value or null)";

    public override JsonObject Schema => new() { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = InputLimits.PromptCharactersMax };

    public override bool TryRead(DocumentNode node, out string value)
    {
        value = node.Value;
        return node.Kind == DocumentKind.Text;
    }
}
