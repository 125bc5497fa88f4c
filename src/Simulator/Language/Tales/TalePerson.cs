using System.Text.RegularExpressions;

namespace FunctionsPipeline.Simulator.Language.Tales;

/// <summary>Somebody in a tale.</summary>
/// <param name="Name">As people say it: <c>Anna</c>, <c>King Otto</c>, <c>The Fox</c>.</param>
/// <param name="RoleNoun">What it is, as <c>king</c>; null when the tale does not say.</param>
/// <param name="Role">How such a one looks; null without a role.</param>
/// <param name="Gender"><c>female</c>, <c>male</c> or <c>neutral</c>.</param>
/// <param name="Age"><c>child</c>, <c>young</c>, <c>middle</c> or <c>old</c>.</param>
/// <param name="Mentions">Finds where the tale speaks of it.</param>
internal sealed record TalePerson(string Name, string? RoleNoun, TaleRole? Role, string Gender, string Age, Regex Mentions)
{
    /// <summary>Id: the name in lower case with hyphens, without the article.</summary>
    public string Id { get; } = IdOf(Name);

    /// <summary>How often the tale speaks of it.</summary>
    public int Count { get; init; }

    /// <summary>How often it speaks.</summary>
    public int Lines { get; init; }

    /// <summary>The name within a sentence: <c>the Fox</c> has a small article there.</summary>
    public string Within => Name.StartsWith("The ", StringComparison.Ordinal) ? "the " + Name[4..].ToLowerInvariant() : Name;

    private static string IdOf(string name)
    {
        var bare = name.StartsWith("The ", StringComparison.Ordinal) ? name[4..] : name;
        var id = string.Concat(bare.ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-')).Trim('-');
        return id.Length > 0 && char.IsAsciiLetter(id[0]) ? id : "character";
    }
}
