using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace FunctionsPipeline.Pipelines.Input;

/// <summary>A model, or a list of models, each <c>provider</c> or <c>provider/model</c>.</summary>
internal sealed partial class ModelListField(string name, string description) : InputField<IReadOnlyList<string>>(name, description)
{
    public override string Allowed => "provider, provider/model, or a list of these, each once";

    public override JsonObject Schema => new()
    {
        ["oneOf"] = new JsonArray(Entry, new JsonObject { ["type"] = "array", ["items"] = Entry, ["minItems"] = 1, ["uniqueItems"] = true }),
    };

    private static JsonObject Entry => new() { ["type"] = "string", ["pattern"] = "^[a-z][a-z-]{0,31}(/[A-Za-z0-9][A-Za-z0-9._/:-]{0,127})?$" };

    public override bool TryRead(DocumentNode node, out IReadOnlyList<string> value)
    {
        var entries = node.Kind == DocumentKind.List ? node.Items : [node];
        value = [.. entries.Select(entry => entry.Value)];
        return value.Count > 0 && entries.All(entry => entry.Kind == DocumentKind.Text && Form().IsMatch(entry.Value))
            && value.Distinct(StringComparer.Ordinal).Count() == value.Count;
    }

    [GeneratedRegex(@"\A[a-z][a-z-]{0,31}(/[A-Za-z0-9][A-Za-z0-9._/:-]{0,127})?\z")]
    private static partial Regex Form();
}

/// <summary>A number from 0 to 1.</summary>
internal sealed class ShareField(string name, string description) : InputField<double>(name, description)
{
    public override string Allowed => "a number from 0 to 1";

    public override JsonObject Schema => new() { ["type"] = "number", ["minimum"] = 0, ["maximum"] = 1 };

    public override bool TryRead(DocumentNode node, out double value)
    {
        value = 0;
        return node.Kind == DocumentKind.Number
            && double.TryParse(node.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && value is >= 0 and <= 1;
    }
}
