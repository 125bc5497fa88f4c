using System.Text.RegularExpressions;
using FunctionsPipeline.Pipelines.Episode.Script;
using FunctionsPipeline.Pipelines.Steps.Chat;

namespace FunctionsPipeline.Pipelines.Episode.Words;

/// <summary>Reads the answer to <see cref="WordRequests.Cast"/>.</summary>
internal static partial class CastReader
{
    /// <summary>The cast, or all that is wrong with it. A character that the project knows, by id or by name, is as it was.</summary>
    public static WrittenWords<Cast> Read(ChatAnswer answer, EpisodeBrief brief) => WrittenWords<Cast>.Read(answer, brief.Blocklist, root =>
    {
        var characters = new List<Character>();
        foreach (var fields in root.Objects("characters", 1, WordLimits.CharactersMax))
        {
            var character = Known(ReadCharacter(fields), brief);
            if (characters.Any(other => other.Id == character.Id)) fields.Add("id", $"'{AnswerFields.Short(character.Id)}' is there twice");
            else if (characters.Any(other => other.Name.Equals(character.Name, StringComparison.OrdinalIgnoreCase))) fields.Add("name", $"'{AnswerFields.Short(character.Name)}' is there twice");
            characters.Add(character);
        }

        return new Cast(characters);
    });

    private static Character ReadCharacter(AnswerFields fields)
    {
        var id = fields.Text("id", WordLimits.IdCharactersMax);
        if (id.Length > 0 && !Id().IsMatch(id)) fields.Add("id", $"'{AnswerFields.Short(id)}' must be lower-case letters and digits with single hyphens between, beginning with a letter");
        var voice = fields.Object("voice");
        var depth = fields.Object("depth");
        return new Character(
            id,
            fields.Text("name", WordLimits.NameCharactersMax),
            fields.Text("appearance", WordLimits.PromptCharactersMax),
            new VoiceProfile(
                ScriptNames.Genders[Math.Max(0, voice.Choice("gender", ScriptNames.Genders))],
                ScriptNames.Ages[Math.Max(0, voice.Choice("age", ScriptNames.Ages))],
                voice.Text("tone", WordLimits.TraitCharactersMax)),
            new CharacterDepth(
                depth.Text("want", WordLimits.TraitCharactersMax),
                depth.Text("fear", WordLimits.TraitCharactersMax),
                depth.Text("secret", WordLimits.TraitCharactersMax)));
    }

    // A face and a voice are the same in all episodes of a project, whatever a model makes of them this time.
    private static Character Known(Character character, EpisodeBrief brief) =>
        brief.Known.FirstOrDefault(known => known.Id == character.Id)
        ?? brief.Known.FirstOrDefault(known => known.Name.Equals(character.Name, StringComparison.OrdinalIgnoreCase))
        ?? character;

    [GeneratedRegex("^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$", RegexOptions.CultureInvariant)]
    private static partial Regex Id();
}
