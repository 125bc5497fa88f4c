using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace FunctionsPipeline.Pipelines.Input;

/// <summary>One of a few names, standing for values.</summary>
internal sealed class ChoiceField<T>(string name, string description, params (string Name, T Value)[] choices)
    : InputField<T>(name, description)
{
    public override string Allowed => string.Join(", ", choices.Select(choice => choice.Name));

    public override JsonObject Schema => new()
    {
        ["type"] = "string",
        ["enum"] = new JsonArray([.. choices.Select(choice => (JsonNode)choice.Name)]),
    };

    public override bool TryRead(DocumentNode node, out T value)
    {
        var at = node.Kind == DocumentKind.Text ? Array.FindIndex(choices, choice => choice.Name == node.Value) : -1;
        value = at < 0 ? default! : choices[at].Value;
        return at >= 0;
    }
}

/// <summary>Text of a given form. Numbers are taken as they are written: ids often look like numbers.</summary>
internal sealed class TextField(string name, string description, Regex form, string allowed) : InputField<string>(name, description)
{
    public override string Allowed => allowed;

    public override JsonObject Schema => new()
    {
        ["type"] = "string",
        ["pattern"] = form.ToString().Replace(@"\A", "^", StringComparison.Ordinal).Replace(@"\z", "$", StringComparison.Ordinal),
    };

    public override bool TryRead(DocumentNode node, out string value)
    {
        value = node.Value;
        return node.Kind is DocumentKind.Text or DocumentKind.Number && form.IsMatch(node.Value);
    }
}

/// <summary>A whole number between two bounds.</summary>
internal sealed class IntegerField(string name, string description, int min, int max) : InputField<int>(name, description)
{
    public override string Allowed => string.Create(CultureInfo.InvariantCulture, $"a whole number from {min} to {max}");

    public override JsonObject Schema => new() { ["type"] = "integer", ["minimum"] = min, ["maximum"] = max };

    public override bool TryRead(DocumentNode node, out int value)
    {
        value = 0;
        return node.Kind == DocumentKind.Number
            && int.TryParse(node.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value)
            && value >= min && value <= max;
    }
}

/// <summary>An amount of US dollars.</summary>
internal sealed class UsdField(string name, string description, decimal max) : InputField<decimal>(name, description)
{
    public override string Allowed => string.Create(CultureInfo.InvariantCulture, $"US dollars from 0 to {max}, for example 12.50");

    public override JsonObject Schema => new() { ["type"] = "number", ["minimum"] = 0, ["maximum"] = max };

    public override bool TryRead(DocumentNode node, out decimal value)
    {
        value = 0;
        return node.Kind == DocumentKind.Number
            && decimal.TryParse(node.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out value)
            && value >= 0 && value <= max;
    }
}

/// <summary>Yes or no.</summary>
internal sealed class FlagField(string name, string description) : InputField<bool>(name, description)
{
    public override string Allowed => "true or false";

    public override JsonObject Schema => new() { ["type"] = "boolean" };

    public override bool TryRead(DocumentNode node, out bool value)
    {
        value = node.Value is "true" or "True" or "TRUE";
        return node.Kind == DocumentKind.Boolean;
    }
}

/// <summary>A list of texts, each of a given form and each once.</summary>
internal sealed class TextListField(string name, string description, Func<string, bool> isAllowed, string allowed, JsonObject entrySchema)
    : InputField<IReadOnlyList<string>>(name, description)
{
    public override string Allowed => allowed;

    public override JsonObject Schema => new() { ["type"] = "array", ["items"] = entrySchema.DeepClone(), ["uniqueItems"] = true };

    public override bool TryRead(DocumentNode node, out IReadOnlyList<string> value)
    {
        value = [.. node.Items.Select(item => item.Value)];
        return node.Kind == DocumentKind.List
            && node.Items.All(item => item.Kind == DocumentKind.Text && isAllowed(item.Value))
            && value.Distinct(StringComparer.Ordinal).Count() == value.Count;
    }
}

/// <summary>A fixed or drawn delay: <c>2s</c>, <c>1s..5s</c>, <c>500ms..2s</c>, <c>none</c>.</summary>
internal sealed class JitterField(string name, string description) : InputField<JitterRange>(name, description)
{
    public override string Allowed => JitterRange.Form;

    public override JsonObject Schema => new() { ["type"] = "string", ["pattern"] = JitterRange.SchemaPattern };

    public override bool TryRead(DocumentNode node, out JitterRange value)
    {
        value = default;
        return node.Kind == DocumentKind.Text && JitterRange.TryParse(node.Value, out value);
    }
}

/// <summary>A field that is not one value; its reader looks at the node itself.</summary>
internal sealed class StructuredField(string name, string description, string allowed, Func<JsonObject> schema)
    : InputField(name, description)
{
    public override string Allowed => allowed;

    public override JsonObject Schema => schema();
}
