using System.Globalization;

namespace FunctionsPipeline.Pipelines.Input;

internal enum DocumentKind
{
    Text,
    Number,
    Boolean,
    Nothing,
    List,
    Map,
}

/// <summary>A value in a YAML or JSON document and where it stands. One form for both, so that fields are checked once.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Value">The text of a scalar as written, without quotes; empty for lists and maps.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column, from 1.</param>
internal sealed record DocumentNode(DocumentKind Kind, string Value, int Line, int Column)
{
    public IReadOnlyList<DocumentNode> Items { get; init; } = [];

    public IReadOnlyList<DocumentMember> Members { get; init; } = [];

    /// <summary>The value in words, for messages.</summary>
    public string Description => Kind switch
    {
        DocumentKind.Text => $"the text '{Shorten(Value)}'",
        DocumentKind.Number => Shorten(Value),
        DocumentKind.Boolean => Value,
        DocumentKind.Nothing => "nothing",
        DocumentKind.List => string.Create(CultureInfo.InvariantCulture, $"a list of {Items.Count}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"a map of {Members.Count} fields"),
    };

    /// <summary>Text fit for one line of a message.</summary>
    public static string Shorten(string text)
    {
        var shown = text.Length <= InputLimits.ShownCharactersMax ? text : text[..InputLimits.ShownCharactersMax] + "...";
        return string.Concat(shown.Select(character => char.IsControl(character) || char.IsSurrogate(character) ? '?' : character));
    }
}

/// <summary>A field of a map.</summary>
internal sealed record DocumentMember(string Name, int Line, int Column, DocumentNode Value);
