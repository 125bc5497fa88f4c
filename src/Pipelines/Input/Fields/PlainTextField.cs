using System.Globalization;
using System.Text.Json.Nodes;

namespace FunctionsPipeline.Pipelines.Input;

/// <summary>Text of a bounded length, without control characters other than line ends and tabs.</summary>
internal sealed class PlainTextField(string name, string description, int charactersMax) : InputField<string>(name, description)
{
    public override string Allowed => string.Create(CultureInfo.InvariantCulture, $"text of 1 to {charactersMax} characters");

    public override JsonObject Schema => new() { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = charactersMax };

    public override bool TryRead(DocumentNode node, out string value)
    {
        value = node.Value.Trim();
        return node.Kind is DocumentKind.Text or DocumentKind.Number && value.Length > 0 && value.Length <= charactersMax
            && !value.Any(character => char.IsControl(character) && character is not ('\n' or '\r' or '\t'));
    }
}

/// <summary>A whole number from 0. CSV brings it as text.</summary>
internal sealed class CountField(string name, string description, long max = long.MaxValue) : InputField<long>(name, description)
{
    public override string Allowed => max == long.MaxValue ? "a whole number from 0" : string.Create(CultureInfo.InvariantCulture, $"a whole number from 0 to {max}");

    public override JsonObject Schema
    {
        get
        {
            var schema = new JsonObject { ["type"] = "integer", ["minimum"] = 0 };
            if (max != long.MaxValue) schema["maximum"] = max;
            return schema;
        }
    }

    public override bool TryRead(DocumentNode node, out long value)
    {
        value = 0;
        return node.Kind is DocumentKind.Number or DocumentKind.Text
            && long.TryParse(node.Value, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value <= max;
    }
}
