using System.Globalization;
using System.Text.Json.Nodes;

namespace FunctionsPipeline.Pipelines.Input;

/// <summary>A field of a document: its name, what it may hold, in words and as JSON schema.</summary>
internal abstract class InputField(string name, string description)
{
    public string Name { get; } = name;

    public string Description { get; } = description;

    /// <summary>What it may hold, in words.</summary>
    public abstract string Allowed { get; }

    /// <summary>What it may hold, as JSON schema.</summary>
    public abstract JsonObject Schema { get; }
}

/// <summary>A field with a typed value.</summary>
internal abstract class InputField<T>(string name, string description) : InputField(name, description)
{
    /// <summary>Takes a value, or says that it is not allowed. Never called with <see cref="DocumentKind.Nothing"/>.</summary>
    public abstract bool TryRead(DocumentNode node, out T value);
}

/// <summary>Reads the fields of one map. Every field that is not allowed, or not known, becomes a problem.</summary>
internal sealed class FieldReader
{
    private readonly DocumentNode _map;
    private readonly InputProblems _problems;
    private readonly string _prefix;
    private readonly IReadOnlyDictionary<string, string> _overrides;
    private readonly Dictionary<string, DocumentMember> _members = new(StringComparer.Ordinal);

    /// <param name="map">The map.</param>
    /// <param name="known">Every field it may have.</param>
    /// <param name="problems">Where problems go.</param>
    /// <param name="prefix">Path of the map in messages, with a dot at its end, or empty.</param>
    /// <param name="overrides">Values over those of the map, by field, as text; what is wrong with them is told like what is wrong with the map.</param>
    public FieldReader(
        DocumentNode map, IReadOnlyList<InputField> known, InputProblems problems, string prefix = "", IReadOnlyDictionary<string, string>? overrides = null)
    {
        (_map, _problems, _prefix, _overrides) = (map, problems, prefix, overrides ?? new Dictionary<string, string>());
        foreach (var member in map.Members)
        {
            if (!known.Any(field => field.Name == member.Name)) RefuseUnknown(member, known);
            else if (!_members.TryAdd(member.Name, member))
            {
                var first = _members[member.Name].Line;
                _problems.Add(member.Line, member.Column, _prefix + member.Name, $"the field is already given in line {first}");
            }
        }
    }

    /// <summary>True when the field is there and holds something.</summary>
    public bool Has(InputField field) => Find(field) is not null;

    /// <summary>The value, or <paramref name="otherwise"/> when the field is absent, empty or wrong; wrong is a problem.</summary>
    public T Read<T>(InputField<T> field, T otherwise)
    {
        if (Find(field) is not { } node) return otherwise;
        if (field.TryRead(node, out var value)) return value;

        _problems.Add(node.Line, node.Column, _prefix + field.Name, "the value is not allowed", node.Description, field.Allowed);
        return otherwise;
    }

    /// <summary>As <see cref="Read{T}"/>, and null when the field is absent.</summary>
    public T? ReadOrNull<T>(InputField<T> field)
        where T : struct
    {
        if (!Has(field)) return null;
        return Read(field, default);
    }

    /// <summary>The node of a field, or null when it is absent or empty.</summary>
    public DocumentNode? Find(InputField field) => _overrides.TryGetValue(field.Name, out var value) ? Override(value) :
        _members.TryGetValue(field.Name, out var member) && member.Value.Kind != DocumentKind.Nothing ? member.Value : null;

    /// <summary>Reports a field that must be there.</summary>
    public void RefuseMissing(InputField field) =>
        _problems.Add(_map.Line, _map.Column, _prefix + field.Name, "the field is missing", null, field.Allowed);

    private static DocumentNode Override(string value)
    {
        var kind = value switch
        {
            "true" or "false" => DocumentKind.Boolean,
            _ when decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _) => DocumentKind.Number,
            _ => DocumentKind.Text,
        };
        return new DocumentNode(kind, value, 1, 1);
    }

    private void RefuseUnknown(DocumentMember member, IReadOnlyList<InputField> known)
    {
        var closest = Suggestion.Closest(member.Name, known.Select(field => field.Name));
        _problems.Add(
            member.Line,
            member.Column,
            _prefix + DocumentNode.Shorten(member.Name),
            closest is null ? "there is no such field" : $"there is no such field; did you mean '{closest}'?",
            null,
            closest is null ? string.Join(", ", known.Select(field => field.Name)) : null);
    }
}
